import type { Actor } from "./actor.ts";

/** What every verb is given: who asks, and the installation it is asked of. */
export interface Context {
  readonly actor: Actor;
  /** The time, handed in so that tests can set it. */
  now(): Date;
}
