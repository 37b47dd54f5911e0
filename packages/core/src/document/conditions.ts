/** The conditions of a block, by number for people and by id in what refers to them. */
import { isJsonObject, member } from "../json/index.ts";
import type { Block } from "./document.ts";

/** Key under which a configuration lists conditions: items, each with the id of its port. */
export const CONDITIONS_KEY = "branches";

/** Ids of a block's conditions in their order; empty: it has none. Stands a configuration of any shape. Pure. */
export function conditionIds({ config }: Pick<Block, "config">): readonly string[] {
  const items = member(config, CONDITIONS_KEY);
  if (!Array.isArray(items)) return [];
  return items.filter(isJsonObject).flatMap((item): readonly string[] => {
    const id = member(item, "id");
    return typeof id === "string" ? [id] : [];
  });
}
