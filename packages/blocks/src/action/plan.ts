/** Plans an action: its parameter objects and its handle. */
import type { Catalogue, StartingPass } from "@callbook/core/block";
import type { Block } from "@callbook/core/document";
import { commandInputs, commandsNamed } from "@callbook/core/integration";
import { utf8Length } from "@callbook/core/json";
import { type FailureSummary, lastPass } from "@callbook/core/log";
import { type InputFault, planParameters } from "@callbook/core/parameters";
import type { PlannedParameter } from "@callbook/core/results";
import { neededResults } from "@callbook/core/run";
import { wholeText } from "@callbook/core/value";
import { ActionConfig, HANDLE_LIMIT_BYTES } from "./config.ts";

export type PlannedInputs =
  | {
      readonly ok: true;
      /** In row order; each goes to every connection. Empty: every row was dropped, the action fails. */
      readonly parameters: readonly PlannedParameter[];
      /** null: none is handed on. */
      readonly handle: string | null;
    }
  | { readonly ok: false; readonly failure: FailureSummary };

/** The parameter objects, each with its context, and the handle; or the first input at fault. Pure but for `guid`. */
export function planAction(pass: StartingPass, guid: () => string): PlannedInputs {
  const { document, block, scope } = pass;
  const config = ActionConfig.parse(block.config);
  const inputs = commandInputs(commandsNamed(pass.catalogue.integrations, config));
  const planned = planParameters({ document, inputs, texts: config.parameters, scope });
  if (!planned.ok) return failed(config, planned.fault);
  const handle = handleOf(pass, config.handle);
  if (!handle.ok) return failed(config, handle.fault);
  const context = contextOf(pass);
  const parameters = planned.objects.map(
    (object): PlannedParameter => ({ ...object, context: { guid: guid(), ...context } }),
  );
  return { ok: true, handle: handle.handle, parameters };
}

function failed(config: ActionConfig, fault: InputFault): PlannedInputs {
  const failure: FailureSummary = {
    class: fault.class,
    failureIndicator: `${config.command} failed. Input: ${fault.input}.`,
    statusCode: 400,
    message: fault.message,
    field: fault.input,
  };
  return { ok: false, failure };
}

type Handle =
  | { readonly ok: true; readonly handle: string | null }
  | { readonly ok: false; readonly fault: InputFault };

function handleOf({ document, scope }: StartingPass, text: string): Handle {
  if (text === "") return { ok: true, handle: null };
  const whole = wholeText(text, { document, scope, missing: null });
  if (!whole.ok)
    return { ok: false, fault: { class: "F-TEMPLATE", input: "Handle", message: whole.message } };
  if (whole.text !== null && utf8Length(whole.text) > HANDLE_LIMIT_BYTES) {
    const message = "A handle has at most 64 KiB";
    return { ok: false, fault: { class: "F-INPUT", input: "Handle", message } };
  }
  return { ok: true, handle: whole.text === "" ? null : whole.text };
}

/** `parent_action_run`: the action runs whose results the parameters were built from. */
function contextOf({ document, block, state }: StartingPass) {
  const parents = neededResults(document, [block.id]).flatMap((id) => {
    const parent = lastPass(state, id)?.action?.actionRunId;
    return parent === undefined ? [] : [parent];
  });
  return { artifact_id: null, parent_action_run: parents };
}

/** What a block says of its command, with defaults where its configuration is not sound (yet). */
export function choiceOf({ config }: Pick<Block, "config">) {
  const parsed = ActionConfig.safeParse(config);
  return parsed.success ? parsed.data : { integrationKey: null, command: "", connectionIds: [] };
}

/** The command that one integration declares under the name; undefined: none. */
export function declaredCommand(
  { integrations }: Catalogue,
  integrationKey: string,
  command: string,
) {
  return commandsNamed(integrations, { integrationKey, command })[0]?.command;
}
