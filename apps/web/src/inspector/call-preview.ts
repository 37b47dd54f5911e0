/** The call that a block makes, as a person reads it before any run. Pure. */
import { type BlockSpec, type Catalogue, chosenCommand, specOf } from "@callbook/core/block";
import { type Block, indexDocument, type PlaybookDocument } from "@callbook/core/document";
import { commandInputs, commandsNamed } from "@callbook/core/integration";
import { templateToShown } from "@callbook/core/template";
import { valueAt } from "./value-at.ts";

/** Command, parameters, assets, callback and name, as Splunk SOAR's `act` takes them. */
export interface CallPreview {
  readonly command: string;
  /** By input, with datapaths by name; an input that is not written shows its default. */
  readonly parameters: Readonly<Record<string, string>>;
  /** Names of connections. Null: every active one you may use that offers the command. */
  readonly assets: readonly string[] | null;
  /** Blocks that are called afterwards, in their order. */
  readonly callback: readonly string[];
  readonly name: string;
}

/**
 * @param connections names by id; one that is missing is shown by its id
 * @returns null when the block runs no command, or none is chosen yet
 */
export function callPreview(
  document: PlaybookDocument,
  block: Block,
  catalogue: Catalogue,
  connections: ReadonlyMap<number, string>,
): CallPreview | null {
  const spec = specOf(block, catalogue);
  const use = spec?.uses(block)[0];
  if (spec === null || use === undefined) return null;
  const { command, connectionIds } = use;
  const index = indexDocument(document);
  const port = spec.ports(block).find(({ kind }) => kind === "normal");
  return {
    command,
    parameters: parametersOf(document, block, spec, catalogue),
    assets:
      connectionIds.length === 0
        ? null
        : connectionIds.map((id) => connections.get(id) ?? `connection ${id}`),
    callback:
      port === undefined
        ? []
        : index
            .ofPort(block.id, port.id)
            .map(({ target }) => index.blocks.get(target)?.name ?? target),
    name: block.name,
  };
}

function parametersOf(
  document: PlaybookDocument,
  block: Block,
  { fields }: BlockSpec,
  { integrations }: Catalogue,
): CallPreview["parameters"] {
  const written = fields.flatMap((field) => {
    if (field.kind !== "parameters") return [];
    const offered = commandsNamed(integrations, chosenCommand(field.choice, block.config));
    return commandInputs(offered).flatMap(({ name, dataType, default: fallback }) => {
      const value = valueAt(block.config, [field.key, name]);
      const stored = typeof value === "string" ? value : (fallback ?? "");
      const syntax = dataType === "json" ? "json" : "text";
      return stored === "" ? [] : [[name, templateToShown(stored, document, syntax)] as const];
    });
  });
  return Object.fromEntries(written);
}
