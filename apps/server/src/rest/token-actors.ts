import type { Installation } from "@callbook/services/context";
import { keepReads } from "@callbook/services/kept-reads";
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

/**
 * Reads persons and rights once a second at most, and anew as soon as a notice says that they
 * changed: a script that starts many runs costs no query each.
 */
export function createTokenActors(
  installation: Pick<Installation, "db" | "now" | "notices">,
): TokenActors {
  const actors = keepReads((token: string) => actorOfToken(installation, token), {
    max: MOST_KEPT,
    ms: FRESH_MS,
    // A token may be made at any moment.
    keeps: (actor) => actor !== null,
  });
  const unsubscribe = installation.notices.subscribe(({ kind }) => {
    if (kind === "person" || kind === "sites" || kind === "missed") actors.clear();
  });
  return {
    demand: async (authorization) => {
      const token = /^Bearer +(cbk_[A-Za-z0-9_-]{20,100})$/i.exec(authorization ?? "")?.[1];
      const actor = token === undefined ? null : await actors.read(token);
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
