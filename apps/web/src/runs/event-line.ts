/** One event of the run log as a person reads it. Pure. */
import { indexDocument, type PlaybookDocument } from "@callbook/core/document";
import { assertNever } from "@callbook/core/json";
import type { RunEventBody } from "@callbook/core/run";

/** @param logs text of log lines by the seq of their event */
export function eventLine(
  event: RunEventBody,
  document: PlaybookDocument,
  log: string | undefined,
): string {
  const index = indexDocument(document);
  const name = (id: string) => index.blocks.get(id)?.name ?? id;
  const callback = (id: string) => {
    const found = index.callbacks.get(id);
    return found === undefined ? id : `${name(found.source)} to ${name(found.target)}`;
  };
  switch (event.type) {
    case "RunStarted":
      return event.testRun ? "test run of a draft" : "published revision";
    case "BlockStarted": {
      const connections = event.action?.appRuns.map((run) => run.connection).join(", ") ?? "";
      return connections === "" ? name(event.blockId) : `${name(event.blockId)} on ${connections}`;
    }
    case "RequestIntended":
      return `${name(event.path)}, app run ${event.appRunId}, parameter ${event.parameterIndex + 1}, attempt ${event.attempt}`;
    case "ExecutionFinished":
      return `${name(event.path)}, app run ${event.appRunId}, parameter ${event.parameterIndex + 1}: ${event.status}`;
    case "AppRunFinished":
      return `${name(event.path)}, app run ${event.appRunId}: ${event.succeeded} of ${event.total}`;
    case "BlockWaiting":
      return `${name(event.path)} until ${event.deadline}`;
    case "CallbackReceived":
      return `${name(event.path)}: the answer came`;
    case "WaitExpired":
      return `${name(event.path)}: no answer in time`;
    case "BlockFinished": {
      const counted = event.total > 0 ? `, ${event.succeeded} of ${event.total}` : "";
      const why = event.failure === null ? "" : `: ${event.failure.message}`;
      return `${name(event.blockId)} ${event.outcome.replace("_", " ")}${counted}${why}`;
    }
    case "CallbackCalled":
      return `${callback(event.callbackId)}, ${event.mode === "direct" ? "direct" : "by the engine"}`;
    case "CallbackDied":
      return `${callback(event.callbackId)}, ${event.reason}`;
    case "BlockSkipped":
      return `${name(event.blockId)}, ${event.reason}`;
    case "LogWritten":
      return log === undefined ? name(event.blockId) : `${name(event.blockId)}: ${log}`;
    case "CancelRequested":
      return `by ${event.by}`;
    case "RunFinished":
      return event.failure === null ? event.state : `${event.state}: ${event.failure.message}`;
    default:
      return assertNever(event, "run event");
  }
}
