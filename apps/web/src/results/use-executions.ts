import type { ExecutionRow } from "@callbook/core/results";
import type { ResultsActions, WantedExecutions } from "./results-data.ts";
import { type Pages, usePages } from "./use-pages.ts";

/** Under which a list of executions is kept. */
export function executionsKey(source: string, { path, failedOnly }: WantedExecutions) {
  return [source, failedOnly ? "failed executions" : "executions", path] as const;
}

/**
 * Executions page by page.
 * @param ended how many of them there are; when it changes, they are read again
 */
export function useExecutions(
  { source, loadExecutions }: ResultsActions,
  wanted: WantedExecutions,
  ended: number,
): Pages<ExecutionRow> {
  return usePages({
    key: executionsKey(source, wanted),
    version: ended,
    wanted: ended > 0,
    load: (after: Parameters<typeof loadExecutions>[1]) => loadExecutions(wanted, after),
  });
}
