/**
 * The shell on DBOS Transact: the only file that knows it. One workflow is one
 * start of several runs; it ends when all of them have left the process, so that
 * a run that waits costs nothing. DBOS's list is a hint, our rows are the truth.
 */
import { AsyncLocalStorage } from "node:async_hooks";
import { randomUUID } from "node:crypto";
import { createPool, DatabaseAway } from "@callbook/db";
import { DBOS } from "@dbos-inc/dbos-sdk";
import { dbRetryConfig } from "@dbos-inc/dbos-sdk/internal/utils";
import type { Pool } from "pg";
import type { Tell } from "../ports.ts";
import type { Drive, Shell, ShellOptions, StartedRuns } from "./shell.ts";

const schemaName = "dbos";
const queueName = "callbook_runs";
const workflowName = "callbook_runs";
/** Fixed: a process of a later version must be able to take over what an earlier one left. */
const applicationVersion = "callbook-1";
const groupLimit = 200;
const connections = 5;
const usualKeptMs = 60 * 60 * 1000;
const tidiedAtOnce = 1_000;
const live = ["PENDING", "ENQUEUED", "DELAYED"] as const;

/**
 * Makes or upgrades DBOS's tables. DBOS does not lock its own migrations: call it
 * under the lock of ours, never from two processes at once.
 */
export async function migrateShell(databaseUrl: string): Promise<void> {
  await DBOS.migrate(databaseUrl, { schemaName });
}

/**
 * Runs something as it would run outside of every workflow. What a workflow begins inherits its
 * context, for as long as it lives: a start from there would be a child of that workflow, and refused
 * once the workflow has ended.
 */
const outside = AsyncLocalStorage.snapshot();

let drive: Drive = () => Promise.resolve();
const performRuns = DBOS.registerWorkflow(
  async (runIds: number[]): Promise<void> => {
    await outside(() => drive(runIds));
  },
  // The sweep counts openings per run; DBOS's count is of groups and is reset by a resume.
  { name: workflowName, maxRecoveryAttempts: 1_000_000 },
);

/** One for each process: DBOS is global to it. */
export async function openDbosShell(options: ShellOptions): Promise<Shell> {
  drive = options.drive;
  // Of its own, DBOS would go on a minute after the database is back.
  dbRetryConfig.initialBackoffSec = 0.1;
  dbRetryConfig.maxBackoffSec = 2;
  const pool = createPool(options.databaseUrl, { max: connections, name: "callbook shell" });
  const warn = (message: unknown): void => tellWarning(options.tell, message);
  const ignore = (): void => undefined;
  DBOS.setConfig({
    name: "callbook",
    systemDatabaseUrl: options.databaseUrl,
    // Of ours: a session of DBOS's own pool that is cut in a bad moment ends the process.
    systemDatabasePool: pool,
    systemDatabaseSchemaName: schemaName,
    // For events, messages and streams, of which we use none.
    useListenNotify: false,
    runMigrations: false,
    executorID: options.executorId,
    applicationVersion,
    logger: { info: ignore, debug: ignore, warn, error: warn },
  });
  await DBOS.launch();
  await DBOS.registerQueue(queueName, {
    workerConcurrency: options.queuedAtOnce,
    minPollingIntervalMs: 100,
    onConflict: "always_update",
  });
  return new DbosShell(pool);
}

/** Several processes on one queue step back for each other. */
const usual = /^(Contention detected|Increasing polling interval|Current version )/;
/** What DBOS writes of a database that is away: the error is in the text, and nowhere else. */
const away =
  /^Database connection failed|^Unexpected error (in|on) |terminating connection|Connection terminated|read-only transaction|canceling statement due to|No space left|in recovery mode|the database system is|is not queryable|timeout exceeded when trying to connect|ECONN|EPIPE|too many clients|remaining connection slots/;

function tellWarning(tell: Tell, message: unknown): void {
  const text = message instanceof Error ? message.message : String(message);
  if (usual.test(text)) return;
  const error = away.test(text) ? new DatabaseAway("unreachable", text) : message;
  tell("the dispatching of runs", error);
}

interface Starting {
  readonly runIds: readonly number[];
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

class DbosShell implements Shell {
  readonly #pool: Pool;
  readonly #waiting: Starting[] = [];
  #starting = false;

  constructor(pool: Pool) {
    this.#pool = pool;
  }

  start(runIds: readonly number[]): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ runIds, resolve, reject });
      if (!this.#starting) void this.#startAll();
    });
  }

  async #startAll(): Promise<void> {
    this.#starting = true;
    // What is asked for in the same tick goes in one workflow.
    await Promise.resolve();
    while (this.#waiting.length > 0) await this.#startGroup(this.#waiting.splice(0, groupLimit));
    this.#starting = false;
  }

  async #startGroup(group: readonly Starting[]): Promise<void> {
    try {
      const runIds = group.flatMap((each) => [...each.runIds]);
      await DBOS.startWorkflow(performRuns, { workflowID: randomUUID() })(runIds);
      for (const { resolve } of group) resolve();
    } catch (error) {
      const [first] = group;
      if (group.length === 1) first?.reject(error);
      // One that is refused must not keep the others from starting.
      else for (const starting of group) await this.#startGroup([starting]);
    }
  }

  async enqueue(runIds: readonly number[]): Promise<void> {
    for (let from = 0; from < runIds.length; from += groupLimit) {
      const group = runIds.slice(from, from + groupLimit);
      await DBOS.startWorkflow(performRuns, { workflowID: randomUUID(), queueName })([...group]);
    }
  }

  async recover(executorId: string, runIds: readonly number[]): Promise<void> {
    const left = await DBOS.listWorkflows({
      executorId,
      workflowName,
      status: "PENDING",
      loadOutput: false,
    });
    const ids = left.map(({ workflowID }) => workflowID);
    if (ids.length > 0) await DBOS.resumeWorkflows(ids, { queueName });
    const named = new Set(left.flatMap(({ input }) => numbersOf(input?.[0])));
    const unnamed = runIds.filter((id) => !named.has(id));
    if (unnamed.length > 0) await this.enqueue(unnamed);
  }

  async list(): Promise<readonly StartedRuns[]> {
    const found = await DBOS.listWorkflows({ workflowName, status: [...live], loadOutput: false });
    return found.map(({ workflowID, executorId, input }) => ({
      id: workflowID,
      executorId: executorId ?? null,
      runIds: numbersOf(input?.[0]),
    }));
  }

  async cancel(startIds: readonly string[]): Promise<void> {
    if (startIds.length > 0) await DBOS.cancelWorkflows([...startIds]);
  }

  async tidy(keptMs = usualKeptMs): Promise<void> {
    const endTime = new Date(Date.now() - keptMs).toISOString();
    // Whole pieces until there is none: at no rate of starts more come than go.
    for (let removed = tidiedAtOnce; removed === tidiedAtOnce; ) {
      const ended = await DBOS.listWorkflows({
        workflowName,
        status: ["SUCCESS", "ERROR", "CANCELLED"],
        endTime,
        limit: tidiedAtOnce,
        loadInput: false,
        loadOutput: false,
      });
      removed = ended.length;
      if (removed > 0) await DBOS.deleteWorkflows(ended.map(({ workflowID }) => workflowID));
    }
  }

  async stop(): Promise<void> {
    try {
      await DBOS.shutdown({ workflowCompletionTimeoutMS: 500 });
    } finally {
      await this.#pool.end();
    }
  }
}

function numbersOf(value: unknown): readonly number[] {
  return Array.isArray(value) ? value.filter((each) => typeof each === "number") : [];
}
