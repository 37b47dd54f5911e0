/** How large the statement of an append gets, and which results are kept out of it. */
import type { Json } from "@callbook/core/json";
import { type Append, type BlockResultRow, LARGE_BODY_BYTES } from "./rows.ts";

/** Bodies that go in the statement of one append; what is above goes before it. */
const APPEND_BODY_BYTES = 4 * 1024 * 1024;

/**
 * Results of an append that go before it, in statements of their own: large ones, and those with which
 * the rest would get large. What belongs to a run that is yet to be made goes with its row.
 */
export function resultsAhead({
  create,
  results,
}: Pick<Append, "create" | "results">): ReadonlySet<BlockResultRow> {
  const ahead = new Set<BlockResultRow>();
  if (create !== null) return ahead;
  let within = 0;
  for (const result of results) {
    const size = bodyBytes(result);
    if (size > LARGE_BODY_BYTES || within + size > APPEND_BODY_BYTES) ahead.add(result);
    else within += size;
  }
  return ahead;
}

/** About the bytes that an append adds to its statement. `eventBytes`: of its events as texts. */
export function appendBytes(append: Append, eventBytes: number): number {
  const { create, columns, results, actionRuns, logs } = append;
  const ahead = resultsAhead(append);
  let bytes = eventBytes + jsonBytes(create?.inputs) + jsonBytes(columns.outputs);
  for (const result of results) {
    bytes += result.message.length + jsonBytes(result.summary) + tracesBytes(result);
    if (!ahead.has(result)) bytes += bodyBytes(result);
  }
  for (const { handle, plan } of actionRuns)
    bytes += (handle?.length ?? 0) + jsonBytes(plan.parameters);
  for (const { text } of logs) bytes += text.length;
  return bytes;
}

function bodyBytes({ data, raw }: BlockResultRow): number {
  return data.length + raw.length;
}

/** A step of a trace says what was sent and received in a line or two. */
function tracesBytes({ trace }: BlockResultRow): number {
  return trace.length * 200;
}

function jsonBytes(value: Json | object | null | undefined): number {
  return value === null || value === undefined ? 0 : JSON.stringify(value).length;
}
