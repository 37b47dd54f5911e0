/** The inbound callback URL: what is answered to whom, and what is kept of it. */
import { createHash } from "node:crypto";
import type { Json } from "@callbook/core/json";
import type { ArrivalMasker, EnginePorts } from "../ports.ts";
import type { Arrival, Delivery, FoundWait, RunInbox } from "../store/run-store.ts";
import { CALLBACK_BODY_LIMIT_BYTES, readPayload } from "./payload.ts";
import { isTokenOf } from "./token.ts";

export interface InboundCallback {
  readonly method: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly contentType: string | null;
  /** null: it was over the limit and has not been read to its end. */
  readonly body: Uint8Array | null;
}

export interface CallbackReply {
  readonly status: 202 | 400 | 404 | 405 | 409 | 410 | 413 | 415 | 429;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Readonly<Record<string, string | number>>;
}

/** Arrivals at one callback URL that are looked at and kept, each minute. */
export const ARRIVALS_PER_MINUTE = 60;
const keptHeaders = ["content-type", "user-agent", "date", "x-request-id", "traceparent"];
const allow = { Allow: "POST, PUT" };

export interface CallbackReceiverOptions {
  readonly store: Pick<RunInbox, "findWait" | "consumeWait" | "keepDelivery">;
  readonly maskerFor: EnginePorts["maskerFor"];
  /** Called after an answer is on disk; its run's owner, or whoever takes the run, is to be told. */
  readonly onArrival: (arrival: Arrival) => void;
  readonly now: () => Date;
}

export class CallbackReceiver {
  readonly #options: CallbackReceiverOptions;
  readonly #arrivals = new Map<string, { minute: number; count: number }>();

  constructor(options: CallbackReceiverOptions) {
    this.#options = options;
  }

  /**
   * Answers one request to a callback URL, after its effect is on disk. Never
   * throws for what the caller sent; rejects with what the database says while it is away, and then the
   * sender is to try again.
   */
  async receive(id: string, token: string, arrived: InboundCallback): Promise<CallbackReply> {
    if (arrived.method !== "POST" && arrived.method !== "PUT")
      return reply(405, { status: "method_not_allowed" }, allow);
    return this.#receiveFrom(id, token, arrived);
  }

  async #receiveFrom(id: string, token: string, arrived: InboundCallback): Promise<CallbackReply> {
    const { store, onArrival, maskerFor } = this.#options;
    const wait = await store.findWait(id);
    if (!isTokenOf(token, wait?.tokenHash ?? null) || wait === null)
      return reply(404, { status: "not_found" });
    const isKept = this.#countArrival(id);
    // What is kept of it has passed the masker: the sender knows the token, and often the secrets
    // of the connection that asked.
    const keep = async (what: InboundCallback, view?: Json) =>
      deliveryOf(what, view, await maskerFor(wait.connectionId, token));
    const refuse = async (status: 400 | 413 | 415, why: string) => {
      if (!isKept) return tooMany();
      const kept = await keep(status === 413 ? { ...arrived, body: null } : arrived);
      await store.keepDelivery(wait, kept, status, `refused: ${why}`);
      return reply(status, { status: "refused", message: why });
    };
    const { body } = arrived;
    if (body === null || body.length > CALLBACK_BODY_LIMIT_BYTES)
      return refuse(413, `the body is over ${CALLBACK_BODY_LIMIT_BYTES} bytes`);
    const payload = readPayload(arrived.contentType, body);
    if (!payload.ok) return refuse(payload.status, payload.why);
    const isLate = wait.state !== "open" || wait.isOverdue;
    if (!isKept) return isLate ? late(wait) : tooMany();
    const delivery = await keep(arrived, payload.view);
    if (isLate) return this.#keepLate(wait, delivery);
    const arrival = await store.consumeWait(wait, delivery);
    if (arrival !== null) {
      onArrival(arrival);
      return reply(202, { status: "accepted" });
    }
    const now = await store.findWait(id);
    return this.#keepLate(now ?? { ...wait, state: "closed" }, delivery);
  }

  async #keepLate(wait: FoundWait, delivery: Delivery): Promise<CallbackReply> {
    const answer = late(wait);
    await this.#options.store.keepDelivery(wait, delivery, answer.status, "late");
    return answer;
  }

  /** False: this record has had its share of this minute, and nothing more is kept of it. */
  #countArrival(id: string): boolean {
    const minute = Math.floor(this.#options.now().getTime() / 60_000);
    const before = this.#arrivals.get(id);
    const count = before?.minute === minute ? before.count + 1 : 1;
    if (this.#arrivals.size > 10_000) this.#arrivals.clear();
    this.#arrivals.set(id, { minute, count });
    return count <= ARRIVALS_PER_MINUTE;
  }
}

/** What is kept of an arrival; without a body, of nothing. Nothing of it passes by the masker. */
function deliveryOf(
  { method, headers, body }: InboundCallback,
  view: Json | undefined,
  masker: ArrivalMasker,
): Delivery {
  const bytes = Buffer.from(masker.bytes(body ?? new Uint8Array()));
  return {
    method,
    headers: allowed(headers, masker),
    body: bytes,
    bodyHash: hashOf(bytes),
    view: view === undefined ? null : JSON.stringify(masker.json(view)),
  };
}

/** The wait has ended: by an answer (409), or by its deadline or the run (410). */
function late(wait: FoundWait): CallbackReply {
  return wait.state === "satisfied"
    ? reply(409, { status: "already_completed" })
    : reply(410, { status: "gone" });
}

function reply(
  status: CallbackReply["status"],
  body: CallbackReply["body"],
  headers: CallbackReply["headers"] = {},
): CallbackReply {
  return { status, headers: { ...headers, "Referrer-Policy": "no-referrer" }, body };
}

function tooMany(): CallbackReply {
  return reply(429, { status: "too_many" }, { "Retry-After": "60" });
}

function allowed(
  headers: Readonly<Record<string, string>>,
  masker: ArrivalMasker,
): Record<string, string> {
  return Object.fromEntries(
    keptHeaders.flatMap((name) => {
      const value = headers[name];
      return value === undefined ? [] : [[name, masker.text(value).slice(0, 1000)]];
    }),
  );
}

function hashOf(bytes: Uint8Array): Buffer {
  return createHash("sha256").update(bytes).digest();
}
