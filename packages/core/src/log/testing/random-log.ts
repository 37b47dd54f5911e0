/** Run logs by chance, such as an engine could have written, for properties that hold of every log. */
import type { ArgumentReferences, DeathReason, RunEvent, RunEventBody } from "../event.ts";
import { type BlockPath, blockPath, inPass, printPath } from "../path.ts";
import { executionSlot, type Slot, slotNamed } from "../slot.ts";

/** Gives a whole number from 0 up to but not including `below`. */
export type Choose = (below: number) => number;

export interface RandomLog {
  readonly choose: Choose;
  readonly steps: number;
  /**
   * false: only what version 1 could tell as well, event for event: one pass a block, no compact
   * events, matched results in the event, no delays.
   */
  readonly present: boolean;
}

interface LiveSlot {
  readonly slot: Slot;
  state: "fresh" | "intended" | "waiting" | "arrived" | "ended";
  attempt: number;
  waitId: string;
  succeeded: boolean;
}

interface LivePass {
  readonly path: BlockPath;
  readonly blockId: string;
  readonly isDelay: boolean;
  readonly slots: readonly LiveSlot[];
}

interface Writing extends RandomLog {
  readonly bodies: RunEventBody[];
  readonly live: LivePass[];
  passes: number;
  waits: number;
}

/** The bodies of a log, from RunStarted to wherever it has got; some logs end their run. */
export function randomLog(wishes: RandomLog): readonly RunEventBody[] {
  const log: Writing = { ...wishes, bodies: [], live: [], passes: 0, waits: 0 };
  log.bodies.push({ v: 1, type: "RunStarted", revisionId: 1 + log.choose(9), testRun: false });
  for (let step = 0; step < log.steps; step += 1) {
    const what = log.choose(9);
    if (what === 0) evaluate(log);
    else if (what === 1) perform(log);
    else if (what === 2) skip(log);
    else goOn(log);
  }
  if (log.choose(3) === 0) finish(log);
  return log.bodies;
}

/** The bodies as they are recorded: seqs from 1, a millisecond between two. */
export function recorded(bodies: readonly RunEventBody[]): readonly RunEvent[] {
  const at = (index: number) => `2026-01-02T03:04:05.${String(index % 1000).padStart(3, "0")}Z`;
  return bodies.map((event, index) => ({ seq: index + 1, at: at(index), event }));
}

function newPass(log: Writing): { readonly path: BlockPath; readonly blockId: string } {
  log.passes += 1;
  if (!log.present) return { path: blockPath(`b_${log.passes}`), blockId: `b_${log.passes}` };
  const blockId = `b_${log.choose(4)}`;
  const inside = printPath([
    { blockId: "b_loop", pass: log.passes },
    { blockId, pass: null },
  ]);
  const path = log.choose(3) === 0 ? inside : inPass(blockPath(blockId), log.passes);
  return { path, blockId };
}

function evaluate(log: Writing): void {
  const pass = newPass(log);
  const { calls, deaths } = callsOf(log, pass.blockId);
  const outcome = log.choose(5) === 0 ? "failed" : "succeeded";
  const taken = calls.map((id) => `port_${id}`);
  // The start alone, before a compact event: a log of version 1 that was cut there.
  if (!log.present || log.choose(6) === 0)
    log.bodies.push({ v: 1, type: "BlockStarted", ...pass, action: null });
  if (log.present) {
    const called = calls.map((id) => [id, log.choose(2) === 0 ? null : slotNamed(id)] as const);
    const died = deaths.map((id): readonly [string, DeathReason] => [id, "branch not taken"]);
    const args = calls.length === 0 ? null : argumentsOf(log);
    const told = { mode: "direct", args, called, died, lines: ["info"], taken } as const;
    log.bodies.push({ v: 1, type: "BlockRan", ...pass, outcome, failure: null, ...told });
    return;
  }
  log.bodies.push({ v: 1, type: "LogWritten", ...pass, level: "info" });
  const ended = { outcome, succeeded: 0, total: 0, failure: null, taken } as const;
  log.bodies.push({ v: 1, type: "BlockFinished", ...pass, ...ended });
  callEach(log, pass.path, calls, deaths);
}

function perform(log: Writing): void {
  const pass = newPass(log);
  const isDelay = log.present && log.choose(3) === 0;
  const appRuns = isDelay ? [] : [1, 2].slice(log.choose(2)).map((n) => log.passes * 10 + n);
  const parameters = 1 + log.choose(3);
  const slots = isDelay
    ? [slotNamed("until")]
    : appRuns.flatMap((id) => [0, 1, 2].slice(0, parameters).map((n) => executionSlot(id, n)));
  const named = appRuns.map((appRunId) => ({ appRunId, connectionId: 1, connection: "sample" }));
  const action = { actionRunId: log.passes, appRuns: named, executions: slots.length };
  log.bodies.push({ v: 1, type: "BlockStarted", ...pass, action: isDelay ? null : action });
  const fresh = { state: "fresh", attempt: 0, waitId: "", succeeded: false } as const;
  log.live.push({ ...pass, isDelay, slots: slots.map((slot): LiveSlot => ({ ...fresh, slot })) });
}

