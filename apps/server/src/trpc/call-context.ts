import { randomUUID } from "node:crypto";
import type { Context } from "@callbook/services/context";
import type { Actor } from "@callbook/services/permissions";
import { type SessionDoor, sessionDoor } from "../http/session-door.ts";
import type { ServerParts } from "../process/server-parts.ts";

/** What a tRPC call carries. */
export interface CallContext {
  readonly actor: Actor | null;
  readonly contextOf: (actor: Actor) => Context;
  readonly session: SessionDoor;
  /** Stands in the answer to a bug and beside it in the log. */
  readonly reference: string;
}

/** Reads who asks, once for all calls of a batch. */
export async function callContext(
  parts: ServerParts,
  request: {
    readonly headers: Headers;
    readonly address: string;
    readonly responseHeaders: Headers;
  },
): Promise<CallContext> {
  const session = sessionDoor(parts, request, (cookie) =>
    request.responseHeaders.append("set-cookie", cookie),
  );
  return {
    actor: await session.actor(),
    contextOf: (actor) => ({ ...parts.installation, actor }),
    session,
    reference: randomUUID().slice(0, 8),
  };
}
