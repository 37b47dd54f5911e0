/** Performs one execution of an action: its turn on the connection, its intent on disk, the call. */
import type { Execution, ExecutionEnd, PerformPorts } from "@callbook/core/block";
import type { Command } from "@callbook/core/integration";
import { filledInputs } from "@callbook/core/parameters";
import { isRead, isSafeToRepeat } from "@callbook/core/request";
import { type AppRun, plannedExecution, withoutContext } from "@callbook/core/results";
import { ActionConfig } from "./config.ts";
import { endOf, goneOutcome } from "./outcome.ts";
import { declaredCommand } from "./plan.ts";

/** Executions at once on one connection when the command does not say. */
const readsAtOnce = 5;
const writesAtOnce = 1;

/** Failures are outcomes; rejects for bugs and when it was stopped. */
export async function performAction(
  execution: Execution,
  ports: PerformPorts,
): Promise<ExecutionEnd> {
  const { action, slot, block, catalogue } = execution;
  const planned = action === null ? null : plannedExecution(action.plan, slot);
  if (action === null || planned === null) throw new Error(`nothing was planned for slot ${slot}`);
  const { command } = action;
  const { appRun } = planned;
  const { integrationKey, connectionId } = appRun;
  const parameter = withoutContext(planned.parameter);
  const described = ports.describe({ integrationKey, command, parameter });
  if (described === null) return { kind: "ended", outcome: goneOutcome(command, ports.now()) };
  const { method, async } = described;
  const declared = declaredCommand(catalogue, integrationKey, command);
  const config = ActionConfig.parse(block.config);
  const honoursIdempotencyKey = config.repeatSafe || (declared?.honoursIdempotencyKey ?? false);
  return ports.inTurn(connectionId, limitOf(declared, method), async () => {
    const callback = async === "callback" ? ports.prepareCallback(config.waitSeconds) : null;
    const startedAt = ports.now();
    const outcome = await ports.execute({
      connectionId,
      integrationKey,
      command,
      parameter,
      filled: filledInputs(config.parameters),
      idempotencyKey: idempotencyKey(execution, appRun, planned.parameter.context.guid),
      honoursIdempotencyKey,
      callback,
      run: {
        ...execution.run,
        actionRunId: action.id,
        appRunId: appRun.appRunId,
        blockId: block.id,
      },
      beforeSend: (outgoing) =>
        ports.intend(!honoursIdempotencyKey && !isSafeToRepeat(outgoing.method)),
    });
    return endOf(outcome, startedAt, ports.now());
  });
}

/** The same over repeats of one attempt, and no other installation's. */
function idempotencyKey({ slot, attempt }: Execution, { appRunId }: AppRun, guid: string): string {
  return `${guid}-${appRunId}-${slot.slice(slot.indexOf("/") + 1)}-${attempt}`;
}

function limitOf(declared: Command | undefined, method: string): number {
  const lock = declared?.lock ?? null;
  if (lock !== null) return Math.max(1, lock);
  return isRead(method) ? readsAtOnce : writesAtOnce;
}
