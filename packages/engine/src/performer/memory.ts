/** What this process holds of a run while it runs it. Dropped when the run ends or all of it waits. */
import type { PlaybookDocument } from "@callbook/core/document";
import type { Json, JsonObject } from "@callbook/core/json";
import type { ActionResult, ResultsEntry } from "@callbook/core/results";
import { resultsEntry } from "@callbook/core/results";
import type { ResultReader, RunState } from "@callbook/core/run";
import { executionKey } from "@callbook/core/run";
import type { ActionRunRow, AppRunRow, NewRunRow } from "../journal/append.ts";

export interface RunMemory {
  readonly id: number;
  readonly epoch: number;
  readonly playbookId: number;
  readonly siteId: number;
  readonly actingUserId: string;
  readonly document: PlaybookDocument;
  readonly inputs: Readonly<Record<string, Json>>;
  /** As it is on disk. */
  state: RunState;
  /** A callback record was made for it at some time. */
  hasWaits: boolean;
  /** What End named; null until the run has ended. */
  outputs: Readonly<Record<string, Json>> | null;
  /** Set until the row of the run is on disk. */
  create: NewRunRow | null;
  /** Actions that were started, by path. */
  readonly actions: Map<string, ActionMemory>;
  /** Results of finished actions, by path. */
  readonly entries: Map<string, readonly ResultsEntry[]>;
  /** By action run id. */
  readonly handles: Map<number, string | null>;
}

export interface ActionMemory {
  readonly row: ActionRunRow;
  /** How long an answer by callback may take. */
  readonly waitSeconds: number;
  /** The author says that the third party honours Idempotency-Key. */
  readonly repeatSafe: boolean;
  /** Outcomes, by execution key. */
  readonly results: Map<string, ActionResult>;
}

/** One execution: a connection with a parameter object. */
export interface Execution {
  readonly key: string;
  readonly action: ActionMemory;
  readonly appRun: AppRunRow;
  readonly parameterIndex: number;
  readonly attempt: number;
  /** A wait that an earlier process made for it, whose deadline goes on counting. */
  readonly earlierDeadline: string | null;
}

export function execution(
  action: ActionMemory,
  appRun: AppRunRow,
  parameterIndex: number,
  earlierDeadline: string | null = null,
): Execution {
  const key = executionKey(appRun.appRunId, parameterIndex);
  return { key, action, appRun, parameterIndex, attempt: 1, earlierDeadline };
}

/** Every execution of an action, connection by connection. */
export function executionsOf(action: ActionMemory): readonly Execution[] {
  const { appRuns, parameters } = action.row;
  return appRuns.flatMap((appRun) =>
    parameters.map((_, index) => execution(action, appRun, index)),
  );
}

/** The same over repeats of one attempt, and no other installation's. */
export function idempotencyKey({ action, appRun, parameterIndex, attempt }: Execution): string {
  const context = action.row.parameters[parameterIndex]?.["context"];
  const guid = isObject(context) && typeof context["guid"] === "string" ? context["guid"] : "";
  return `${guid}-${appRun.appRunId}-${parameterIndex}-${attempt}`;
}

/** Entries of an action whose executions have all ended. */
export function entriesOf(action: ActionMemory): readonly ResultsEntry[] {
  const { row } = action;
  return row.appRuns.map((appRun) =>
    resultsEntry({
      connection: { id: appRun.connectionId, name: appRun.connection },
      integration: { id: appRun.appId, name: appRun.app },
      command: row.command,
      blockName: row.name,
      actionRunId: row.id,
      appRunId: appRun.appRunId,
      results: row.parameters.flatMap((_, index) => {
        const result = action.results.get(executionKey(appRun.appRunId, index));
        return result === undefined ? [] : [result];
      }),
    }),
  );
}

/** Reads of the memory; what core asks for has been loaded before. */
export function readerOf(memory: RunMemory): ResultReader {
  return {
    results: (path) => memory.entries.get(path),
    handle: (actionRunId) => memory.handles.get(actionRunId) ?? null,
    inputs: () => memory.inputs,
  };
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
