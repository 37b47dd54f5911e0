/** Records how slots end, and with the last of them the app run, the pass and its callbacks. */
import type { Failure } from "@callbook/core/failure";
import { executionOf, executionSlot, type Slot } from "@callbook/core/log";
import type { KeptOutcome } from "@callbook/core/results";
import { finishBlockEvents } from "@callbook/core/run";
import type { PassMemory, PassSlot } from "./memory.ts";
import { failedOutcome, type PackedOutcome, resultRow } from "./packed.ts";
import type { Turn } from "./turn.ts";

/** A slot that ends without having been performed. True: its pass has ended with it. */
export function failSlot(turn: Turn, ended: PassSlot, failure: Failure): boolean {
  return finishSlot(turn, ended, failedOutcome(failure, turn.at, turn.at));
}

/** Keeps the outcome and records what follows from it. True: the pass has ended with it. */
export function finishSlot(turn: Turn, ended: PassSlot, outcome: PackedOutcome): boolean {
  const { pass, slot, attempt } = ended;
  const { status, data, message, summary, failure } = outcome;
  const kept = { status, data, message, summary, failure };
  turn.keep(pass, slot, kept, resultRow(pass, slot, attempt, outcome));
  return recordEnd(turn, pass, slot, kept);
}

/** The same for an outcome that is on disk already and has no event yet. */
export function finishStored(turn: Turn, { pass, slot }: PassSlot, kept: KeptOutcome): boolean {
  turn.keep(pass, slot, kept, null);
  return recordEnd(turn, pass, slot, kept);
}

function recordEnd(turn: Turn, pass: PassMemory, slot: Slot, kept: KeptOutcome): boolean {
  const { status, failure } = kept;
  const ended = { v: 2, type: "ExecutionFinished", path: pass.path, slot, status } as const;
  turn.record(failure?.class === "F-UNKNOWN" ? { ...ended, unknown: true } : ended);
  recordAppRun(turn, pass, slot);
  if (turn.countResults(pass) < pass.slots.length) return false;
  finishPass(turn, pass);
  return true;
}

/** The last execution on a connection ends its app run. */
function recordAppRun(turn: Turn, pass: PassMemory, slot: Slot): void {
  const appRunId = executionOf(slot)?.appRunId;
  const parameters = pass.action?.plan.parameters ?? [];
  if (appRunId === undefined || turn.countResults(pass) < parameters.length) return;
  let succeeded = 0;
  for (const index of parameters.keys()) {
    const result = turn.resultOf(pass, executionSlot(appRunId, index));
    if (result === undefined) return;
    if (result.status === "success") succeeded += 1;
  }
  const { path } = pass;
  const total = parameters.length;
  turn.record({ v: 1, type: "AppRunFinished", path, appRunId, succeeded, total });
}

function finishPass(turn: Turn, pass: PassMemory): void {
  const { document, catalogue } = turn.memory;
  const { state } = turn;
  const { path } = pass;
  const results = pass.slots.flatMap((slot) => turn.resultOf(pass, slot) ?? []);
  const handle = (id: number) => turn.handle(id);
  const finished = { document, catalogue, state, path, results, failure: null, handle };
  for (const event of finishBlockEvents(finished)) turn.record(event);
}
