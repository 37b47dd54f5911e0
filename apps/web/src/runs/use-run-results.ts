import { indexDocument, type PlaybookDocument } from "@callbook/core/document";
import { completeFailure } from "@callbook/core/request";
import type { ExecutionRow } from "@callbook/core/results";
import { ActionConfig, type BlockState, type RunState } from "@callbook/core/run";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { client } from "../api/trpc.ts";
import { blockStateName, tookMs } from "../canvas/block-run-view.ts";
import type { CallbackRow, ResultsGroup } from "../results/results-data.ts";
import { portName } from "./port-name.ts";
import type { FollowedRun } from "./use-run.ts";

export interface RunResults {
  readonly groups: readonly ResultsGroup[];
  readonly callbacks: readonly CallbackRow[];
}

/** What the results panel shows of a run; executions are read again as they end. */
export function useRunResults(run: FollowedRun | null): RunResults {
  const ended = run === null ? 0 : endedExecutions(run.state);
  const executions = useQuery({
    // The number of ended executions is part of the key, so that each end is read once.
    queryKey: ["run-executions", run?.details.id ?? 0, ended],
    queryFn: () => client.runs.executions.query({ id: run?.details.id ?? 0 }),
    enabled: run !== null && ended > 0,
    placeholderData: keepPreviousData,
    staleTime: Infinity,
  });
  const rows = ended === 0 ? NONE : executions.data;
  return useMemo(
    () =>
      run === null
        ? { groups: [], callbacks: [] }
        : {
            groups: groupsOf(run.details.document, run.state, rows),
            callbacks: callbacksOf(run.details.document, run.state),
          },
    [run, rows],
  );
}

const NONE: readonly ExecutionRow[] = [];

function endedExecutions(state: RunState): number {
  let count = 0;
  for (const block of Object.values(state.blocks)) {
    for (const execution of Object.values(block.executions)) {
      if (execution.state === "success" || execution.state === "failed") count += 1;
    }
    // A block may fail before anything was sent; its rows are there once it has ended.
    if (block.outcome !== null) count += 1;
  }
  return count;
}

function groupsOf(
  document: PlaybookDocument,
  state: RunState,
  rows: readonly ExecutionRow[] | undefined,
): readonly ResultsGroup[] {
  const index = indexDocument(document);
  return Object.values(state.blocks)
    .filter((block) => block.startedAt !== null || block.state === "skipped")
    .map((block) => {
      const actionRunId = block.action?.actionRunId ?? null;
      const config = ActionConfig.safeParse(index.blocks.get(block.blockId)?.config);
      return {
        key: block.path,
        name: index.blocks.get(block.blockId)?.name ?? block.blockId,
        command: config.success ? config.data.command : null,
        state: blockStateName(block),
        succeeded: block.succeeded,
        total: block.total,
        message: messageOf(block),
        durationMs: tookMs(block),
        actionRunId,
        failure:
          block.state === "failed" && block.failure !== null
            ? completeFailure(block.failure)
            : null,
        rows: actionRunId === null ? [] : rows?.filter((row) => row.actionRunId === actionRunId),
      };
    });
}

function messageOf(block: BlockState): string {
  switch (block.state) {
    case "skipped":
      return block.skipReason ?? "";
    case "waiting":
      return "Waits for its callback";
    case "failed":
    case "partly_succeeded":
      if (block.failure !== null && block.action === null) return block.failure.message;
      return `${block.succeeded} of ${block.total} succeeded`;
    case "succeeded":
      return block.action === null ? "" : `${block.succeeded} of ${block.total} succeeded`;
    case "running":
      return "Running";
    case "queued":
      return "Queued";
    case "cancelled":
      return "Cancelled";
  }
}

function callbacksOf(document: PlaybookDocument, state: RunState): readonly CallbackRow[] {
  const index = indexDocument(document);
  return document.callbacks.map((callback) => {
    const known = state.callbacks[callback.id];
    const source = index.blocks.get(callback.source);
    return {
      id: callback.id,
      sourceId: callback.source,
      source: source?.name ?? callback.source,
      port: source === undefined ? callback.port : portName(source, callback.port),
      target: index.blocks.get(callback.target)?.name ?? callback.target,
      state: known?.state ?? "open",
      at: known?.state === "called" ? known.at : null,
      mode: known?.mode ?? null,
      reason: known?.reason ?? null,
    };
  });
}
