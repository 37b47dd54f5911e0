/** The words for how something ended: one table for results JSON, Test Result window and badges. */
import type { BlockRunState } from "../log/index.ts";
import type { ResultsEntry } from "./results.ts";

/** Return Data of the Test Result window. */
export type ReturnData = "Successful" | "Partially Successful" | "Failed";

export interface StatusWords {
  /** `status` in results JSON; null: it has no result (yet). */
  readonly result: "success" | "failed" | null;
  readonly returnData: ReturnData | null;
  /** On the block's badge. */
  readonly badge: string;
}

/** By state of a block. Results JSON knows no "partly": one success is success. */
export const STATUS_WORDS: Readonly<Record<BlockRunState, StatusWords>> = {
  queued: { result: null, returnData: null, badge: "Queued" },
  running: { result: null, returnData: null, badge: "Running" },
  waiting: { result: null, returnData: null, badge: "Waiting" },
  succeeded: { result: "success", returnData: "Successful", badge: "Successful" },
  partly_succeeded: {
    result: "success",
    returnData: "Partially Successful",
    badge: "Partially Successful",
  },
  failed: { result: "failed", returnData: "Failed", badge: "Failed" },
  skipped: { result: null, returnData: null, badge: "Skipped" },
  cancelled: { result: "failed", returnData: "Failed", badge: "Cancelled" },
};

/** The block state that results amount to; no execution at all is a failure. Pure. */
export function stateOfResults(
  entries: readonly ResultsEntry[],
): "succeeded" | "partly_succeeded" | "failed" {
  const results = entries.flatMap(({ action_results }) => action_results);
  const succeeded = results.filter(({ status }) => status === "success").length;
  if (succeeded === 0) return "failed";
  return succeeded === results.length ? "succeeded" : "partly_succeeded";
}
