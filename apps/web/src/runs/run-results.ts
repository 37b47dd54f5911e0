/** What the results panel shows of a run: its passes and the calls of its callbacks. Pure. */
import { type BlockSpec, type Catalogue, specOf } from "@callbook/core/block";
import {
  type Block,
  type DocumentIndex,
  indexDocument,
  type PlaybookDocument,
} from "@callbook/core/document";
import { completeFailure } from "@callbook/core/failure";
import { declaredInputs } from "@callbook/core/input";
import {
  type BlockState,
  type CallbackState,
  callOf,
  callsOf,
  type RunState,
} from "@callbook/core/log";
import { passNames } from "../canvas/block-passes.ts";
import { blockStateName, executionsByAppRun, nextWait, tookMs } from "../canvas/block-run-view.ts";
import type {
  CallbackRow,
  EndedExecutions,
  ResultsGroup,
  StoredSlots,
} from "../results/results-data.ts";
import { formatTime } from "../ui/index.ts";

export interface ShownRun {
  readonly document: PlaybookDocument;
  readonly catalogue: Catalogue;
  readonly state: RunState;
}

/**
 * The passes that have begun or were skipped, oldest first.
 * @param now moments of the same day are written without it
 */
export function resultsGroups(run: ShownRun, now: Date): readonly ResultsGroup[] {
  const { document, catalogue, state } = run;
  const index = indexDocument(document);
  const { passOf } = passNames(document, state);
  const names = namesOf(run);
  return Object.values<BlockState>(state.blocks)
    .filter((pass) => pass.startedAt !== null || pass.state === "skipped")
    .map((pass): ResultsGroup => {
      const { path, blockId, action, failure } = pass;
      const block = index.blocks.get(blockId);
      const spec = block === undefined ? null : specOf(block, catalogue);
      return {
        path,
        blockId,
        name: block?.name ?? blockId,
        pass: passOf(path),
        command: (block && spec?.uses(block)[0]?.command) ?? null,
        state: blockStateName(pass),
        succeeded: pass.succeeded,
        total: pass.total,
        message: messageOf(pass, now),
        durationMs: tookMs(pass),
        actionRunId: action?.actionRunId ?? null,
        executions: endedByAppRun(pass),
        stored: storedOf(pass, { index, state, block, spec, names }),
        failure: pass.state === "failed" && failure !== null ? completeFailure(failure) : null,
      };
    });
}

function endedByAppRun(pass: BlockState): ReadonlyMap<number, EndedExecutions> {
  const ended = new Map<number, EndedExecutions>();
  if (pass.action === null) return ended;
  for (const [appRunId, executions] of executionsByAppRun(pass)) {
    const counts = { succeeded: 0, failed: 0 };
    for (const { state } of executions) {
      if (state === "success") counts.succeeded += 1;
      if (state === "failed") counts.failed += 1;
    }
    if (appRunId !== null && counts.succeeded + counts.failed > 0) ended.set(appRunId, counts);
  }
  return ended;
}

type StoredNames = Pick<StoredSlots, "appRuns" | "sourceName">;

/** What ids in stored values stand for. */
function namesOf({ document, state }: ShownRun): StoredNames {
  const { blocks } = indexDocument(document);
  const nameOf = (blockId: string) => blocks.get(blockId)?.name ?? blockId;
  const appRuns = new Map<number, string>();
  for (const { blockId, action } of Object.values<BlockState>(state.blocks))
    for (const { appRunId, connection } of action?.appRuns ?? [])
      appRuns.set(appRunId, `${nameOf(blockId)} on ${connection}`);
  const inputs = new Map(declaredInputs(document).map(({ id, name }) => [id, name]));
  const sourceName = (stored: string) => {
    const [word = "", id = ""] = stored.split("#");
    return word === "" ? nameOf(id) : `Input ${inputs.get(id) ?? id}`;
  };
  return { appRuns, sourceName };
}

/** Whether a pass may have stored something beside executions, and what its slots are called. */
function storedOf(
  pass: BlockState,
  {
    index,
    state,
    block,
    spec,
    names,
  }: {
    readonly index: DocumentIndex;
    readonly state: RunState;
    readonly block: Block | undefined;
    readonly spec: BlockSpec | null;
    readonly names: StoredNames;
  },
): StoredSlots | null {
  if (block === undefined || spec === null) return null;
  if (pass.action !== null || pass.outcome === null) return null;
  const performed = Object.keys(pass.executions).length > 0;
  const stores = spec.stores !== null || spec.filters !== null;
  const computed = pass.outcome === "succeeded" && (stores || hasFiltered(pass, index, state));
  if (!performed && !computed) return null;
  return { ports: new Map(spec.ports(block).map(({ id, name }) => [id, name])), ...names };
}

/** Whether one of its callbacks hands on what the pass let through. */
function hasFiltered(
  { path, blockId }: BlockState,
  index: DocumentIndex,
  state: RunState,
): boolean {
  return index.outgoing(blockId).some(({ id }) => {
    const filtered = callOf(state, id, path)?.args?.filtered ?? null;
    return filtered !== null && "path" in filtered && filtered.path === path;
  });
}

function messageOf(pass: BlockState, now: Date): string {
  const { action, failure } = pass;
  const counts = `${pass.succeeded} of ${pass.total} succeeded`;
  switch (pass.state) {
    case "skipped":
      return pass.skipReason ?? "";
    case "waiting":
      return waitMessage(pass, now);
    case "failed":
    case "partly_succeeded":
      return action === null && failure !== null ? failure.message : counts;
    case "succeeded":
      return action === null ? "" : counts;
    case "running":
      return "Running";
    case "queued":
      return "Queued";
    case "cancelled":
      return "Cancelled";
  }
}

function waitMessage(pass: BlockState, now: Date): string {
  const wait = nextWait(pass);
  if (wait?.kind === "delay") return `Waits until ${formatTime(wait.until, now)}`;
  return "Waits for its callback";
}

/** The calls of each callback, newest first; one row for a callback that has not been called. */
export function callbackRows({ document, catalogue, state }: ShownRun): readonly CallbackRow[] {
  const { blocks } = indexDocument(document);
  const { titleOf } = passNames(document, state);
  return document.callbacks.flatMap((callback) => {
    const { id, source: sourceId, target } = callback;
    const source = blocks.get(sourceId);
    const spec = source === undefined ? null : specOf(source, catalogue);
    const ports = source === undefined || spec === null ? [] : spec.ports(source);
    const open: CallbackRow = {
      key: id,
      id,
      path: null,
      sourceId,
      source: source?.name ?? sourceId,
      port: ports.find((port) => port.id === callback.port)?.name ?? callback.port,
      target: blocks.get(target)?.name ?? target,
      state: "open",
      at: null,
      mode: null,
      reason: null,
    };
    const rowOf = (call: CallbackState): CallbackRow => ({
      ...open,
      key: `${id} ${call.seq}`,
      path: call.path,
      source: call.path === null ? open.source : titleOf(call.path),
      state: call.state,
      at: call.state === "called" ? call.at : null,
      mode: call.mode,
      reason: call.reason,
    });
    const calls = callsOf(state, id);
    return calls.length === 0 ? [open] : calls.toReversed().map(rowOf);
  });
}
