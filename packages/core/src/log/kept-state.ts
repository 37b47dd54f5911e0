/**
 * The state of a run as its recorder keeps it: what is on disk, and what was recorded since. Both are
 * changed in place, so that an event costs the same however much the run has seen.
 */
import { draftOf, type RunStateDraft } from "./draft.ts";
import type { RunEvent, RunEventBody } from "./event.ts";
import { applyEvent } from "./fold.ts";
import type { RunState } from "./state.ts";

export class KeptState {
  readonly #onDisk: RunStateDraft;
  /** Takes each event first, and so never shares what the other changes. */
  #ahead: RunStateDraft;
  #recorded: RunEvent[] = [];

  /** The state itself stays as it is. */
  constructor(state: RunState) {
    this.#onDisk = draftOf(state);
    this.#ahead = draftOf(this.#onDisk);
  }

  /** What is on disk. Changes with the next `commit`. */
  get onDisk(): RunState {
    return this.#onDisk;
  }

  /** With what was recorded since. Changes with the next `record`. */
  get ahead(): RunState {
    return this.#ahead;
  }

  /** What was recorded since the last commit, to be written. */
  get recorded(): readonly RunEvent[] {
    return this.#recorded;
  }

  /** Adds the next event. `at`: its ISO time. */
  record(event: RunEventBody, at: string): void {
    const recorded: RunEvent = { seq: this.#ahead.seq + 1, at, event };
    this.#recorded.push(recorded);
    applyEvent(this.#ahead, recorded);
  }

  /** What was recorded is on disk. */
  commit(): void {
    for (const event of this.#recorded) applyEvent(this.#onDisk, event);
    this.#recorded = [];
  }

  /** Forgets what was recorded since the last commit. */
  drop(): void {
    if (this.#recorded.length === 0) return;
    this.#recorded = [];
    this.#ahead = draftOf(this.#onDisk);
  }
}
