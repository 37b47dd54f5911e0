import type { Failure } from "@callbook/core/failure";
import type { BlockPath } from "@callbook/core/log";
import type { CallbackArguments, ExecutionBody, ExecutionRow } from "@callbook/core/results";
import type {
  ExecutionsCursor,
  ExecutionsPage,
  ResultBody,
  ResultHead,
  ResultsCursor,
  ResultsPage,
} from "../api/run-reads.ts";
import type { StateName } from "../ui/states.ts";

/** One pass of a block in a run, with its executions or with what else it stored. */
export interface ResultsGroup {
  readonly path: BlockPath;
  readonly blockId: string;
  readonly name: string;
  /** "pass 2"; null: the block has one. */
  readonly pass: string | null;
  /** Command behind the block's name; null when the block has none. */
  readonly command: string | null;
  readonly state: StateName;
  /** Executions that succeeded and all of them; both 0 for blocks without executions. */
  readonly succeeded: number;
  readonly total: number;
  /** What happened, in a sentence. */
  readonly message: string;
  readonly durationMs: number | null;
  readonly actionRunId: number | null;
  /** Its executions that have ended, by their app runs; empty for blocks that call nothing. */
  readonly executions: ReadonlyMap<number, EndedExecutions>;
  /** What it may have stored beside executions, read when it is opened; null: nothing. */
  readonly stored: StoredSlots | null;
  /** Why it failed before anything was executed; null when the executions say it, or nothing failed. */
  readonly failure: Failure | null;
}

/** What is known of the slots under which a pass stored something. */
export interface StoredSlots {
  /** Names of its ports by their ids, in their order: what they let through lies under these. */
  readonly ports: ReadonlyMap<string, string>;
  /** What an app run of the whole run was: "lookup_1 on intel". */
  readonly appRuns: ReadonlyMap<number, string>;
  /** What a source of rows is called that is stored as "#b_x1" or "playbook_input:#i_x1". */
  readonly sourceName: (stored: string) => string;
}

/** How many executions of one connection have ended, and how. */
export interface EndedExecutions {
  readonly succeeded: number;
  readonly failed: number;
}

/** How many executions of a pass have ended, and how. */
export function endedIn({ executions }: Pick<ResultsGroup, "executions">): EndedExecutions {
  let succeeded = 0;
  let failed = 0;
  for (const ended of executions.values()) {
    succeeded += ended.succeeded;
    failed += ended.failed;
  }
  return { succeeded, failed };
}

/** "lookup_1, pass 2": the block, with the pass where it has several. */
export function groupTitle({ name, pass }: Pick<ResultsGroup, "name" | "pass">): string {
  return pass === null ? name : `${name}, ${pass}`;
}

/** The passes by block, oldest first; blocks in the order in which they first appear. */
export function byBlock(groups: readonly ResultsGroup[]): readonly (readonly ResultsGroup[])[] {
  return [...Map.groupBy(groups, ({ blockId }) => blockId).values()];
}

/** One failed execution, or a block that failed before any (`row` null), with its group. */
export interface FailedPart {
  readonly key: string;
  readonly group: ResultsGroup;
  readonly row: ExecutionRow | null;
  readonly failure: Failure;
}

/** How much failed in the groups: executions, and blocks that failed before any. */
export function failureCount(groups: readonly ResultsGroup[]): number {
  return groups.reduce((sum, group) => {
    const { failed } = endedIn(group);
    return sum + (failed > 0 ? failed : group.failure === null ? 0 : 1);
  }, 0);
}

/**
 * What failed in the groups, in their order.
 * @param rows failed executions, as far as they are there
 */
export function failedParts(
  groups: readonly ResultsGroup[],
  rows: readonly ExecutionRow[],
): readonly FailedPart[] {
  const rowsOf = Map.groupBy(rows, ({ actionRunId }) => actionRunId);
  return groups.flatMap((group): FailedPart[] => {
    if (endedIn(group).failed === 0)
      return group.failure === null
        ? []
        : [{ key: group.path, group, row: null, failure: group.failure }];
    return (rowsOf.get(group.actionRunId ?? 0) ?? []).flatMap((row) =>
      row.failure === null ? [] : [{ key: executionKey(row), group, row, failure: row.failure }],
    );
  });
}

