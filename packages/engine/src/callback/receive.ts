/** The inbound callback URL: what is answered to whom, and what is kept of it. */
import { createHash } from "node:crypto";
import type { Pool } from "pg";
import { consumeWait } from "../inbox/put.ts";
import { isPassing } from "../journal/failure-kind.ts";
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
  readonly status: 202 | 400 | 404 | 405 | 409 | 410 | 413 | 415 | 429 | 503;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Readonly<Record<string, string | number>>;
}

/** Arrivals at one callback URL that are looked at and kept, each minute. */
export const ARRIVALS_PER_MINUTE = 60;
const keptHeaders = ["content-type", "user-agent", "date", "x-request-id", "traceparent"];
const allow = { Allow: "POST, PUT" };

interface WaitState {
  readonly state: string;
  readonly hash: Buffer;
  readonly overdue: boolean;
}

export class CallbackReceiver {
  private readonly pool: Pool;
  private readonly onInbox: (runId: number) => void;
  private readonly now: () => number;
  private readonly arrivals = new Map<string, { minute: number; count: number }>();

  constructor(pool: Pool, onInbox: (runId: number) => void, now: () => number) {
    this.pool = pool;
    this.onInbox = onInbox;
    this.now = now;
  }

  /**
   * Answers one request to a callback URL, after its effect is on disk. Never
   * throws for what the caller sent; while the database is away it is 503, so
   * that the sender tries again.
   */
  async receive(id: string, token: string, arrived: InboundCallback): Promise<CallbackReply> {
    if (arrived.method !== "POST" && arrived.method !== "PUT")
      return reply(405, { status: "method_not_allowed" }, allow);
    try {
      return await this.receiveFrom(id, token, arrived);
    } catch (error) {
      if (!isPassing(error)) throw error;
      return reply(503, { status: "unavailable" }, { "Retry-After": "5" });
    }
  }

  private async receiveFrom(
    id: string,
    token: string,
    arrived: InboundCallback,
  ): Promise<CallbackReply> {
    const wait = await this.find(id);
    if (!isTokenOf(token, wait?.hash ?? null) || wait === null)
      return reply(404, { status: "not_found" });
    const kept = this.countArrival(id);
    const refuse = async (status: 400 | 413 | 415, why: string) => {
      if (!kept) return tooMany();
      await this.keep(id, arrived, status, `refused: ${why}`, null);
      return reply(status, { status: "refused", message: why });
    };
    const { body } = arrived;
    if (body === null || body.length > CALLBACK_BODY_LIMIT_BYTES)
      return refuse(413, `the body is over ${CALLBACK_BODY_LIMIT_BYTES} bytes`);
    const payload = readPayload(arrived.contentType, body);
    if (!payload.ok) return refuse(payload.status, payload.why);
    const view = JSON.stringify(payload.view);
    if (wait.state !== "open" || wait.overdue)
      return this.late(id, arrived, kept, wait.state, view);
    if (!kept) return tooMany();
    const runId = await consumeWait(this.pool, {
      waitId: id,
      method: arrived.method,
      headers: allowed(arrived.headers),
      body,
      bodyHash: hashOf(body),
      view,
    });
    if (runId !== null) {
      this.onInbox(runId);
      return reply(202, { status: "accepted" });
    }
    const now = await this.find(id);
    return this.late(id, arrived, kept, now?.state ?? "closed", view);
  }

  /** The wait has ended: by an answer (409), or by its deadline or the run (410). */
  private async late(
    id: string,
    arrived: InboundCallback,
    kept: boolean,
    state: string,
    view: string,
  ): Promise<CallbackReply> {
    const status = state === "satisfied" ? 409 : 410;
    if (kept) await this.keep(id, arrived, status, "late", view);
    return reply(status, { status: status === 409 ? "already_completed" : "gone" });
  }

  private async find(id: string): Promise<WaitState | null> {
    const answer = await this.pool.query<WaitState>({
      name: "find wait",
      text: "select state, token_hash as hash, deadline <= now() as overdue from wait where id = $1",
      values: [id],
    });
    return answer.rows[0] ?? null;
  }

  private async keep(
    id: string,
    { method, headers, body }: InboundCallback,
    answered: number,
    outcome: string,
    view: string | null,
  ): Promise<void> {
    const bytes = answered === 413 ? new Uint8Array() : (body ?? new Uint8Array());
    await this.pool.query(
      `insert into callback_delivery (wait_id, method, answered, outcome, headers, body, body_hash, view)
       values ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [
        id,
        method,
        answered,
        outcome,
        JSON.stringify(allowed(headers)),
        Buffer.from(bytes),
        hashOf(bytes),
        view,
      ],
    );
  }

  /** False: this record has had its share of this minute, and nothing more is kept of it. */
  private countArrival(id: string): boolean {
    const minute = Math.floor(this.now() / 60_000);
    const before = this.arrivals.get(id);
    const count = before?.minute === minute ? before.count + 1 : 1;
    if (this.arrivals.size > 10_000) this.arrivals.clear();
    this.arrivals.set(id, { minute, count });
    return count <= ARRIVALS_PER_MINUTE;
  }
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

function allowed(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    keptHeaders.flatMap((name) => {
      const value = headers[name];
      return value === undefined ? [] : [[name, value.slice(0, 1000)]];
    }),
  );
}

function hashOf(bytes: Uint8Array): Buffer {
  return createHash("sha256").update(bytes).digest();
}
