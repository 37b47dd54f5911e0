import { readPath, slotNamed } from "@callbook/core/log";
import type { ResultAddress } from "@callbook/engine";
import {
  CallbackIdInput,
  runCallbackArguments,
  runCalls,
  runResultBody,
  runResults,
} from "@callbook/services/run";
import { z } from "zod";
import { answered, ByRunId, digits, type Endpoint, endpoint } from "../endpoint.ts";
import { PathShape, SlotShape } from "../shapes/path.ts";
import {
  CallbackCallShape,
  CallRowShape,
  ResultBodyShape,
  ResultHeadShape,
} from "../shapes/result.ts";

const tag = "Runs";

/** A cursor is a text that nobody has to understand. */
const AfterResult = z
  .string()
  .max(4000)
  .transform((text, context): ResultAddress => {
    const address = readCursor(text);
    if (address !== null) return address;
    context.addIssue("after is the nextCursor of the answer before");
    return z.NEVER;
  })
  .meta({ type: "string", description: "nextCursor of the answer before." });

const ByCallback = ByRunId.extend({ callbackId: CallbackIdInput });
const OfPass = PathShape.optional();

/** What the passes of a run stored, and how its callbacks were called: by path. */
export const runResultRoutes: readonly Endpoint[] = [
  endpoint({
    method: "get",
    path: "/api/runs/{id}/results",
    title: "List results",
    description:
      "What blocks of a run stored, of whatever type, without bodies: by path, slot and attempt.",
    tag,
    verb: runResults,
    parameters: ByRunId,
    query: z.strictObject({
      path: OfPass,
      after: AfterResult.optional(),
      limit: digits(z.int().min(1).max(2000), "limit").optional(),
    }),
    answers: {
      200: answered(
        "nextCursor leads to those after these.",
        z.strictObject({ rows: z.array(ResultHeadShape), nextCursor: z.string().nullable() }),
      ),
    },
    input: ({ path: { id: runId }, query }) => ({ runId, ...query, limit: query.limit ?? 200 }),
    reply: ({ rows, nextCursor }) => ({
      status: 200,
      body: { rows, nextCursor: nextCursor === null ? null : printCursor(nextCursor) },
    }),
  }),
  endpoint({
    method: "get",
    path: "/api/runs/{id}/results/body",
    title: "Get result",
    description:
      "The value that a pass stored under a slot; of the newest attempt unless one is named.",
    tag,
    verb: runResultBody,
    parameters: ByRunId,
    query: z.strictObject({
      path: PathShape,
      slot: SlotShape,
      attempt: digits(z.int().min(1).max(1_000_000), "attempt").optional(),
    }),
    answers: { 200: answered("The value, and what was received.", ResultBodyShape) },
    input: ({ path: { id: runId }, query }) => ({ runId, ...query }),
  }),
  endpoint({
    method: "get",
    path: "/api/runs/{id}/callbacks/{callbackId}/calls",
    title: "List calls of callback",
    description: "A callback is called once by each pass of its source that takes it.",
    tag,
    verb: runCalls,
    parameters: ByCallback,
    query: z.strictObject({
      path: OfPass,
      limit: digits(z.int().min(1).max(500), "limit").optional(),
    }),
    answers: { 200: answered("The newest first.", z.array(CallRowShape)) },
    input: ({ path, query }) => ({ ...path, ...query, limit: query.limit ?? 100 }),
  }),
  endpoint({
    method: "get",
    path: "/api/runs/{id}/callbacks/{callbackId}/arguments",
    title: "Get callback arguments",
    description: "Of the call by this pass of its source; without path, of the newest call.",
    tag,
    verb: runCallbackArguments,
    parameters: ByCallback,
    query: z.strictObject({ path: OfPass }),
    answers: { 200: answered("The call with its eight arguments.", CallbackCallShape) },
    input: ({ path, query }) => ({ ...path, ...query }),
  }),
];

function printCursor({ path, slot, attempt }: ResultAddress): string {
  return Buffer.from(JSON.stringify([path, slot, attempt])).toString("base64url");
}

const Cursor = z.tuple([z.string(), z.string().min(1).max(200), z.int().min(1).max(1_000_000)]);

function readCursor(text: string): ResultAddress | null {
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(text, "base64url").toString());
  } catch {
    return null;
  }
  const read = Cursor.safeParse(value);
  const path = read.success ? readPath(read.data[0]) : null;
  if (!read.success || path === null) return null;
  return { path, slot: slotNamed(read.data[1]), attempt: read.data[2] };
}
