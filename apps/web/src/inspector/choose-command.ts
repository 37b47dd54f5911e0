/** Choosing another command in a block's form, as one operation. Pure. */
import type { CommandChoice, Field } from "@callbook/core/block";
import type { Block } from "@callbook/core/document";
import { commandInputs, commandsNamed, type IntegrationManifest } from "@callbook/core/integration";
import { isJsonObject, type Json } from "@callbook/core/json";
import type { Operation } from "@callbook/core/operation";
import { type CommandOffer, isOfferOf } from "../editor/open-playbook/index.ts";
import { valueAt } from "./value-at.ts";

export type CommandFieldSpec = Extract<Field, { readonly kind: "command" }>;

/**
 * The new choice, without what it cannot use: connections that do not offer the command and values
 * of inputs that it does not have.
 * @param offers null: it is not known which connections offer what; none is taken away
 */
export function chooseCommand(
  block: Block,
  field: CommandFieldSpec,
  chosen: CommandChoice,
  {
    integrations,
    offers,
  }: {
    readonly integrations: readonly IntegrationManifest[];
    readonly offers: readonly CommandOffer[] | null;
  },
): Operation {
  const set = (path: readonly string[], value: Json | undefined): Operation => ({
    kind: "setField",
    blockId: block.id,
    path: ["config", ...path],
    from: valueAt(block.config, path),
    value,
  });
  const inputs = commandInputs(commandsNamed(integrations, chosen));
  const values = block.config[field.parameters];
  const useless = Object.keys(isJsonObject(values) ? values : {}).filter(
    (name) => !inputs.some((input) => input.name === name),
  );
  const stored = block.config[field.connections];
  const named = Array.isArray(stored) ? stored : [];
  const kept = named.filter((id) => isOffered(id, chosen, offers));
  return {
    kind: "together",
    operations: [
      set([field.choice.command], chosen.command),
      set([field.choice.integrationKey], chosen.integrationKey),
      ...(kept.length < named.length ? [set([field.connections], kept)] : []),
      ...useless.map((name) => set([field.parameters, name], undefined)),
    ],
  };
}

function isOffered(
  connectionId: Json,
  chosen: CommandChoice,
  offers: readonly CommandOffer[] | null,
): boolean {
  if (offers === null) return true;
  return offers.some(
    (offer) => isOfferOf(offer, chosen) && offer.connections.some(({ id }) => id === connectionId),
  );
}
