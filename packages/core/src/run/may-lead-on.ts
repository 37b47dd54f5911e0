/** After which events a run may go on otherwise than before. */
import { assertNever } from "../json/index.ts";
import type { RunEventBody } from "../log/index.ts";

/**
 * Whether `nextSteps` may give something else once this event is in the state. What happens within a
 * pass that is performed leads nowhere before the pass ends. Pure.
 */
export function mayLeadOn({ type }: Pick<RunEventBody, "type">): boolean {
  switch (type) {
    case "RunStarted":
    case "BlockStarted":
    case "BlockRan":
    case "BlockFinished":
    case "BlockSkipped":
    case "CallbackCalled":
    case "CallbackDied":
    case "CancelRequested":
    case "RunFinished":
      return true;
    case "RequestIntended":
    case "BlockWaiting":
    case "CallbackReceived":
    case "WaitExpired":
    case "ExecutionFinished":
    case "AppRunFinished":
    case "LogWritten":
      return false;
    default:
      return assertNever(type, "run event");
  }
}