/** One call of a callback of the run, with its eight arguments read only when opened; or why there is none. */
export interface CallbackRow {
  readonly key: string;
  readonly id: string;
  /** The pass of the source; null: none has called it, or the log does not say. */
  readonly path: BlockPath | null;
  readonly sourceId: string;
  /** Name of the block it leaves, with the pass where it has several. */
  readonly source: string;
  readonly port: string;
  readonly target: string;
  readonly state: "called" | "dead" | "open";
  /** ISO time of the call; null unless called. */
  readonly at: string | null;
  readonly mode: "direct" | "engine" | null;
  /** Why it is dead; null otherwise. */
  readonly reason: string | null;
}

/** Which executions are meant. */
export interface WantedExecutions {
  /** Of this pass only; null: of all. */
  readonly path: BlockPath | null;
  readonly failedOnly: boolean;
}

/** Where executions, bodies and arguments come from, and what the buttons of an error open. */
export interface ResultsActions {
  /** Identity of what is read from: what was read is kept under it. */
  readonly source: string;
  /** A page of executions that have ended. */
  readonly loadExecutions: (
    wanted: WantedExecutions,
    after: ExecutionsCursor | null,
  ) => Promise<ExecutionsPage>;
  readonly loadBody: (row: ExecutionRow) => Promise<ExecutionBody>;
  readonly loadArguments: (callback: CallbackRow) => Promise<CallbackArguments>;
  /** A page of what a pass stored beside executions. */
  readonly loadStored: (path: BlockPath, after: ResultsCursor | null) => Promise<ResultsPage>;
  readonly loadStoredBody: (head: ResultHead) => Promise<ResultBody>;
  /** Opens the connection's form, with focus on the field when it is known. */
  readonly openConnection?: (connectionId: number | null, field: string | null) => void;
  /** Puts the focus on the input of the block's command. */
  readonly editInput?: (blockId: string, input: string) => void;
  /** Runs again from this pass. */
  readonly retryFrom?: (path: BlockPath) => void;
}

/** Identity of an execution: one connection and one parameter object. */
export function executionKey(row: ExecutionRow): string {
  return `${row.actionRunId}/${row.appRunId}/${row.parameterIndex}`;
}

/** The executions of a group by connection, in the order in which connections first appear. */
export function byConnection(
  rows: readonly ExecutionRow[],
): readonly { readonly appRunId: number; readonly rows: readonly ExecutionRow[] }[] {
  const groups = new Map<number, ExecutionRow[]>();
  for (const row of rows) {
    const known = groups.get(row.appRunId);
    if (known) known.push(row);
    else groups.set(row.appRunId, [row]);
  }
  return [...groups].map(([appRunId, grouped]) => ({ appRunId, rows: grouped }));
}

/** State of several executions together: failed only if every one failed. */
export function stateOfEnded({ succeeded, failed }: EndedExecutions): StateName {
  if (succeeded > 0 && failed === 0) return "succeeded";
  return succeeded > 0 ? "partly_succeeded" : "failed";
}

/** Milliseconds from the first start to the last end. Null for no rows. */
export function spanOfRows(rows: readonly ExecutionRow[]): number | null {
  if (rows.length === 0) return null;
  const start = Math.min(...rows.map((row) => Date.parse(row.startedAt)));
  const end = Math.max(...rows.map((row) => Date.parse(row.finishedAt)));
  return Math.max(0, end - start);
}

/** A parameter object in one line, without its context: `ip 203.0.113.54, days 30`. */
export function parameterLine(row: ExecutionRow): string {
  const parts = Object.entries(row.parameter)
    .filter(([name, value]) => name !== "context" && value !== null && value !== "")
    .map(([name, value]) => `${name} ${typeof value === "string" ? value : JSON.stringify(value)}`);
  return parts.length === 0 ? "no parameters" : parts.join(", ");
}
