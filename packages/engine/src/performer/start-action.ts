/** Starts an action block that was released: its execution set, its rows and its BlockStarted. */
import { randomUUID } from "node:crypto";
import type { FailureSummary, Step } from "@callbook/core/run";
import {
  ActionConfig,
  commandInputs,
  commandsNamed,
  finishBlockEvents,
  planAction,
} from "@callbook/core/run";
import type { ActionRunRow, AppRunRow } from "../journal/append.ts";
import { patiently } from "../journal/patience.ts";
import type { ChosenConnection } from "../ports.ts";
import type { PerformerContext } from "./context.ts";
import type { Draft } from "./draft.ts";
import { type ActionMemory, executionsOf, readerOf } from "./memory.ts";
import { failExecution } from "./outcomes.ts";

/** App runs that BlockStarted names; the row of the action run has all. */
const namedInEvent = 40;
/** Executions of one action. */
export const FAN_OUT_LIMIT = 2_000;

type Perform = Extract<Step, { kind: "perform" }>;

interface Planned {
  readonly parameters: ActionRunRow["parameters"];
  readonly handle: string | null;
  readonly connections: readonly ChosenConnection[];
  /** Why nothing will be executed; null: something is, or core says why not. */
  readonly failure: FailureSummary | null;
}

/** Records the start; executions that may begin are the draft's effects. True: the action has ended already. */
export async function startAction(
  context: PerformerContext,
  draft: Draft,
  step: Perform,
  signal: AbortSignal,
): Promise<boolean> {
  const { memory } = draft;
  const block = memory.document.blocks.find(({ id }) => id === step.blockId);
  if (block === undefined) throw new Error(`the document has no block ${step.blockId}`);
  const config = ActionConfig.parse(block.config);
  // Whoever starts a run is told that the database is away; a run that is on its way waits for it.
  const mayRetry = (): boolean => memory.create === null;
  const patient = <T>(work: () => Promise<T>): Promise<T> => patiently(work, signal, mayRetry);
  const planned = await patient(() => plan(context, draft, block, config));
  const ids = await patient(() => context.actionIds.take(1 + planned.connections.length));
  const [id = 0, ...appRunIds] = ids;
  const appRuns = planned.connections.map(
    (chosen, index): AppRunRow => ({
      appRunId: appRunIds[index] ?? 0,
      connectionId: chosen.connectionId,
      connection: chosen.connection,
      integrationKey: chosen.integrationKey,
      appId: chosen.integrationId,
      app: chosen.integration,
    }),
  );
  const row: ActionRunRow = {
    id,
    blockId: block.id,
    path: step.path,
    name: block.name,
    command: config.command,
    handle: planned.handle,
    parameters: planned.parameters,
    appRuns,
    startedAt: draft.startedAt,
  };
  const { waitSeconds, repeatSafe } = config;
  const action: ActionMemory = { row, waitSeconds, repeatSafe, results: new Map() };
  memory.actions.set(step.path, action);
  memory.handles.set(id, planned.handle);
  draft.actionRuns.push(row);
  recordStart(draft, action);
  if (executionsOf(action).length === 0) {
    memory.entries.set(step.path, []);
    const { document, ...rest } = { document: memory.document, state: draft.state, entries: [] };
    const { catalogue } = context.ports;
    const { failure } = planned;
    const ending = finishBlockEvents({ document, catalogue, path: step.path, failure, ...rest });
    for (const event of ending) draft.record(event);
    return true;
  }
  return begin(context, draft, action, planned.connections);
}

async function plan(
  context: PerformerContext,
  draft: Draft,
  block: Parameters<typeof planAction>[0]["block"],
  config: ActionConfig,
): Promise<Planned> {
  const { memory } = draft;
  const inputs = commandInputs(commandsNamed(context.ports.catalogue.integrations, config));
  const results = readerOf(memory);
  const { document } = memory;
  const connections = await context.ports.connectionsFor({
    integrationKey: config.integrationKey,
    command: config.command,
    connectionIds: config.connectionIds,
    siteId: memory.siteId,
    actingUserId: memory.actingUserId,
  });
  const made = planAction({
    document,
    block,
    inputs,
    state: draft.state,
    results,
    guid: randomUUID,
  });
  if (!made.ok) {
    // A connection that cannot be used is told before an input that is wrong.
    const failure = connections.every((each) => each.failure !== null)
      ? (connections[0]?.failure ?? made.failure)
      : made.failure;
    return { parameters: [], handle: null, connections: [], failure };
  }
  const count = connections.length * made.parameters.length;
  if (count > FAN_OUT_LIMIT)
    return {
      parameters: [],
      handle: null,
      connections: [],
      failure: tooMany(config.command, count),
    };
  return { parameters: made.parameters, handle: made.handle, connections, failure: null };
}

function recordStart(draft: Draft, action: ActionMemory): void {
  const { path, blockId, id, appRuns, parameters } = action.row;
  const executions = appRuns.length * parameters.length;
  const named = appRuns.slice(0, namedInEvent).map((each) => ({
    appRunId: each.appRunId,
    connectionId: each.connectionId,
    connection: each.connection.slice(0, 100),
  }));
  const started = { actionRunId: id, appRuns: named, executions };
  draft.record({ v: 1, type: "BlockStarted", path, blockId, action: started });
}

/** Unusable connections fail at once; the others are to be performed. */
function begin(
  context: PerformerContext,
  draft: Draft,
  action: ActionMemory,
  connections: readonly ChosenConnection[],
): boolean {
  let ended = false;
  const refused = new Map(
    action.row.appRuns.map((appRun, index) => [appRun, connections[index]?.failure ?? null]),
  );
  for (const each of executionsOf(action)) {
    const failure = refused.get(each.appRun) ?? null;
    if (failure === null) draft.effects.push(each);
    else ended = failExecution(context, draft, each, failure) || ended;
  }
  return ended;
}

function tooMany(command: string, count: number): FailureSummary {
  return {
    class: "F-INPUT",
    failureIndicator: `${command} failed.`,
    statusCode: 400,
    message: `${count} executions were asked for; an action may have ${FAN_OUT_LIMIT}`,
    field: null,
  };
}
