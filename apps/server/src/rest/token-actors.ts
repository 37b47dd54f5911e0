import type { Installation } from "@callbook/services/context";
import type { Actor } from "@callbook/services/permissions";
import { Refusal } from "@callbook/services/refusal";
import { actorOfToken } from "@callbook/services/session";

/** Whom API tokens speak for. */
export interface TokenActors {
  /** Refuses UNAUTHENTICATED for a header that names nobody. */
  demand(authorization: string | undefined): Promise<Actor>;
  close(): void;
}

/** As old as a right may be when it is used. */
const FRESH_MS = 1000;
const MOST_KEPT = 1000;

interface Kept {
  readonly actor: Promise<Actor | null>;
  readonly readAt: number;
}

/**
 * Reads persons and rights once a second at most, and anew as soon as a notice says that they
 * changed: a script that starts many runs costs no query each.
 */
export function createTokenActors(
  installation: Pick<Installation, "db" | "now" | "notices">,
): TokenActors {
  const kept = new Map<string, Kept>();
  const unsubscribe = installation.notices.subscribe(({ kind }) => {
    if (kind === "person" || kind === "sites" || kind === "missed") kept.clear();
  });
  const find = (token: string): Promise<Actor | null> => {
    const known = kept.get(token);
    const time = performance.now();
    if (known !== undefined && time - known.readAt < FRESH_MS) return known.actor;
    const actor = actorOfToken(installation, token);
    if (kept.size >= MOST_KEPT) kept.clear();
    kept.set(token, { actor, readAt: time });
    // What failed or names nobody is asked for again: a token may be made at any moment.
    actor.then(
      (found) => found === null && kept.delete(token),
      () => kept.delete(token),
    );
    return actor;
  };
  return {
    demand: async (authorization) => {
      const token = /^Bearer +(cbk_[A-Za-z0-9_-]{20,100})$/i.exec(authorization ?? "")?.[1];
      const actor = token === undefined ? null : await find(token);
      if (actor !== null) return actor;
      const message =
        authorization === undefined
          ? "This needs an API token, sent as Authorization: Bearer cbk_…"
          : "This API token is not known, or it was revoked.";
      throw new Refusal("UNAUTHENTICATED", message);
    },
    close: unsubscribe,
  };
}
