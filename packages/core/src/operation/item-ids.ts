/** Ids of items in a configuration, for copies that get new ones. */
import type { Datapath } from "../datapath/index.ts";
import type { IdSource } from "../document/index.ts";
import { isJsonObject, type Json } from "../json/index.ts";
import { rewriteValue } from "../template/index.ts";
import { itemId } from "./field.ts";

/** A new id for each item of each list in a configuration. */
export function newItemIds(value: Json, ids: IdSource): Map<string, string> {
  const found = new Map<string, string>();
  const walk = (inner: Json): void => {
    if (Array.isArray(inner)) {
      for (const item of inner) {
        const id = itemId(item);
        if (id !== null) found.set(id, ids("i"));
        walk(item);
      }
    } else if (isJsonObject(inner)) {
      for (const one of Object.values(inner)) walk(one);
    }
  };
  walk(value);
  return found;
}

/** The value with item ids, where they stand as text or key, and datapaths replaced. */
export function remapped(
  value: Json,
  items: ReadonlyMap<string, string>,
  rewrite: (datapath: Datapath) => Datapath,
): Json {
  if (typeof value === "string") return items.get(value) ?? rewriteValue(value, rewrite);
  if (Array.isArray(value)) return value.map((item) => remapped(item, items, rewrite));
  if (!isJsonObject(value)) return value;
  const entries = Object.entries(value).map(([key, one]): [string, Json] => [
    items.get(key) ?? key,
    remapped(one, items, rewrite),
  ]);
  return Object.fromEntries(entries);
}
