/** How much one event may hold. */
import { utf8Length } from "../json/index.ts";
import type { RunEventBody } from "./event.ts";

/** Bytes of JSON. */
export const EVENT_LIMIT_BYTES = 8 * 1024;

/** Whether the event is small enough to be recorded. Pure. */
export function isWithinLimit(event: RunEventBody): boolean {
  return utf8Length(JSON.stringify(event)) <= EVENT_LIMIT_BYTES;
}
