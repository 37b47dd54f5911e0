import type { Outages } from "@callbook/db";
import { CALLBACK_BODY_LIMIT_BYTES, type CallbackReply } from "@callbook/engine";
import type { Installation } from "@callbook/services/context";
import { createRateLimit } from "@callbook/services/rate-limit";
import type { HttpBindings } from "@hono/node-server";
import type { Handler } from "hono";
import { type ClientAddresses, clientAddress } from "../http/trusted-proxies.ts";
import { readBytes } from "./read-body.ts";

/** Where third parties answer. The token in the path is all they need. */
export const CALLBACK_PATH = "/api/callbacks/:id/:token";

/** Bodies are small; whoever drips one is not waited for. */
const PATIENCE_MS = 10_000;
/** Wrong addresses from one host in a minute. */
const MOST_WRONG = 120;

/** Hands a request to the engine with the bytes of its body as they came. */
export function receiveCallback(
  { engine, db }: Pick<Installation, "engine" | "db">,
  addresses: ClientAddresses,
  outages: Outages,
): Handler<{ Bindings: HttpBindings }> {
  const wrong = createRateLimit({ db, name: "wrong callbacks", points: MOST_WRONG, seconds: 60 });
  return async (context) => {
    const { raw, method } = context.req;
    const address = clientAddress(addresses, context);
    const takes = method === "POST" || method === "PUT";
    const body = takes
      ? await readBytes(raw, CALLBACK_BODY_LIMIT_BYTES, PATIENCE_MS)
      : new Uint8Array();
    const arrived = {
      method,
      headers: Object.fromEntries(raw.headers),
      contentType: raw.headers.get("content-type"),
      body,
    };
    const { id = "", token = "" } = context.req.param();
    // Only guessing is slowed down: a caller who knows a token is answered.
    const answer = async (): Promise<{ reply: CallbackReply; blockedFor: number | null }> => {
      const reply = await engine.receiveCallback(id, token, arrived);
      if (reply.status !== 404) return { reply, blockedFor: null };
      const blockedFor = await wrong.blockedFor(address);
      await wrong.count(address);
      return { reply, blockedFor };
    };
    // What is not read of a body that is too large must not stand before the next request.
    if (body === null) context.header("Connection", "close");
    const answered = await outages.within(answer).catch((error: unknown) => {
      if (outages.report(error)) return null;
      throw error;
    });
    if (answered === null)
      return context.json({ status: "unavailable" }, 503, { "Retry-After": "2" });
    const { reply, blockedFor } = answered;
    if (blockedFor !== null)
      return context.json({ status: "too_many" }, 429, { "Retry-After": String(blockedFor) });
    for (const [name, value] of Object.entries(reply.headers)) context.header(name, value);
    return context.json(reply.body, reply.status);
  };
}
