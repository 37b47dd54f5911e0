import type { RunStateName } from "@callbook/core/log";
import type { Context } from "@callbook/services/context";
import {
  readFailure,
  runActionRun,
  runCancel,
  runEvents,
  runGet,
  runList,
  runStart,
} from "@callbook/services/run";
import { z } from "zod";
import {
  answered,
  ById,
  ByRunId,
  digits,
  type Endpoint,
  endpoint,
  type RestAnswer,
  rowNumber,
  runNumber,
} from "../endpoint.ts";
import { eventMessages } from "../run-events.ts";
import { RunId } from "../shapes/common.ts";
import { RunState } from "../shapes/playbook.ts";
import { ActionRunShape, EndedShape, RunRowShape, RunShape, StartedShape } from "../shapes/run.ts";

const tag = "Runs";
const MOST_WAIT_SECONDS = 60;

const Wait = digits(z.int().min(1).max(MOST_WAIT_SECONDS), "wait").meta({
  description: "Seconds to wait for the end of the run.",
});

const RequestKey = z.string().trim().min(1).max(200).meta({
  description:
    "A repeat with the same key starts no second run and is answered with the first one; with other inputs it is refused with 409.",
});

const Cursor = digits(z.int().min(0).max(2_147_483_646), "a seq");

export const runRoutes: readonly Endpoint[] = [
  endpoint({
    method: "post",
    path: "/api/playbooks/{id}/runs",
    title: "Start run",
    description: "Runs the published revision; 409 when there is none.",
    tag,
    verb: runStart,
    parameters: ById,
    query: z.strictObject({ wait: Wait.optional() }),
    headers: z.strictObject({ "idempotency-key": RequestKey.optional() }),
    body: runStart.input.omit({ playbookId: true, requestKey: true }).partial({ inputs: true }),
    answers: {
      200: answered("It ended within the wait.", EndedShape),
      202: answered("It is on disk and goes on.", StartedShape),
    },
    input: ({ path, headers, body }) => ({
      playbookId: path.id,
      inputs: body.inputs ?? {},
      requestKey: headers["idempotency-key"],
    }),
    reply: ({ runId }, { context, query, stillAllowed }) =>
      started(context, runId, query.wait ?? 0, stillAllowed),
  }),
  endpoint({
    method: "get",
    path: "/api/runs",
    title: "List runs",
    tag,
    verb: runList,
    query: z.strictObject({
      siteId: rowNumber.optional(),
      playbookId: rowNumber.optional(),
      state: RunState.optional(),
      cursor: runNumber.optional(),
      limit: digits(z.int().min(1).max(200), "limit").optional(),
    }),
    answers: {
      200: answered(
        "The newest first; nextCursor leads to older ones.",
        z.strictObject({ rows: z.array(RunRowShape), nextCursor: RunId.nullable() }),
      ),
    },
    input: ({ query }) => ({ ...query, limit: query.limit ?? 50 }),
  }),
  endpoint({
    method: "get",
    path: "/api/runs/{id}",
    title: "Get run",
    tag,
    verb: runGet,
    parameters: ByRunId,
    answers: { 200: answered("The run with the document that ran.", RunShape) },
    input: ({ path }) => path,
  }),
  endpoint({
    method: "get",
    path: "/api/runs/{id}/events",
    title: "Follow run",
    description:
      "Server-sent events: each has the event's type as its name, and as data JSON {seq, at, event}; of a callback that was called also its arguments, of a log line also its text. What a block did in one moment shares a seq; the last of those that share one has it as its id. The stream ends with the run; 204 when there is nothing more to come.",
    tag,
    verb: runEvents,
    parameters: ByRunId,
    query: z.strictObject({ after: Cursor.optional() }),
    headers: z.strictObject({ "last-event-id": Cursor.optional() }),
    answers: {
      200: { description: "Events as they happen.", shape: null, mediaType: "text/event-stream" },
      204: { description: "The run has ended and every event was sent before.", shape: null },
    },
    input: ({ path, query, headers }) => ({ ...path, afterSeq: cursorOf(query, headers) }),
    reply: async (first, { context, path, query, headers, stillAllowed, signal }) => {
      const afterSeq = cursorOf(query, headers);
      const run = first.length > 0 ? null : await context.engine.runs.readRun(path.id);
      if (run !== null && hasEnded(run.state) && run.headSeq <= afterSeq) return { status: 204 };
      const runId = path.id;
      return {
        status: 200,
        events: eventMessages(context, { runId, afterSeq, first, stillAllowed, signal }),
      };
    },
  }),
  endpoint({
    method: "post",
    path: "/api/runs/{id}/cancel",
    title: "Cancel run",
    tag,
    verb: runCancel,
    parameters: ByRunId,
    answers: { 202: answered("Asked for; it ends soon.", StartedShape) },
    input: ({ path }) => path,
    reply: (_, { context, path, stillAllowed }) => started(context, path.id, 0, stillAllowed),
  }),
  endpoint({
    method: "get",
    path: "/api/action-runs/{id}",
    title: "Get action run",
    description: "The same details as the run's inspector shows.",
    tag,
    verb: runActionRun,
    parameters: ByRunId,
    answers: { 200: answered("With the results of every connection.", ActionRunShape) },
    input: ({ path }) => path,
  }),
];

/** A reader that reconnects says what it has by the header. */
function cursorOf(
  query: { readonly after?: number | undefined },
  headers: { readonly "last-event-id"?: number | undefined },
): number {
  return headers["last-event-id"] ?? query.after ?? 0;
}

function hasEnded(state: RunStateName): boolean {
  return state === "succeeded" || state === "failed" || state === "cancelled";
}

async function started(
  context: Context,
  id: number,
  waitSeconds: number,
  stillAllowed: () => Promise<boolean>,
): Promise<RestAnswer> {
  const end = waitSeconds === 0 ? null : await context.engine.waitForEnd(id, waitSeconds * 1000);
  // What came of it is not for who has lost the right meanwhile: he learns that it was started.
  if (end !== null && (await stillAllowed())) {
    const { state, outputs, failure } = end;
    return { status: 200, body: { id, state, outputs, failure: readFailure(failure) } };
  }
  const run = await context.engine.runs.readRun(id);
  const body = { id, state: run?.state ?? "queued" };
  return { status: 202, body, location: `/api/runs/${id}` };
}
