/** What facts.json beside the dump says, and the same read again by the readers of today. */
import type { Json } from "@callbook/core/json";
import type { ExecutionBody, ExecutionRow } from "@callbook/core/results";
import { foldRun, type RunState } from "@callbook/core/run";
import type { Pool } from "pg";
import { type CalledCallback, readCallbackArguments } from "../read/arguments.ts";
import { readBody, readExecutionRows } from "../read/executions.ts";
import {
  type LogLine,
  type RunSummary,
  readEvents,
  readLogLines,
  readRun,
  readWaits,
  type WaitView,
} from "../read/log.ts";

/** A run as people read it: everything that its page shows. */
export interface RunReading {
  readonly run: RunSummary | null;
  readonly state: RunState;
  readonly executions: readonly ExecutionRow[];
  /** By "<app run>/<parameter>". */
  readonly bodies: Readonly<Record<string, ExecutionBody | null>>;
  readonly logs: readonly LogLine[];
  readonly waits: readonly WaitView[];
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
  const state = foldRun(await readEvents(pool, runId, 0));
  const executions = await readExecutionRows(pool, runId);
  const bodies: Record<string, ExecutionBody | null> = {};
  for (const { appRunId, parameterIndex } of executions) {
    const body = await readBody(pool, appRunId, parameterIndex);
    bodies[`${appRunId}/${parameterIndex}`] =
      body === null ? null : { data: body.data, raw: body.raw };
  }
  const callbacks: Record<string, CalledCallback | null> = {};
  for (const { callbackId, state: now } of Object.values(state.callbacks))
    if (now === "called")
      callbacks[callbackId] = await readCallbackArguments(pool, runId, callbackId);
  return {
    run: await readRun(pool, runId),
    state,
    executions,
    bodies,
    logs: await readLogLines(pool, runId),
    waits: await readWaits(pool, runId),
    callbacks,
  };
}
