/** The call that an action block makes, as a person reads it before any run. Pure. */
import { type Block, indexDocument, type PlaybookDocument } from "@callbook/core/document";
import type { IntegrationManifest } from "@callbook/core/integration";
import { ActionConfig, commandInputs, commandsNamed, SUCCESS_PORT } from "@callbook/core/run";
import { templateToShown } from "@callbook/core/template";

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
 * @returns null when the block is no action or has no command yet
 */
export function callPreview(
  document: PlaybookDocument,
  block: Block,
  integrations: readonly IntegrationManifest[],
  connections: ReadonlyMap<number, string>,
): CallPreview | null {
  const parsed = ActionConfig.safeParse(block.config);
  if (block.type !== "action" || !parsed.success || parsed.data.command === "") return null;
  const { command, parameters, connectionIds } = parsed.data;
  const index = indexDocument(document);
  const inputs = commandInputs(commandsNamed(integrations, parsed.data));
  const written = inputs.flatMap(({ name, dataType, default: fallback }) => {
    const stored = parameters[name] ?? fallback ?? "";
    const syntax = dataType === "json" ? "json" : "text";
    return stored === "" ? [] : [[name, templateToShown(stored, document, syntax)] as const];
  });
  return {
    command,
    parameters: Object.fromEntries(written),
    assets:
      connectionIds.length === 0
        ? null
        : connectionIds.map((id) => connections.get(id) ?? `connection ${id}`),
    callback: index
      .ofPort(block.id, SUCCESS_PORT)
      .map(({ target }) => index.blocks.get(target)?.name ?? target),
    name: block.name,
  };
}