function skip(log: Writing): void {
  const pass = newPass(log);
  const { calls, deaths } = callsOf(log, pass.blockId);
  const all = [...calls, ...deaths];
  const [died, apart] = log.present ? [all, []] : [[], all];
  log.bodies.push({ v: 2, type: "BlockSkipped", ...pass, reason: "branch not taken", died });
  callEach(log, pass.path, [], apart);
}

/** One more event of an execution that is under way, or the end of a pass of which all have ended. */
function goOn(log: Writing): void {
  const pass = log.live[log.choose(Math.max(1, log.live.length))];
  if (pass === undefined) return;
  const open = pass.slots.filter(({ state }) => state !== "ended");
  const one = open[log.choose(Math.max(1, open.length))];
  if (one === undefined) endPass(log, pass);
  else advance(log, pass, one);
}

function advance(log: Writing, { path, isDelay }: LivePass, one: LiveSlot): void {
  const { slot } = one;
  const mayWait = one.state === "intended" || (isDelay && one.state === "fresh");
  if (mayWait && (isDelay || log.choose(2) === 0)) {
    log.waits += 1;
    const waitId = `w_${log.waits}`;
    Object.assign(one, { state: "waiting", waitId });
    const kind = isDelay ? "delay" : "callback";
    const deadline = "2026-01-09T00:00:00.000Z";
    log.bodies.push({ v: 2, type: "BlockWaiting", path, slot, waitId, kind, deadline });
  } else if (one.state === "waiting") {
    one.state = "arrived";
    const wait = { path, slot, waitId: one.waitId };
    if (isDelay || log.choose(3) === 0) log.bodies.push({ v: 2, type: "WaitExpired", ...wait });
    else {
      const deliveryId = `d_${one.waitId}`;
      log.bodies.push({ v: 2, type: "CallbackReceived", ...wait, deliveryId });
    }
  } else if (one.state !== "arrived" && log.choose(3) > 0) {
    Object.assign(one, { state: "intended", attempt: one.attempt + 1 });
    log.bodies.push({ v: 2, type: "RequestIntended", path, slot, attempt: one.attempt });
  } else {
    Object.assign(one, { state: "ended", succeeded: log.choose(3) > 0 });
    const status = one.succeeded ? "success" : "failed";
    log.bodies.push({ v: 2, type: "ExecutionFinished", path, slot, status });
  }
}

function endPass(log: Writing, pass: LivePass, cancelled = false): void {
  log.live.splice(log.live.indexOf(pass), 1);
  const { path, blockId, slots } = pass;
  const succeeded = slots.filter((one) => one.succeeded).length;
  const partly = succeeded === slots.length ? "succeeded" : "partly_succeeded";
  const outcome = cancelled ? "cancelled" : succeeded === 0 ? "failed" : partly;
  const counts = { succeeded, total: slots.length };
  const taken = cancelled ? [] : ["success"];
  const ended = { path, blockId, outcome, ...counts, failure: null, taken } as const;
  log.bodies.push({ v: 1, type: "BlockFinished", ...ended });
  const { calls, deaths } = callsOf(log, blockId);
  callEach(log, path, cancelled ? [] : calls, cancelled ? [...calls, ...deaths] : deaths);
}

/** The two outgoing callbacks of a block, of which some are called and the others die. */
function callsOf(log: Writing, blockId: string) {
  const ids = ["x", "y"].map((port) => `c_${blockId.slice(2)}${port}`);
  const calls = ids.slice(0, log.choose(3));
  return { calls, deaths: ids.slice(calls.length) };
}

function callEach(
  log: Writing,
  path: BlockPath,
  calls: readonly string[],
  deaths: readonly string[],
): void {
  for (const callbackId of calls) {
    const args = argumentsOf(log);
    log.bodies.push({ v: 2, type: "CallbackCalled", callbackId, path, mode: "engine", args });
  }
  for (const callbackId of deaths)
    log.bodies.push({ v: 2, type: "CallbackDied", callbackId, path, reason: "branch not taken" });
}

function argumentsOf({ choose }: Writing): ArgumentReferences {
  const filtered = choose(3) === 0 ? { results: [[choose(90), choose(3)] as const] } : null;
  const success = choose(2) === 0;
  return { actionRunId: choose(9), success, handleOf: null, containerVersion: null, filtered };
}

function finish(log: Writing): void {
  const cancelled = log.live.length > 0;
  if (cancelled) log.bodies.push({ v: 1, type: "CancelRequested", by: "Ada" });
  for (const pass of log.live.slice()) endPass(log, pass, true);
  const state = cancelled ? "cancelled" : "failed";
  const fault = { code: "F-DNS", message: "no", blockId: "b_1", path: blockPath("b_1") };
  const failure = cancelled ? null : fault;
  const counts = { handledFailures: 1, unhandledFailures: 1 };
  log.bodies.push({ v: 2, type: "RunFinished", state, ...counts, failure });
}
