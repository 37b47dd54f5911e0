/** Starts a pass that was released and that a runner performs: its plan, its rows and its BlockStarted. */
import { randomUUID } from "node:crypto";
import { type PassPlan, type StartPorts, scopeOf } from "@callbook/core/block";
import type { Block } from "@callbook/core/document";
import type { BlockPath, Slot } from "@callbook/core/log";
import { executionSlots } from "@callbook/core/results";
import { finishBlockEvents, readerWithFailures, type Step } from "@callbook/core/run";
import { makeWaitId } from "../callback/token.ts";
import { patiently } from "../journal/patience.ts";
import type { PerformerContext } from "./context.ts";
import { failSlot } from "./finish.ts";
import { type PassMemory, runnerOf } from "./memory.ts";
import type { Turn } from "./turn.ts";

/** App runs that BlockStarted names; the row of the action run has all. */
const namedInEvent = 40;

type Perform = Extract<Step, { kind: "perform" }>;

/** Records the start; what may begin is the turn's `begin`. True: the pass has ended already. */
export async function startPass(
  context: PerformerContext,
  turn: Turn,
  step: Perform,
  signal: AbortSignal,
): Promise<boolean> {
  const { memory } = turn;
  const { path, blockId } = step;
  const block = memory.document.blocks.find(({ id }) => id === blockId);
  if (block === undefined) throw new Error(`the document has no block ${blockId}`);
  const plan = await planPass(context, turn, block, step, signal);
  const slots = slotsOf(plan);
  const runner = runnerOf(context.ports.runners, block);
  const pass: PassMemory = { path, block, runner, action: plan.action, slots, results: new Map() };
  turn.addPass(pass);
  recordStart(turn, pass);
  recordWaits(turn, pass, plan);
  if (slots.length === 0) {
    finishEmpty(turn, path, plan);
    return true;
  }
  for (const slot of plan.perform)
    turn.begin.push({ pass, slot, attempt: 1, earlierDeadline: null });
  let ended = false;
  for (const { slot, failure } of plan.refused)
    ended = failSlot(turn, { pass, slot, attempt: 1, earlierDeadline: null }, failure) || ended;
  return ended;
}

function planPass(
  context: PerformerContext,
  turn: Turn,
  block: Block,
  { path, releasedBy }: Perform,
  signal: AbortSignal,
): Promise<PassPlan> {
  const { memory, state } = turn;
  const { key, siteId, playbookId, actingUserId, document, catalogue } = memory;
  const results = readerWithFailures(turn.reader(), state);
  const starting = {
    run: { runId: key.id, siteId, playbookId, actingUserId },
    document,
    catalogue,
    block,
    path,
    scope: scopeOf({ document, catalogue, results, state, releasedBy }),
    state,
  };
  const ports: StartPorts = {
    connectionsFor: (request) => context.ports.connectionsFor(request, catalogue),
    ids: (count) => context.actionIds.take(count),
    guid: randomUUID,
    now: context.databaseNow,
  };
  const runner = runnerOf(context.ports.runners, block);
  // Whoever starts a run is told that the database is away; a run that is on its way waits for it.
  return patiently(
    () => runner.start(starting, ports),
    signal,
    () => memory.create === null,
  );
}

/** In the order of the results: executions of an action first, then what else there is. */
function slotsOf({ action, perform, refused, waits }: PassPlan): readonly Slot[] {
  const executions = action === null ? [] : executionSlots(action.plan);
  const others = [...perform, ...refused.map(({ slot }) => slot), ...waits.map(({ slot }) => slot)];
  return [...new Set([...executions, ...others])];
}

function recordStart(turn: Turn, { path, block, action, slots }: PassMemory): void {
  const appRuns = (action?.plan.appRuns ?? []).slice(0, namedInEvent).map((appRun) => ({
    appRunId: appRun.appRunId,
    connectionId: appRun.connectionId,
    connection: appRun.connection.slice(0, 100),
  }));
  const started =
    action === null ? null : { actionRunId: action.id, appRuns, executions: slots.length };
  turn.record({ v: 1, type: "BlockStarted", path, blockId: block.id, action: started });
}

function recordWaits(turn: Turn, { path, block }: PassMemory, { waits }: PassPlan): void {
  const { siteId, key } = turn.memory;
  for (const { slot, kind, deadline } of waits) {
    const id = makeWaitId(key.day);
    const row = { id, path, slot, attempt: 1, blockId: block.id, kind, deadline, siteId };
    turn.waits.push({ ...row, tokenHash: null });
    turn.record({ v: 2, type: "BlockWaiting", path, slot, waitId: id, kind, deadline });
  }
}

function finishEmpty(turn: Turn, path: BlockPath, { failure }: PassPlan): void {
  const { document, catalogue } = turn.memory;
  const { state } = turn;
  const handle = (id: number) => turn.handle(id);
  const finished = { document, catalogue, state, path, results: [], failure, handle };
  for (const event of finishBlockEvents(finished)) turn.record(event);
}
