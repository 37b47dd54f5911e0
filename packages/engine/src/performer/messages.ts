/** What can reach a run in a process, from its taking up to its leaving. */

import type { Crash } from "./crash.ts";
import type { PassSlot } from "./memory.ts";
import type { CallEnd, Intent } from "./perform.ts";
import type { Turn } from "./turn.ts";
import type { WaitEnd } from "./wait-end.ts";

/** How a run left this process. */
export type Leaving =
  /** It has ended. */
  | "finished"
  /** All of it waits; nobody has it. */
  | "parked"
  /** It belongs to another process, or its row could not be made. */
  | "lost"
  /** The process stops; the run is as it was left. */
  | "paused";

/** What a run that was opened begins with. */
export interface Opening {
  /** To be performed, again or for the first time. */
  readonly begin: readonly PassSlot[];
  /** Recorded before anything else. */
  readonly record: (turn: Turn) => void;
}

export type RunMessage =
  | { readonly kind: "opening"; readonly opening: Opening }
  | { readonly kind: "crash"; readonly crash: Crash }
  | { readonly kind: "intent"; readonly intent: Intent }
  | { readonly kind: "call end"; readonly performed: PassSlot; readonly end: CallEnd }
  | { readonly kind: "wait end"; readonly waitEnd: WaitEnd }
  | { readonly kind: "cancel"; readonly inboxId: string; readonly by: string }
  /** Calls that were told to stop have not. */
  | { readonly kind: "give up" };
