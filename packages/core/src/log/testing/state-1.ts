/** The state of a run as version 1 had it, and the present state seen as that. */
import type { ArgumentReferences, MatchedResult, RunFailure } from "../event.ts";
import { executionOf } from "../slot.ts";
import type {
  BlockState,
  CallbackState,
  ExecutionState,
  RequestCounts,
  RunState,
} from "../state.ts";

interface ExecutionState1 extends Omit<ExecutionState, "slot" | "waitKind"> {
  readonly appRunId: number | undefined;
  readonly parameterIndex: number | undefined;
}

interface BlockState1 extends Omit<BlockState, "executions" | "ended" | "awaiting"> {
  readonly executions: Readonly<Record<string, ExecutionState1>>;
}

interface CallbackState1 extends Omit<CallbackState, "path" | "args"> {
  readonly args:
    | (Omit<ArgumentReferences, "filtered"> & {
        readonly filteredResults: readonly MatchedResult[] | null;
      })
    | null;
}

export interface RunState1
  extends Omit<
    RunState,
    "blocks" | "callbacks" | "running" | "waiting" | "failure" | keyof RequestCounts
  > {
  readonly blocks: Readonly<Record<string, BlockState1>>;
  readonly callbacks: Readonly<Record<string, CallbackState1>>;
  readonly failure: Omit<RunFailure, "path"> | null;
}

/**
 * What version 1 said of the same run: an execution by its app run and parameter instead of its slot,
 * of each callback what became of it last, matched results in the arguments themselves, and nothing of
 * what has been added since (counts of what is live, counts of requests, kinds of waits, paths of callbacks and failures).
 */
export function asVersion1(state: RunState): RunState1 {
  const { running: _running, waiting: _waiting, blocks, callbacks, failure, ...counted } = state;
  const { requests: _all, failedRequests: _failed, unknownRequests: _unknown, ...rest } = counted;
  return {
    ...rest,
    blocks: mapValues<BlockState, BlockState1>(blocks, blockState1),
    callbacks: mapValues(callbacks, (calls) => callbackState1(calls.at(-1))),
    failure: failure === null ? null : failure1(failure),
  };
}

function blockState1(block: BlockState): BlockState1 {
  const { ended: _ended, awaiting: _awaiting, executions, ...rest } = block;
  const asExecutions1 = mapValues<ExecutionState, ExecutionState1>(executions, executionState1);
  return { ...rest, executions: asExecutions1 };
}

function executionState1(execution: ExecutionState): ExecutionState1 {
  const { slot, waitKind: _waitKind, ...rest } = execution;
  const { appRunId, parameterIndex } = executionOf(slot) ?? {};
  return { appRunId, parameterIndex, ...rest };
}

function callbackState1(call: CallbackState | undefined): CallbackState1 {
  if (call === undefined) throw new Error("a callback without a call");
  const { path: _path, args, ...rest } = call;
  if (args === null) return { ...rest, args };
  const { filtered, ...references } = args;
  if (filtered !== null && !("results" in filtered))
    throw new Error("version 1 held matched results in the event");
  return { ...rest, args: { ...references, filteredResults: filtered?.results ?? null } };
}

function failure1(failure: RunFailure): Omit<RunFailure, "path"> {
  const { path: _path, ...rest } = failure;
  return rest;
}

function mapValues<T, U>(
  record: Readonly<Record<string, T>>,
  change: (value: T) => U,
): Readonly<Record<string, U>> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
}
