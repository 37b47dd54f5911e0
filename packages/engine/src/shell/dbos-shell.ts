/**
 * The shell on DBOS Transact: the only file that knows it. One workflow is one
 * start of several runs; it ends when all of them have left the process, so that
 * a run that waits costs nothing. DBOS's list is a hint, our rows are the truth.
 */
import { randomUUID } from "node:crypto";
import { DBOS } from "@dbos-inc/dbos-sdk";
import type { Drive, Shell, ShellOptions, StartedRuns } from "./shell.ts";

const schemaName = "dbos";
const queueName = "callbook_runs";
const workflowName = "callbook_runs";
/** Fixed: a process of a later version must be able to take over what an earlier one left. */
const applicationVersion = "callbook-1";
const groupLimit = 200;
const kept = 60 * 60 * 1000;
const live = ["PENDING", "ENQUEUED", "DELAYED"] as const;

/**
 * Makes or upgrades DBOS's tables. DBOS does not lock its own migrations: call it
 * under the lock of ours, never from two processes at once.
 */
export async function migrateShell(databaseUrl: string): Promise<void> {
  await DBOS.migrate(databaseUrl, { schemaName });
}

let drive: Drive = () => Promise.resolve();
const performRuns = DBOS.registerWorkflow(
  async (runIds: number[]): Promise<void> => {
    await drive(runIds);
  },
  // The sweep counts openings per run; DBOS's count is of groups and is reset by a resume.
  { name: workflowName, maxRecoveryAttempts: 1_000_000 },
);

/** One for each process: DBOS is global to it. */
export async function openDbosShell(options: ShellOptions): Promise<Shell> {
  drive = options.drive;
  const warn = (message: unknown): void => options.onWarning(String(message));
  const ignore = (): void => undefined;
  DBOS.setConfig({
    name: "callbook",
    systemDatabaseUrl: options.databaseUrl,
    systemDatabaseSchemaName: schemaName,
    systemDatabasePoolSize: 5,
    // Set on connect, beside the first query, it makes the driver warn of two at once.
    systemDatabaseIdleTransactionTimeoutMs: 0,
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
  return new DbosShell();
}

class DbosShell implements Shell {
  private readonly waiting: {
    runIds: readonly number[];
    resolve: () => void;
    reject: (error: unknown) => void;
  }[] = [];
  private starting = false;

  start(runIds: readonly number[]): Promise<void> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ runIds, resolve, reject });
      if (!this.starting) void this.startAll();
    });
  }

  private async startAll(): Promise<void> {
    this.starting = true;
    // What is asked for in the same tick goes in one workflow.
    await Promise.resolve();
    while (this.waiting.length > 0) {
      const group = this.waiting.splice(0, groupLimit);
      try {
        const runIds = group.flatMap((each) => [...each.runIds]);
        await DBOS.startWorkflow(performRuns, { workflowID: randomUUID() })(runIds);
        for (const { resolve } of group) resolve();
      } catch (error) {
        for (const { reject } of group) reject(error);
      }
    }
    this.starting = false;
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

  async tidy(): Promise<void> {
    const ended = await DBOS.listWorkflows({
      workflowName,
      status: ["SUCCESS", "ERROR", "CANCELLED"],
      endTime: new Date(Date.now() - kept).toISOString(),
      limit: 1_000,
      loadInput: false,
      loadOutput: false,
    });
    if (ended.length > 0) await DBOS.deleteWorkflows(ended.map(({ workflowID }) => workflowID));
  }

  async stop(): Promise<void> {
    await DBOS.shutdown({ workflowCompletionTimeoutMS: 500 });
  }
}

function numbersOf(value: unknown): readonly number[] {
  return Array.isArray(value) ? value.filter((each) => typeof each === "number") : [];
}
