/** Performs an action: one execution for each connection with each parameter object. */
import type {
  ChosenConnection,
  EffectRunner,
  Execution,
  PassPlan,
  StartingPass,
  StartPorts,
} from "@callbook/core/block";
import { makeFailure } from "@callbook/core/failure";
import type { FailureSummary } from "@callbook/core/log";
import { type AppRun, executionSlots, plannedExecution } from "@callbook/core/results";
import { ActionConfig } from "./config.ts";
import { answeredOutcome, failedOutcome } from "./outcome.ts";
import { performAction } from "./perform.ts";
import { declaredCommand, planAction } from "./plan.ts";

/** Executions of one action. */
export const FAN_OUT_LIMIT = 2_000;

export const action: EffectRunner = {
  kind: "effect",
  type: "action",
  start: startAction,
  perform: performAction,
  answered: (_, answer, at) => answeredOutcome(answer, at),
  expired: (execution, at) => {
    const { waitSeconds } = ActionConfig.parse(execution.block.config);
    const failure = makeFailure({
      class: "F-CB-TIMEOUT",
      command: commandOf(execution),
      place: { kind: "callback" },
      message: `No callback received within ${duration(waitSeconds)}`,
      remedy:
        "Raise the time the block waits, or check whether the third party reaches this server.",
    });
    return failedOutcome(failure, at);
  },
  mayRepeat,
};

/** The execution set: the connections, the parameter objects, and what of it cannot be performed. */
async function startAction(pass: StartingPass, ports: StartPorts): Promise<PassPlan> {
  const config = ActionConfig.parse(pass.block.config);
  const { integrationKey, command, connectionIds } = config;
  const { siteId, actingUserId } = pass.run;
  const connections = await ports.connectionsFor({
    integrationKey,
    command,
    connectionIds,
    siteId,
    actingUserId,
  });
  const planned = planAction(pass, () => ports.guid());
  if (!planned.ok) {
    // A connection that cannot be used is told before an input that is wrong.
    const isUsable = connections.some(({ failure }) => failure === null);
    return nothing(
      command,
      ports,
      isUsable ? planned.failure : (connections[0]?.failure ?? planned.failure),
    );
  }
  const { parameters, handle } = planned;
  const count = connections.length * parameters.length;
  if (count > FAN_OUT_LIMIT) return nothing(command, ports, tooMany(command, count));
  const [id = 0, ...appRunIds] = await ports.ids(1 + connections.length);
  const appRuns = connections.map((chosen, index) => appRunOf(chosen, appRunIds[index] ?? 0));
  const plan = { appRuns, parameters };
  const failures = new Map(
    connections.map(({ failure }, index) => [appRunIds[index] ?? 0, failure] as const),
  );
  const judged = executionSlots(plan).map((slot) => {
    const appRunId = plannedExecution(plan, slot)?.appRun.appRunId ?? 0;
    return { slot, failure: failures.get(appRunId) ?? null };
  });
  return {
    action: { id, command, handle, plan },
    perform: judged.filter(({ failure }) => failure === null).map(({ slot }) => slot),
    refused: judged.flatMap(({ slot, failure }) => (failure === null ? [] : [{ slot, failure }])),
    waits: [],
    failure: null,
  };
}

async function nothing(
  command: string,
  ports: StartPorts,
  failure: FailureSummary,
): Promise<PassPlan> {
  const [id = 0] = await ports.ids(1);
  const plan = { appRuns: [], parameters: [] };
  return {
    action: { id, command, handle: null, plan },
    perform: [],
    refused: [],
    waits: [],
    failure,
  };
}

function appRunOf(chosen: ChosenConnection, appRunId: number): AppRun {
  return {
    appRunId,
    connectionId: chosen.connectionId,
    connection: chosen.connection,
    integrationKey: chosen.integrationKey,
    appId: chosen.integrationId,
    app: chosen.integration,
  };
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

/** The author or the command says that the third party honours Idempotency-Key. */
function mayRepeat({ block, action, slot, catalogue }: Execution): boolean {
  if (ActionConfig.parse(block.config).repeatSafe) return true;
  const planned = action === null ? null : plannedExecution(action.plan, slot);
  if (action === null || planned === null) return false;
  const { integrationKey } = planned.appRun;
  return declaredCommand(catalogue, integrationKey, action.command)?.honoursIdempotencyKey ?? false;
}

function commandOf({ action, block }: Execution): string {
  return action?.command ?? block.name;
}

/** "24 h", "90 s", "10 min": the largest unit that leaves no rest. */
function duration(seconds: number): string {
  if (seconds > 86_400 && seconds % 86_400 === 0) return `${seconds / 86_400} d`;
  if (seconds >= 3600 && seconds % 3600 === 0) return `${seconds / 3600} h`;
  if (seconds >= 60 && seconds % 60 === 0) return `${seconds / 60} min`;
  return `${seconds} s`;
}
