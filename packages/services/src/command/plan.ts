import { randomUUID } from "node:crypto";
import { newBlock, newDocument } from "@callbook/core/document";
import type { Failure } from "@callbook/core/failure";
import type { Command, IntegrationManifest } from "@callbook/core/integration";
import type { JsonObject } from "@callbook/core/json";
import { makeFailure } from "@callbook/core/request";
import { withoutContext } from "@callbook/core/results";
import { commandInputs, planAction, WAIT_SECONDS } from "@callbook/core/run";

export type TestPlan =
  | { readonly ok: true; readonly parameters: readonly JsonObject[] }
  | { readonly ok: false; readonly failure: Failure };

/**
 * Stage one of a command's inputs outside of a run: the same plan as a block's, in a playbook that
 * has this one block, so that a datapath has no value here.
 */
export function planTest(
  integration: IntegrationManifest,
  command: Command,
  texts: Readonly<Record<string, string>>,
): TestPlan {
  const inputs = commandInputs([{ integration, command }]);
  const known = new Set(inputs.map(({ name }) => name));
  const unknown = Object.keys(texts).find((name) => !known.has(name));
  if (unknown !== undefined)
    return { ok: false, failure: inputFailure(command, unknown, `There is no input ${unknown}`) };
  const block = newBlock({
    id: "b_test",
    type: "action",
    version: 1,
    name: "test",
    config: {
      integrationKey: integration.key,
      command: command.name,
      connectionIds: [],
      parameters: { ...texts },
      handle: "",
      waitSeconds: WAIT_SECONDS.normal,
      repeatSafe: false,
    },
  });
  const plan = planAction({
    document: newDocument({ name: "test", blocks: [block] }),
    block,
    inputs,
    state: { blocks: {} },
    results: { results: () => undefined, handle: () => null, inputs: () => ({}) },
    guid: () => randomUUID(),
  });
  if (plan.ok) return { ok: true, parameters: plan.parameters.map(withoutContext) };
  const { class: failureClass, message, field } = plan.failure;
  return {
    ok: false,
    failure: makeFailure({
      class: failureClass,
      command: command.name,
      place: field === null ? { kind: "command" } : { kind: "input", name: field },
      message,
    }),
  };
}

function inputFailure(command: Command, name: string, message: string): Failure {
  return makeFailure({
    class: "F-INPUT",
    command: command.name,
    place: { kind: "input", name },
    message,
  });
}
