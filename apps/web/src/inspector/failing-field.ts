/** Where in a block's form the field is that a failure names. Pure. */
import { type Catalogue, chosenCommand, specOf } from "@callbook/core/block";
import { indexDocument, type PlaybookDocument } from "@callbook/core/document";
import { commandInputs, commandsNamed } from "@callbook/core/integration";
import type { FieldPath } from "@callbook/core/operation";
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
  for (const field of spec.fields) {
    if (field.kind !== "parameters") continue;
    const offered = commandsNamed(
      catalogue.integrations,
      chosenCommand(field.choice, block.config),
    );
    const input = commandInputs(offered).find(
      ({ name, displayName }) => name === named || displayName === named,
    );
    if (input !== undefined) return ["config", field.key, input.name];
  }
  const field = spec.fields.find(({ label }) => label === named);
  if (field !== undefined) return ["config", field.key];
  for (const { key } of spec.fields) {
    const item = itemsOf(valueAt(block, ["config", key])).find((one) => one["name"] === named);
    if (item !== undefined) return ["config", key, item.id];
  }
  return null;
}
