/** Reads about the passes of a run: a page at a time, or one body when it is opened. */
import { type BlockPath, executionSlot } from "@callbook/core/log";
import type { CallbackArguments, ExecutionBody, ExecutionRow } from "@callbook/core/results";
import { client } from "./trpc.ts";
import type { Outputs } from "./types.ts";

export type ExecutionsPage = Outputs["runs"]["executions"];
export type ExecutionsCursor = NonNullable<ExecutionsPage["nextCursor"]>;
export type ResultsPage = Outputs["runs"]["results"];
export type ResultsCursor = NonNullable<ResultsPage["nextCursor"]>;
/** What a pass stored under one slot, without its body. */
export type ResultHead = ResultsPage["rows"][number];
export type ResultBody = Outputs["runs"]["resultBody"];

/** Rows of executions or results in one answer. */
const PAGE = 100;

/** Executions that have ended: of one pass, or (null) of all, in the order in which passes started. */
export async function readExecutions(
  runId: number,
  { path, failedOnly }: { readonly path: BlockPath | null; readonly failedOnly: boolean },
  after: ExecutionsCursor | null,
): Promise<ExecutionsPage> {
  return client.runs.executions.query({
    id: runId,
    limit: PAGE,
    ...(path === null ? {} : { path }),
    ...(failedOnly ? { status: "failed" } : {}),
    ...(after === null ? {} : { after }),
  });
}

/** What an execution gave and received. */
export async function readExecutionBody(
  runId: number,
  { path, appRunId, parameterIndex }: Pick<ExecutionRow, "path" | "appRunId" | "parameterIndex">,
): Promise<ExecutionBody> {
  if (path === null) throw new Error("a command's test has no pass in a run");
  const slot = executionSlot(appRunId, parameterIndex);
  return client.runs.body.query({ id: runId, path, slot });
}

/** What a pass stored, by slot, then the oldest attempt first. */
export async function readResults(
  runId: number,
  path: BlockPath,
  after: ResultsCursor | null,
): Promise<ResultsPage> {
  return client.runs.results.query({
    runId,
    path,
    limit: PAGE,
    ...(after === null ? {} : { after }),
  });
}

/** The body of one of them. */
export async function readResultBody(
  runId: number,
  { path, slot, attempt }: Pick<ResultHead, "path" | "slot" | "attempt">,
): Promise<ResultBody> {
  return client.runs.resultBody.query({ runId, path, slot, attempt });
}

/** The eight arguments of one call of a callback: the one of this pass of its source. */
export async function readCallbackArguments(
  runId: number,
  callbackId: string,
  path: BlockPath | null,
): Promise<CallbackArguments> {
  const call = await client.runs.callbackArguments.query({
    id: runId,
    callbackId,
    ...(path === null ? {} : { path }),
  });
  return call.arguments;
}
