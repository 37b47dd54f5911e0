import { emptyScope } from "@callbook/core/datapath";
import { newDocument } from "@callbook/core/document";
import { type Failure, makeFailure } from "@callbook/core/failure";
import { type Command, commandInputs, type IntegrationManifest } from "@callbook/core/integration";
import type { JsonObject } from "@callbook/core/json";
import { planParameters } from "@callbook/core/parameters";

export type TestPlan =
  | { readonly ok: true; readonly parameters: readonly JsonObject[] }
  | { readonly ok: false; readonly failure: Failure };

/** The test is no part of a playbook: there is no block that a datapath could read. */
const document = newDocument({ name: "test" });

/**
 * Stage one of a command's inputs outside of a run: the same plan as a block's, where no datapath
 * has a value.
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
    return inputFailure(command, "F-INPUT", unknown, `There is no input ${unknown}`);
  const plan = planParameters({ document, inputs, texts, scope: emptyScope });
  if (plan.ok) return { ok: true, parameters: plan.objects };
  const { class: failureClass, input, message } = plan.fault;
  return inputFailure(command, failureClass, input, message);
}

function inputFailure(
  command: Command,
  failureClass: Failure["class"],
  name: string,
  message: string,
): TestPlan {
  const place = { kind: "input", name } as const;
  const failure = makeFailure({ class: failureClass, command: command.name, place, message });
  return { ok: false, failure };
}
