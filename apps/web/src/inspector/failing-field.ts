/** Where in a block's form the field is that a failure names. Pure. */
import { type Catalogue, specOf } from "@callbook/core/block";
import { indexDocument, type PlaybookDocument } from "@callbook/core/document";
import type { FieldPath } from "@callbook/core/operation";
import { ActionConfig, commandInputs, commandsNamed } from "@callbook/core/run";
import { itemsOf } from "./fields/items.ts";
import { valueAt } from "./value-at.ts";

/**
 * The path of the field named by its label: an input of the command, a field of
 * the block, or an item of one of its lists. Null: the block has no such field.
 */
export function failingField(
  document: PlaybookDocument,
  catalogue: Catalogue,
  blockId: string,
  named: string,
): FieldPath | null {
  const block = indexDocument(document).blocks.get(blockId);
  const spec = block === undefined ? null : specOf(block, catalogue);
  if (block === undefined || spec === null) return null;
  const action = ActionConfig.safeParse(block.config);
  const inputs = action.success
    ? commandInputs(commandsNamed(catalogue.integrations, action.data))
    : [];
  const input = inputs.find(({ name, displayName }) => name === named || displayName === named);
  if (input !== undefined) return ["config", "parameters", input.name];
  const field = spec.fields.find(({ label }) => label === named);
  if (field !== undefined) return ["config", field.key];
  for (const { key } of spec.fields) {
    const item = itemsOf(valueAt(block, ["config", key])).find((one) => one["name"] === named);
    if (item !== undefined) return ["config", key, item.id];
  }
  return null;
}
