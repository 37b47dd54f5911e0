/** What can happen to a run in a process, from its taking up to its leaving. */
import type { InboxRow } from "../inbox/take.ts";
import type { Answer } from "./calls.ts";
import type { Crash } from "./crash.ts";
import type { Draft } from "./draft.ts";
import type { CallEnd, Intent } from "./execute.ts";
import type { Execution } from "./memory.ts";

/** How a run left this process. */
export type DriverEnd =
  /** It has ended. */
  | "finished"
  /** All of it waits; nobody has it. */
  | "parked"
  /** It belongs to another process, or its row could not be made. */
  | "lost"
  /** The process stops; the run is as it was left. */
  | "paused";

/** What a taken-over run begins with. */
export interface Resumption {
  /** To be performed, again or for the first time. */
  readonly effects: readonly Execution[];
  /** Recorded before anything else. */
  readonly record: (draft: Draft) => void;
}

/** Something that happened to a run. */
export type Fact =
  | { readonly kind: "resume"; readonly resumption: Resumption }
  | { readonly kind: "crash"; readonly crash: Crash }
  | { readonly kind: "intent"; readonly intent: Intent }
  | { readonly kind: "end"; readonly execution: Execution; readonly end: CallEnd }
  | ({ readonly kind: "answer" } & Answer)
  | { readonly kind: "cancel"; readonly row: InboxRow; readonly by: string }
  | { readonly kind: "give up" };
