/** Which events this version knows, in which versions. */
import type { RunEvent, RunEventBody } from "./event.ts";
import { isEvent1, upgradeEvent1 } from "./event-1.ts";

/** The newest version of each type. */
const VERSIONS: {
  readonly [Type in RunEventBody["type"]]: Extract<RunEventBody, { readonly type: Type }>["v"];
} = {
  RunStarted: 1,
  BlockStarted: 1,
  BlockRan: 1,
  RequestIntended: 2,
  ExecutionFinished: 2,
  AppRunFinished: 1,
  BlockWaiting: 2,
  CallbackReceived: 2,
  WaitExpired: 2,
  BlockFinished: 1,
  CallbackCalled: 2,
  CallbackDied: 2,
  BlockSkipped: 2,
  LogWritten: 1,
  CancelRequested: 1,
  RunFinished: 2,
};

/** The event in its present version; null: its type or version is not known here. Pure. */
export function presentEvent(event: RunEventBody): RunEventBody | null {
  const stored: { readonly v: number; readonly type: string } = event;
  if (!Object.hasOwn(VERSIONS, stored.type)) return null;
  if (stored.v === VERSIONS[event.type]) return event;
  return isEvent1(stored) ? upgradeEvent1(stored) : null;
}

/**
 * The first event that this version does not know; null: it knows all. Whoever is to take a run
 * forward leaves one with such an event to a newer process; only who looks on may pass it over. Pure.
 */
export function firstUnknown(events: readonly RunEvent[]): RunEvent | null {
  return events.find(({ event }) => presentEvent(event) === null) ?? null;
}
