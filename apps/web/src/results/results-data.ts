import type { Failure } from "@callbook/core/failure";
import type { CallbackArguments, ExecutionBody, ExecutionRow } from "@callbook/core/results";
import type { StateName } from "../ui/states.ts";

/** One block of a run, or the one command of a test, with its executions. */
export interface ResultsGroup {
  /** Block path in a run; any constant in a test. */
  readonly key: string;
  /** Name of the block, or of the command in a test. */
  readonly name: string;
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
  /** Undefined while they are loading; empty for blocks that call nothing. */
  readonly rows: readonly ExecutionRow[] | undefined;
  /** Why it failed before anything was executed; null when the executions say it, or nothing failed. */
  readonly failure: Failure | null;
}

/** One failed execution, or a block that failed before any (`row` null), with its group. */
export interface FailedPart {
  readonly key: string;
  readonly group: ResultsGroup;
  readonly row: ExecutionRow | null;
  readonly failure: Failure;
}

/** All that failed in the groups, in their order. */
export function failedParts(groups: readonly ResultsGroup[]): readonly FailedPart[] {
  return groups.flatMap((group): FailedPart[] => {
    const rows = (group.rows ?? []).flatMap((row) =>
      row.failure === null ? [] : [{ key: executionKey(row), group, row, failure: row.failure }],
    );
    if (rows.length > 0 || group.failure === null) return rows;
    return [{ key: group.key, group, row: null, failure: group.failure }];
  });
}

/** A callback of the run, with its eight arguments read only when opened. */
export interface CallbackRow {
  readonly id: string;
  readonly sourceId: string;
  /** Name of the block it leaves. */
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

/** Where bodies and arguments come from, and what the buttons of an error open. */
export interface ResultsActions {
  readonly loadBody: (row: ExecutionRow) => Promise<ExecutionBody>;
  readonly loadArguments?: (callback: CallbackRow) => Promise<CallbackArguments>;
  /** Opens the connection's form, with focus on the field when it is known. */
  readonly openConnection?: (connectionId: number | null, field: string | null) => void;
  /** Puts the focus on the input of the group's command. */
  readonly editInput?: (groupKey: string, input: string) => void;
  /** Runs again from the block of the group. */
  readonly retryFrom?: (groupKey: string) => void;
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
export function stateOfRows(rows: readonly ExecutionRow[]): StateName {
  const succeeded = rows.filter((row) => row.status === "success").length;
  if (rows.length > 0 && succeeded === rows.length) return "succeeded";
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
