/** What became of the requests of a run, where its state alone does not tell. */
import type { RequestCounts, RunStateName } from "../log/index.ts";

/**
 * "2 of 4 requests failed" of a run that succeeded all the same, "1 request may have taken effect" of one
 * that was cancelled or failed while nobody knew what became of it; null: there is nothing to add. Pure.
 */
export function requestNote(
  state: RunStateName,
  { requests, failedRequests, unknownRequests }: RequestCounts,
): string | null {
  const unknown =
    unknownRequests === 0 ? null : `${counted(unknownRequests)} may have taken effect`;
  if (state === "cancelled" || state === "failed") return unknown;
  if (state !== "succeeded" || failedRequests === 0) return null;
  const failed = `${failedRequests} of ${counted(requests)} failed`;
  return unknown === null ? failed : `${failed}, ${unknown}`;
}

function counted(count: number): string {
  return count === 1 ? "1 request" : `${count.toLocaleString("en")} requests`;
}
