/** Which sources a condition compares, without a run. */
import { asFarAsKnown, sourceName } from "../datapath/index.ts";
import {
  type Block,
  CONDITIONS_KEY,
  indexDocument,
  nameKey,
  type PlaybookDocument,
} from "../document/index.ts";
import { isJsonObject, member } from "../json/index.ts";
import { Branch } from "./branch.ts";
import { operandOf } from "./operand.ts";

/**
 * The sources of which the condition of this id can let something through, by their `sourceName`.
 * null: the block has no such condition, or one that cannot be read. Pure.
 */
export function comparedSources(
  { config }: Pick<Block, "config">,
  conditionId: string,
  document: PlaybookDocument,
): ReadonlySet<string> | null {
  const items = member(config, CONDITIONS_KEY);
  const found = (Array.isArray(items) ? items : [])
    .filter(isJsonObject)
    .find((item) => member(item, "id") === conditionId);
  const parsed = Branch.safeParse(found);
  if (!parsed.success) return null;
  const { blocksByName } = indexDocument(document);
  const names = parsed.data.comparisons.flatMap(({ left, right }) =>
    [left, right].flatMap((text): readonly string[] => {
      const operand = operandOf(
        text,
        (block) => block.kind === "id" || blocksByName.has(nameKey(block.name)),
      );
      if (operand.kind === "literal") return [];
      return [sourceName(asFarAsKnown(operand.datapath, document).source)];
    }),
  );
  return new Set(names);
}
