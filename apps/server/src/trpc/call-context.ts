import { randomUUID } from "node:crypto";
import type { Outages } from "@callbook/db";
import type { Context } from "@callbook/services/context";
import type { Actor } from "@callbook/services/permissions";
import { type SessionDoor, sessionDoor } from "../http/session-door.ts";
import type { ServerParts } from "../process/server-parts.ts";
import { refused } from "./refusal.ts";

/** What a tRPC call carries. */
export interface CallContext {
  readonly actor: Actor | null;
  readonly contextOf: (actor: Actor) => Context;
  readonly session: SessionDoor;
  /** As long as the database answers. */
  readonly within: Outages["within"];
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
  const { within } = parts.outages;
  const actor = await within(session.actor).catch((error: unknown) => {
    throw refused(error) ?? error;
  });
  return {
    actor,
    within,
    contextOf: (actor) => ({ ...parts.installation, actor }),
    session,
    reference: randomUUID().slice(0, 8),
  };
}
