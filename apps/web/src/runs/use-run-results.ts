import { useMemo } from "react";
import type { CallbackRow, ResultsGroup } from "../results/results-data.ts";
import { callbackRows, resultsGroups } from "./run-results.ts";
import type { FollowedRun } from "./use-run.ts";

export interface RunResults {
  readonly groups: readonly ResultsGroup[];
  readonly callbacks: readonly CallbackRow[];
}

/** What the results panel shows of a run, told from its log; what is opened is read then. */
export function useRunResults({
  details: { document },
  catalogue,
  state,
}: FollowedRun): RunResults {
  return useMemo(() => {
    const shown = { document, catalogue, state };
    return { groups: resultsGroups(shown, new Date()), callbacks: callbackRows(shown) };
  }, [document, catalogue, state]);
}
