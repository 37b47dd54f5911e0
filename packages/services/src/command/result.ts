import {
  actionResults,
  collectRows,
  type Datapath,
  type DatapathScope,
  emptyScope,
  parseDatapath,
} from "@callbook/core/datapath";
import type { Command, CommandOutcome, CommandOutput } from "@callbook/core/integration";
import type { Json, JsonObject } from "@callbook/core/json";
import { type ActionResult, type ExecutionRow, resultsEntry } from "@callbook/core/results";
import { rawOf } from "../connection/test/run-test.ts";
import type { TestResult } from "./views.ts";

/** What was executed and what came of it. */
export interface TestedExecution {
  readonly parameter: JsonObject;
  readonly outcome: CommandOutcome;
}

export interface TestFacts {
  readonly command: Command;
  readonly connection: { readonly id: number; readonly name: string };
  readonly integration: { readonly id: number; readonly name: string };
  readonly executions: readonly TestedExecution[];
  readonly startedAt: string;
  readonly finishedAt: string;
  readonly durationMs: number;
}

/** The Test Result window of one or, for a comma list, several executions. Pure. */
export function testResult(facts: TestFacts): TestResult {
  const { executions, command } = facts;
  const failed = executions.filter(({ outcome }) => outcome.kind === "failed");
  // What failed is what the window is opened for.
  const shown = failed[0] ?? executions[0];
  if (shown === undefined) throw new Error("a test without an execution has no result");
  const results = executions.map(actionResult);
  const scope = scopeOf(facts, results);
  const data = results.flatMap((result) => result.data);
  return {
    command: command.name,
    connection: facts.connection.name,
    durationMs: facts.durationMs,
    returnData:
      failed.length === 0
        ? "Successful"
        : failed.length === executions.length
          ? "Failed"
          : "Partially Successful",
    execution: rowOf(facts, shown),
    body: { data, raw: rawOf(shown.outcome) },
    keyFields: keyFields(command, scope),
    table: tableOf(command, scope),
    contextData: shown.outcome.response?.json ?? [...data],
  };
}

const NO_CONTEXT = { guid: "", artifact_id: null, parent_action_run: [] };

function actionResult({ parameter, outcome }: TestedExecution): ActionResult {
  const shownParameter = { ...parameter, context: NO_CONTEXT };
  if (outcome.kind === "failed") {
    const { failureIndicator, statusCode, message } = outcome.failure;
    return {
      status: "failed",
      data: [],
      message,
      parameter: shownParameter,
      summary: {},
      error: {
        failure_indicator: failureIndicator,
        status_code: statusCode,
        message,
        class: outcome.failure.class,
      },
    };
  }
  const { data, message, summary } =
    outcome.kind === "succeeded" ? outcome : { data: [], message: "Waiting", summary: {} };
  return { status: "success", data, message, parameter: shownParameter, summary, error: null };
}

function rowOf(facts: TestFacts, { parameter, outcome }: TestedExecution): ExecutionRow {
  const { status, message, summary } = actionResult({ parameter, outcome });
  return {
    path: null,
    actionRunId: 0,
    appRunId: 0,
    connectionId: facts.connection.id,
    connection: facts.connection.name,
    integration: facts.integration.name,
    parameterIndex: 0,
    parameter,
    status,
    statusCode:
      outcome.kind === "failed" ? outcome.failure.statusCode : (outcome.response?.status ?? null),
    message,
    summary,
    failure: outcome.kind === "failed" ? outcome.failure : null,
    trace: outcome.trace,
    size: outcome.response?.body.length ?? 0,
    startedAt: facts.startedAt,
    finishedAt: facts.finishedAt,
  };
}

function scopeOf(facts: TestFacts, results: readonly ActionResult[]): DatapathScope {
  const { connection, integration, command } = facts;
  const entry = resultsEntry({
    connection,
    integration,
    results,
    command: command.name,
    blockName: "test",
    actionRunId: 0,
    appRunId: 0,
  });
  const passed = { entries: [entry], value: () => undefined };
  return {
    ...emptyScope,
    knows: () => true,
    block: () => ({ source: actionResults, results: passed }),
  };
}

/** Values of one key field; more are seen in Raw Data. */
const MOST_VALUES = 50;

function keyFields(command: Command, scope: DatapathScope): TestResult["keyFields"] {
  return command.outputs.flatMap((output) => {
    const rows = valuesAt([output], scope);
    return rows
      .slice(0, MOST_VALUES)
      .flatMap(([value = null]) =>
        value === null
          ? []
          : [{ name: nameOf(output), path: output.dataPath, value, contains: output.contains }],
      );
  });
}

function tableOf(command: Command, scope: DatapathScope): TestResult["table"] {
  const columns = command.outputs
    .filter(({ columnName }) => columnName !== null)
    .toSorted((a, b) => (a.columnOrder ?? 0) - (b.columnOrder ?? 0));
  const rows = valuesAt(columns, scope)
    .filter((row) => row.some((value) => value !== null))
    .map((row) => [...row]);
  return { columns: columns.map(nameOf), rows };
}

function nameOf({ columnName, dataPath }: CommandOutput): string {
  return columnName ?? dataPath.split(".").findLast((part) => part !== "*") ?? dataPath;
}

function valuesAt(
  outputs: readonly CommandOutput[],
  scope: DatapathScope,
): readonly (readonly Json[])[] {
  const datapaths: Datapath[] = [];
  for (const { dataPath } of outputs) {
    const parsed = parseDatapath(`test:${dataPath}`);
    if (!parsed.ok) return [];
    datapaths.push(parsed.datapath);
  }
  if (datapaths.length === 0) return [];
  const collected = collectRows(datapaths, scope);
  return collected.ok ? collected.rows : [];
}
