/** The log of one run as it grows, folded by the same function as on the server. */
import { emptyRunState, foldOnto, type RunEvent, type RunState } from "@callbook/core/log";

export interface FollowedLog {
  readonly state: RunState;
  readonly events: readonly RunEvent[];
}

export const emptyLog: FollowedLog = { state: emptyRunState, events: [] };

export type Followed =
  | { readonly kind: "same" }
  | { readonly kind: "grown"; readonly log: FollowedLog }
  /** Events before these are missing; read those after `log.state.seq`. */
  | { readonly kind: "gap"; readonly log: FollowedLog };

/** The log with more events. Known ones are passed over; those behind a gap are left for later. Pure. */
export function withEvents(log: FollowedLog, more: readonly RunEvent[]): Followed {
  const fresh: RunEvent[] = [];
  let seq = log.state.seq;
  let gap = false;
  for (const event of more) {
    if (event.seq <= seq) continue;
    if (event.seq !== seq + 1) {
      gap = true;
      break;
    }
    fresh.push(event);
    seq = event.seq;
  }
  const grown =
    fresh.length === 0
      ? log
      : { state: foldOnto(log.state, fresh), events: [...log.events, ...fresh] };
  if (gap) return { kind: "gap", log: grown };
  return fresh.length === 0 ? { kind: "same" } : { kind: "grown", log: grown };
}
