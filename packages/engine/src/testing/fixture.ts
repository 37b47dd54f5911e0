/** A database, a third party and an engine for one test file. */
import type { PlaybookDocument } from "@callbook/core/document";
import type { Json } from "@callbook/core/json";
import {
  type BlockState,
  executionSlot,
  foldRun,
  lastPass,
  type RunEvent,
  type RunState,
} from "@callbook/core/log";
import type { ExecutionBody, ExecutionRow } from "@callbook/core/results";
import { type Listener, openListener } from "@callbook/db";
import { createTestDatabase, type TestDatabase } from "@callbook/db/testing";
import type { Pool } from "pg";
import { Engine, type EngineOptions } from "../engine.ts";
import type { EnginePorts } from "../ports.ts";
import { type CalledCallback, readCallbackArguments } from "../read/arguments.ts";
import { executionRow, readBody } from "../read/executions.ts";
import type { RunEnd } from "../read/run-end.ts";
import type { StartRequest } from "../run/start.ts";
import { migrateShell } from "../shell/dbos-shell.ts";
import type { RunKey } from "../store/rows.ts";
import type { RunReader } from "../store/run-store.ts";
import { type TestConnection, testPorts } from "./ports.ts";
import { Target } from "./target.ts";

export function engineDatabase(): Promise<TestDatabase> {
  return createTestDatabase({
    prepared: { name: "engine", run: migrateShell },
    maxConnections: 10,
  });
}

interface FixtureParts {
  readonly database: TestDatabase;
  readonly target: Target;
  readonly engine: Engine;
  readonly ports: EnginePorts;
  readonly listener: Listener;
}

export class Fixture {
  readonly database: TestDatabase;
  readonly target: Target;
  readonly engine: Engine;
  readonly ports: EnginePorts;
  readonly #listener: Listener;

  private constructor(parts: FixtureParts) {
    this.database = parts.database;
    this.target = parts.target;
    this.engine = parts.engine;
    this.ports = parts.ports;
    this.#listener = parts.listener;
  }

  static async open(
    given: Partial<Omit<EngineOptions, "ports">> & {
      readonly connections?: (url: string) => readonly TestConnection[];
      readonly ports?: (ports: EnginePorts) => EnginePorts;
    } = {},
  ): Promise<Fixture> {
    const { connections = usualConnections, ports: change, ...options } = given;
    const database = await engineDatabase();
    const target = await new Target().listen();
    const made = testPorts(database.pool, connections(target.url));
    const ports = change === undefined ? made : change(made);
    const { pool, url: databaseUrl } = database;
    const listener = await openListener(databaseUrl, () => undefined);
    const engine = new Engine({ pool, databaseUrl, listener, ports, ...options });
    await engine.start();
    return new Fixture({ database, target, engine, ports, listener });
  }

  async close(): Promise<void> {
    await this.engine.stop();
    await this.#listener.close();
    await this.target.close();
    await this.database.drop();
  }

  /** Makes a playbook with a revision and starts a run of it. */
  async run(document: PlaybookDocument, inputs: Record<string, Json> = {}): Promise<number> {
    const request = await this.request(document, inputs);
    const [started] = await this.engine.startRuns([request]);
    return started?.runId ?? 0;
  }

  async request(document: PlaybookDocument, inputs: Record<string, Json> = {}) {
    return startRequest(this.database.pool, document, inputs);
  }

  async ended(runId: number, ms = 15_000): Promise<RunEnd> {
    const end = await this.engine.waitForEnd(runId, ms);
    if (end === null) throw new Error(`run ${runId} has not ended: ${await this.told(runId)}`);
    return end;
  }

  /** Resolves when the log of the run makes the condition true. */
  async until(runId: number, condition: (state: RunState) => boolean): Promise<RunState> {
    const { promise, resolve, reject } = Promise.withResolvers<RunState>();
    const look = (): void => {
      this.state(runId).then((state) => condition(state) && resolve(state), reject);
    };
    const unsubscribe = this.engine.subscribe([runId], look);
    look();
    try {
      return await promise;
    } finally {
      unsubscribe();
    }
  }

  events(runId: number): Promise<readonly RunEvent[]> {
    return readEvents(this.engine.runs, runId);
  }

  async state(runId: number): Promise<RunState> {
    return foldRun(await this.events(runId));
  }

  async block(runId: number, name: string): Promise<BlockState | undefined> {
    return lastPass(await this.state(runId), `b_${name}`);
  }

  /** Executions that have ended, as the results panel shows them. */
  async executions(runId: number): Promise<readonly ExecutionRow[]> {
    const results = await this.engine.runs.listResults(await this.key(runId), null, null, 10_000);
    return results.flatMap((result) => executionRow(result) ?? []);
  }

  /** The body of an execution. */
  async body(runId: number, row: ExecutionRow | undefined): Promise<ExecutionBody | null> {
    if (row === undefined) return null;
    const { runs } = this.engine;
    const key = await this.key(runId);
    const [action] = await runs.readActionRunsById(key, [row.actionRunId]);
    if (action === undefined) return null;
    return readBody(runs, key, action.path, executionSlot(row.appRunId, row.parameterIndex));
  }

  /** The newest call of a callback with its arguments. */
  async called(runId: number, callbackId: string): Promise<CalledCallback | null> {
    return readCallbackArguments(this.engine.runs, await this.key(runId), callbackId);
  }

  async logLines(runId: number): Promise<readonly string[]> {
    const lines = await this.engine.runs.listLogLines(await this.key(runId), null, 1_000);
    return lines.map(({ text }) => text);
  }

  async key(runId: number): Promise<RunKey> {
    const run = await this.engine.runs.readRun(runId);
    if (run === null) throw new Error(`there is no run ${runId}`);
    return run.key;
  }

  private async told(runId: number): Promise<string> {
    return (await this.events(runId)).map(({ event }) => event.type).join(" ");
  }
}

function usualConnections(url: string): readonly TestConnection[] {
  return [
    { id: 1, integrationKey: "http", url },
    { id: 2, integrationKey: "http", url },
    { id: 3, integrationKey: "other", url },
  ];
}

/** The whole log of a run; empty: there is no such run. */
export async function readEvents(runs: RunReader, runId: number): Promise<readonly RunEvent[]> {
  const run = await runs.readRun(runId);
  return run === null ? [] : runs.readLog(run.key);
}

/** A run of a new playbook that has this document as its revision. */
export async function startRequest(
  pool: Pool,
  document: PlaybookDocument,
  inputs: Record<string, Json> = {},
): Promise<StartRequest> {
  const answer = await pool.query<{ playbook: number; revision: number }>(
    `with p as (insert into playbook (site_id, name, created_by) values (1, 'Test', 'u_1') returning id)
     insert into revision (playbook_id, draft, seq, document, created_by)
     select id, false, 0, $1, 'u_1' from p returning playbook_id as playbook, id as revision`,
    [JSON.stringify(document)],
  );
  const [row] = answer.rows;
  return {
    playbookId: row?.playbook ?? 0,
    revisionId: row?.revision ?? 0,
    siteId: 1,
    testRun: false,
    actingUserId: "u_1",
    startedBy: "u_1",
    inputs,
    requestKey: null,
  };
}
