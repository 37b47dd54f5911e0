/** How much one event may hold. */
import { utf8Length } from "../json/index.ts";
import type { AppRunReference, FailureSummary, RunEventBody } from "./event.ts";

/** Bytes of JSON. */
export const EVENT_LIMIT_BYTES = 8 * 1024;

/** Bytes of the texts for people in an event; what else it holds has its place beside them. */
const MESSAGE_BYTES = 3 * 1024;
const SHORT_BYTES = 1024;
/** Bytes of the app runs that BlockStarted names. */
const APP_RUNS_BYTES = 6 * 1024;

/** Whether the event is small enough to be recorded. Pure. */
export function isWithinLimit(event: RunEventBody): boolean {
  return utf8Length(JSON.stringify(event)) <= EVENT_LIMIT_BYTES;
}

/**
 * The event with what people and third parties named cut to what an event has room for. Characters
 * are no measure: one may be three bytes, or six as JSON writes it. Everything that is cut here has
 * its whole elsewhere. Pure.
 */
export function fitted(event: RunEventBody): RunEventBody {
  switch (event.type) {
    case "BlockStarted": {
      const { action } = event;
      if (action === null) return event;
      return { ...event, action: { ...action, appRuns: appRunsWithin(action.appRuns) } };
    }
    case "BlockRan":
    case "BlockFinished":
      return event.failure === null ? event : { ...event, failure: summaryWithin(event.failure) };
    case "RunFinished": {
      const { failure } = event;
      if (failure === null) return event;
      const message = textWithin(failure.message, MESSAGE_BYTES);
      return { ...event, failure: { ...failure, message } };
    }
    case "BlockSkipped":
      return { ...event, reason: textWithin(event.reason, SHORT_BYTES) };
    case "CancelRequested":
      return { ...event, by: textWithin(event.by, SHORT_BYTES) };
    default:
      return event;
  }
}

function summaryWithin(failure: FailureSummary): FailureSummary {
  return {
    ...failure,
    message: textWithin(failure.message, MESSAGE_BYTES),
    failureIndicator: textWithin(failure.failureIndicator, SHORT_BYTES),
    field: failure.field === null ? null : textWithin(failure.field, SHORT_BYTES),
  };
}

/** As many as there is room for, from the first. */
function appRunsWithin(appRuns: readonly AppRunReference[]): readonly AppRunReference[] {
  let left = APP_RUNS_BYTES;
  const end = appRuns.findIndex((appRun) => {
    left -= bytesOf(appRun) + 1;
    return left < 0;
  });
  return end < 0 ? appRuns : appRuns.slice(0, end);
}

/** The front of a text, without half of a surrogate pair at its end. */
function textWithin(text: string, most: number): string {
  // No character takes more than six bytes.
  if (text.length * 6 <= most) return text;
  let cut = text;
  for (let bytes = bytesOf(cut); bytes > most; bytes = bytesOf(cut))
    cut = cut.slice(0, Math.floor((cut.length * most) / bytes)).replace(/[\ud800-\udbff]$/, "");
  return cut;
}

function bytesOf(value: unknown): number {
  return utf8Length(JSON.stringify(value));
}
