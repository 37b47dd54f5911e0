import type { Failure } from "@callbook/core/failure";
import type { Command, ConnectionWithSecrets } from "@callbook/core/integration";
import type { JsonObject } from "@callbook/core/json";
import { z } from "zod";
import { connectionFailure } from "../connection/access/usable.ts";
import { withSecrets } from "../connection/record/with-secrets.ts";
import type { RunningTest } from "../connection/test/running-tests.ts";
import type { Context } from "../context.ts";
import { Refusal } from "../refusal.ts";
import { ofSubject } from "../verb/audit.ts";
import { RowId, TestKey } from "../verb/ids.ts";
import { acting } from "../verb/verb.ts";
import { executeCommand } from "./execute.ts";
import { planTest } from "./plan.ts";
import { type TestedExecution, testResult } from "./result.ts";
import { runnerOf } from "./runner-of.ts";
import { type CommandSubject, commandOnConnection } from "./subject.ts";
import type { TestResult } from "./views.ts";

const Input = z.strictObject({
  integrationId: RowId,
  command: z.string().min(1).max(200),
  connectionId: RowId,
  parameter: z.record(z.string().max(200), z.string().max(1_000_000)),
  testKey: TestKey,
});

/** Executions of one test: a comma list in an input makes several. */
const MOST_EXECUTIONS = 50;

/** Runs a command once, outside of any run, and shows everything that came of it. */
export const commandTest = acting({
  name: "command.test",
  input: Input,
  subject: commandOnConnection,
  audit: ofSubject,
  detail: ({ subject: { command } }) => ({ command: command.name }),
  run: async ({ context, subject, input }): Promise<TestResult> => {
    const { integration, command, connection } = subject;
    const startedAt = context.now().toISOString();
    const began = performance.now();
    const executions = connection.active
      ? await executeAll(context, subject, input)
      : [failedExecution({}, connectionFailure.inactive(command.name, connection))];
    return testResult({
      command,
      connection: { id: connection.id, name: connection.name },
      integration: { id: integration.id, name: integration.manifest.name },
      executions,
      startedAt,
      finishedAt: context.now().toISOString(),
      durationMs: Math.round(performance.now() - began),
    });
  },
});

async function executeAll(
  context: Context,
  { integration: { manifest }, command, connection }: CommandSubject,
  input: z.output<typeof Input>,
): Promise<readonly TestedExecution[]> {
  const plan = planTest(manifest, command, input.parameter);
  if (!plan.ok) return [failedExecution({}, plan.failure)];
  if (plan.parameters.length > MOST_EXECUTIONS)
    throw new Refusal("INVALID", `A test runs at most ${MOST_EXECUTIONS} executions.`);
  const runner = runnerOf(context, manifest.key, command.name);
  if (plan.parameters.some((parameter) => runner?.describe(parameter).async === "callback"))
    throw new Refusal(
      "INVALID",
      "An answer by callback is waited for in a run only. Set Async to none, or test it in a playbook.",
      { field: "Async" },
    );
  const secrets = await withSecrets(context, connection);
  if (secrets === null)
    throw new Refusal("CONFLICT", "Somebody has saved this connection at this moment. Try again.");
  const done = await context.tests.run(input.testKey, context.actor.userId, async (test) => {
    const executions: TestedExecution[] = [];
    for (const parameter of plan.parameters) {
      if (test.signal.aborted) break;
      executions.push(await executeOne(context, manifest.key, command, secrets, parameter, test));
    }
    return executions;
  });
  if (done === null) throw new Refusal("CONFLICT", "This test is running already.");
  return done;
}

async function executeOne(
  context: Context,
  integrationKey: string,
  command: Command,
  secrets: ConnectionWithSecrets,
  parameter: JsonObject,
  test: RunningTest,
): Promise<TestedExecution> {
  const outcome = await executeCommand(context, {
    secrets,
    integrationKey,
    parameter,
    command: command.name,
    callback: null,
    idempotencyKey: null,
    signal: test.signal,
    cancelledBy: () => context.actor.name,
    onTrace: test.onTrace,
  });
  return { parameter, outcome };
}

function failedExecution(parameter: JsonObject, failure: Failure): TestedExecution {
  return { parameter, outcome: { kind: "failed", failure, response: null, trace: [] } };
}
