/** What facts.json beside the dump says, and the same read again by the readers of today. */
import type { Json, JsonObject } from "@callbook/core/json";
import { executionSlot, foldRun, type RunStateName } from "@callbook/core/log";
import { asVersion1, type RunState1 } from "@callbook/core/log/testing";
import type { ExecutionBody, ExecutionRow } from "@callbook/core/results";
import type { Pool } from "pg";
import { type CalledCallback, readCallbackArguments } from "../read/arguments.ts";
import { executionRow, readBody } from "../read/executions.ts";
import { openRunReader } from "../store/open.ts";
import type { RunReader } from "../store/run-store.ts";

/** Shapes of the first version, as far as the present ones differ. */
interface RunSummary {
  readonly id: number;
  readonly state: RunStateName;
  readonly headSeq: number;
  readonly inputs: Readonly<Record<string, Json>>;
  readonly outputs: Readonly<Record<string, Json>> | null;
  readonly failure: JsonObject | null;
  readonly handledFailures: number;
}

interface LogLine1 {
  readonly seq: number;
  readonly at: string;
  readonly blockId: string;
  readonly level: string;
  readonly text: string;
}

interface WaitView1 {
  readonly waitId: string;
  readonly blockId: string;
  readonly deadline: string;
  readonly state: string;
  readonly createdAt: string;
  readonly endedAt: string | null;
}

/** A run as people read it: everything that its page shows. */
export interface RunReading {
  readonly run: RunSummary | null;
  readonly state: RunState1;
  readonly executions: readonly Omit<ExecutionRow, "path">[];
  /** By "<app run>/<parameter>". */
  readonly bodies: Readonly<Record<string, ExecutionBody | null>>;
  readonly logs: readonly LogLine1[];
  readonly waits: readonly WaitView1[];
  /** By callback id, of those that were called. */
  readonly callbacks: Readonly<Record<string, CalledCallback | null>>;
}

export interface RunFacts {
  readonly runId: number;
  /** What it is an example of. */
  readonly what: string;
  readonly reading: RunReading;
}

export interface OpenWait {
  readonly waitId: string;
  /** The last part of its callback URL. */
  readonly token: string;
  readonly blockId: string;
}

/** How a run that is open ends after the upgrade. */
export interface ExpectedEnd {
  readonly state: "succeeded" | "failed" | "cancelled";
  readonly outputs: Readonly<Record<string, Json>> | null;
  /** Code of the failure; null: none. */
  readonly failure: string | null;
}

export interface OpenRunFacts extends RunFacts {
  /** Waits that are open, oldest first. */
  readonly waits: readonly OpenWait[];
  /** JSON to post to each of the waits, in their order. */
  readonly answers: readonly Json[];
  readonly end: ExpectedEnd;
  /** How often the third party is asked for each path after the upgrade, those at 0 included. */
  readonly calls: Readonly<Record<string, number>>;
}

export interface DumpFacts {
  readonly finished: readonly RunFacts[];
  /** Open runs of the engine's tests, by what they are; their playbooks name the commands of testing/ports.ts. */
  readonly open: Readonly<
    Record<
      | "waiting"
      | "half answered"
      | "answered unseen"
      | "overdue"
      | "to be cancelled"
      | "safe in flight"
      | "unsafe in flight"
      | "queued",
      OpenRunFacts
    >
  >;
  /** A run that waits and whose playbook names an integration of the product. */
  readonly waitingInServer: OpenRunFacts;
  readonly server: ServerFacts;
}

/** For a test that starts the whole server on the dump. */
export interface ServerFacts {
  /** Master key of the secrets, 64 hexadecimal digits. */
  readonly masterKey: string;
  readonly owner: { readonly id: string; readonly email: string; readonly password: string };
  /** API token of the owner. */
  readonly apiToken: string;
  /** Connections whose URL leads nowhere: to be set to a local server, with its host and port as the allowed address. */
  readonly connectionsToRewrite: readonly number[];
  readonly playbooks: readonly { readonly id: number; readonly name: string }[];
}

/** Reads a run as facts.json holds it. Where a reader has changed its shape, it is turned back here. */
export async function readRunAsBefore(pool: Pool, runId: number): Promise<RunReading> {
  const runs = openRunReader(pool);
  const run = await runs.readRun(runId);
  if (run === null) throw new Error(`there is no run ${runId}`);
  const { key, state: name, headSeq, handledFailures } = run;
  const state = asVersion1(foldRun(await runs.readLog(key)));
  const executions = await readExecutions(runs, runId);
  const bodies: Record<string, ExecutionBody | null> = {};
  for (const { appRunId, parameterIndex } of executions) {
    const slot = executionSlot(appRunId, parameterIndex);
    bodies[slot] = await readBody(runs, key, null, slot);
  }
  const callbacks: Record<string, CalledCallback | null> = {};
  for (const { callbackId, state: now } of Object.values(state.callbacks))
    if (now === "called")
      callbacks[callbackId] = await readCallbackArguments(runs, key, callbackId);
  const lines = await runs.listLogLines(key, null, everything);
  const waits = await runs.readWaits(key);
  return {
    run: { id: runId, state: name, headSeq, handledFailures, ...(await runs.readRunBody(key)) },
    state,
    executions: executions.map(({ path: _, ...row }) => row),
    bodies,
    logs: lines.map(({ seq, at, blockId, level, text }) => ({ seq, at, blockId, level, text })),
    waits: waits.map(({ id, blockId, deadline, state: of, createdAt, endedAt }) => ({
      waitId: id,
      blockId,
      deadline,
      state: of,
      createdAt,
      endedAt,
    })),
    callbacks,
  };
}

const everything = 100_000;

/** Executions of a run that have ended, in the order in which their actions started. */
export async function readExecutions(
  runs: RunReader,
  runId: number,
): Promise<readonly ExecutionRow[]> {
  const run = await runs.readRun(runId);
  if (run === null) return [];
  const results = await runs.listResults(run.key, null, null, everything);
  return results.flatMap((result) => executionRow(result) ?? []);
}
