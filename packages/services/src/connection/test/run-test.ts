import { authenticationWarnings } from "@callbook/core/connection";
import type { Failure } from "@callbook/core/failure";
import type { CommandOutcome, ConnectionWithSecrets } from "@callbook/core/integration";
import { Prisma } from "@callbook/db";
import { executeCommand } from "../../command/execute.ts";
import type { Context } from "../../context.ts";
import { integrationOf } from "../../integration/registry.ts";
import { Refusal } from "../../refusal.ts";
import type { TestOutcome } from "../views.ts";
import type { VerdictColumns } from "./tested-forms.ts";

/** Runs the integration's test command on a connection, watched and stopped by its key. */
export async function runTest(
  context: Context,
  secrets: ConnectionWithSecrets,
  testKey: string,
): Promise<TestOutcome> {
  const { manifest } = integrationOf(context.integrations, secrets.connection.integrationId);
  const command = manifest.commands.find(({ kind }) => kind === "test");
  if (command === undefined) throw new Refusal("CONFLICT", `${manifest.name} declares no test.`);
  const began = performance.now();
  const { actor } = context;
  const outcome = await context.tests.run(testKey, actor.userId, (test) =>
    executeCommand(context, {
      secrets,
      integrationKey: manifest.key,
      command: command.name,
      parameter: {},
      callback: null,
      idempotencyKey: null,
      signal: test.signal,
      cancelledBy: () => actor.name,
      onTrace: test.onTrace,
    }),
  );
  if (outcome === null) throw new Refusal("CONFLICT", "This test is running already.");
  return {
    passed: outcome.kind !== "failed",
    trace: outcome.trace,
    failure: failureOf(outcome),
    warnings: warningsOf(secrets),
    raw: rawOf(outcome),
    durationMs: Math.round(performance.now() - began),
    testedAt: context.now().toISOString(),
  };
}

function failureOf(outcome: CommandOutcome): Failure | null {
  return outcome.kind === "failed" ? outcome.failure : null;
}

/** What was received, as the results panel shows it. */
export function rawOf({ response }: Pick<CommandOutcome, "response">): TestOutcome["raw"] {
  return response === null
    ? null
    : { status: response.status, headers: response.headers, text: response.text };
}

function warningsOf({ connection, password, bearerToken }: ConnectionWithSecrets): string[] {
  const { authMethod: method, username, requestUrl } = connection;
  return authenticationWarnings(requestUrl, { method, username, password, bearerToken }).map(
    ({ message }) => message,
  );
}

/** The verdict as it is kept with the connection. */
export function verdictColumns(outcome: TestOutcome): VerdictColumns {
  const { failure } = outcome;
  return {
    testStatus: outcome.passed ? "passed" : "failed",
    lastTestAt: new Date(outcome.testedAt),
    lastTestError: failure === null ? Prisma.DbNull : storedFailure(failure),
  };
}

function storedFailure(failure: Failure): Prisma.InputJsonValue {
  const stored: Prisma.InputJsonValue = JSON.parse(JSON.stringify(failure));
  return stored;
}
