import { type ConnectSettings, openSocket } from "../connect/open-socket.ts";
import { stopFault } from "../connect/stop-fault.ts";
import {
  checkAddress,
  type EgressPolicy,
  entryOf,
  findOwnPlaces,
  targetOf,
} from "../egress/index.ts";
import { type Deadline, Stopped } from "./deadline.ts";
import { type Fault, fault } from "./fault.ts";
import { clientOn, discard, type IdleClients, type SocketClient } from "./idle-clients.ts";
import { readBody } from "./read-body.ts";
import { isLostConnection, requestFault } from "./request-fault.ts";
import type { TraceRecorder } from "./trace-recorder.ts";

/** One header of a request. `isBound` headers carry credentials or templates: they stay at their origin. */
export interface OutgoingHeader {
  readonly name: string;
  readonly value: string;
  readonly isBound: boolean;
}

/** One request to one URL, without its redirects. */
export interface Hop {
  readonly method: string;
  readonly url: URL;
  /** The URL for people, without secrets that a template put there. */
  readonly shownUrl: string;
  readonly headers: readonly OutgoingHeader[];
  readonly body: Uint8Array | null;
  readonly safeToRepeat: boolean;
}

/** What a hop needs beside itself. */
export interface HopSurroundings {
  /** Names connection record and version of its credentials. */
  readonly poolKey: string;
  readonly policy: EgressPolicy;
  readonly deadline: Deadline;
  readonly trace: TraceRecorder;
  readonly settings: ConnectSettings & {
    readonly maxBodyBytes: number;
    readonly idleTimeoutMs: number;
  };
  readonly idle: IdleClients;
  /** Resolves when the first byte may leave; asked before each request, answered once. */
  readonly mayLeave: () => Promise<void>;
}

/** An answer with its content codings undone, not yet scrubbed. Names of headers are lower case. */
export interface RawResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  readonly url: URL;
  /** The URL for people, see Hop. */
  readonly shownUrl: string;
}

export type HopResult =
  | { readonly ok: true; readonly response: RawResponse }
  | { readonly ok: false; readonly fault: Fault; readonly sent: boolean };

type Attempt = HopResult | { readonly ok: "stale" };

/** Sends one request and reads its answer to the end, over a kept-open connection if there is one. */
export async function exchange(hop: Hop, around: HopSurroundings): Promise<HopResult> {
  const target = targetOf(hop.url);
  const key = `${around.poolKey} ${hop.url.origin}`;
  const { policy, settings, deadline } = around;
  const own = await findOwnPlaces(policy, target.port, (name) =>
    deadline.until(settings.lookup(name)),
  );
  const judged = { allowedAddress: policy.allowedAddress, own };
  const kept = around.idle.take(key);
  if (kept !== null && checkAddress(kept.address, target, judged) === null) {
    around.trace.end("dns", "passed", `${kept.address} (connection kept open)`);
    around.trace.end("tls", "passed", "");
    const attempt = await sendOn(kept, key, hop, around, true);
    if (attempt.ok !== "stale") return attempt;
  } else if (kept !== null) discard(kept);

  const secure = hop.url.protocol === "https:";
  const opened = await openSocket({ ...around, target, secure, judged }, settings);
  if (!opened.ok) return { ok: false, fault: opened.fault, sent: false };
  const fresh = clientOn(hop.url.origin, opened.socket, opened.address);
  const attempt = await sendOn(fresh, key, hop, around, false);
  if (attempt.ok === "stale") throw new Error("a fresh connection cannot be stale");
  return attempt;
}

/** "stale": the kept-open connection was closed meanwhile, and nothing that matters has been sent. */
async function sendOn(
  entry: SocketClient,
  key: string,
  hop: Hop,
  around: HopSurroundings,
  isKept: boolean,
): Promise<Attempt> {
  const { deadline, trace, settings } = around;
  try {
    await deadline.until(around.mayLeave());
  } catch (error) {
    discard(entry);
    if (!(error instanceof Stopped)) throw error;
    const reason = stopFault(deadline, "request", "connect");
    trace.end("request", "failed", reason.message);
    return { ok: false, fault: reason, sent: false };
  }
  const before = entry.socket.bytesWritten;
  let headersArrived = false;
  trace.start("request");
  const fail = (reason: Fault): HopResult => {
    const sent = entry.socket.bytesWritten > before;
    discard(entry);
    trace.end("request", "failed", reason.message);
    return { ok: false, fault: reason, sent };
  };
  const explain = (error: unknown): Fault =>
    requestFault(error, {
      sent: entry.socket.bytesWritten > before,
      headersArrived,
      safeToRepeat: hop.safeToRepeat,
      hostAndPort: entryOf(targetOf(hop.url)),
      deadline,
    });
  const cut = (): void => discard(entry);
  deadline.signal.addEventListener("abort", cut, { once: true });
  if (deadline.cause !== null) cut();
  try {
    const answer = await entry.client.request({
      method: hop.method,
      path: hop.url.pathname + hop.url.search,
      headers: hop.headers.flatMap(({ name, value }) => [name, value]),
      body: hop.body,
      headersTimeout: 0,
      bodyTimeout: settings.idleTimeoutMs,
      responseHeaders: null,
    });
    headersArrived = true;
    const headers = joinHeaders(answer.headers);
    const body = await readBody(
      answer.body,
      headers["content-encoding"] ?? "",
      settings.maxBodyBytes,
    );
    if (!body.ok) return fail(bodyFault(body, settings.maxBodyBytes, explain));
    around.idle.give(key, entry);
    trace.end(
      "request",
      "passed",
      `${hop.method} ${hop.shownUrl.replace(/[?#].*$/s, "")} answered ${answer.statusCode}`,
    );
    const { url, shownUrl } = hop;
    return {
      ok: true,
      response: { status: answer.statusCode, headers, body: body.bytes, url, shownUrl },
    };
  } catch (error) {
    const sent = entry.socket.bytesWritten > before;
    const mayRepeat = !sent || hop.safeToRepeat;
    if (
      isKept &&
      !headersArrived &&
      mayRepeat &&
      deadline.cause === null &&
      isLostConnection(error)
    ) {
      discard(entry);
      trace.end("request", "passed", "");
      return { ok: "stale" };
    }
    return fail(explain(error));
  } finally {
    deadline.signal.removeEventListener("abort", cut);
  }
}

function bodyFault(
  body: Exclude<Awaited<ReturnType<typeof readBody>>, { ok: true }>,
  maxBytes: number,
  explain: (error: unknown) => Fault,
): Fault {
  switch (body.kind) {
    case "too-big": {
      const limit = `${Math.round(maxBytes / 1024 / 102.4) / 10} MiB`;
      return fault("F-TOOBIG", "request", `The response is larger than ${limit}`);
    }
    case "bad-coding":
      return fault("F-PARSE", "request", `The response cannot be decoded: ${body.message}`);
    case "broken":
      return explain(body.error);
  }
}

/** One text a name; several of one name are joined as RFC 9110 allows. */
function joinHeaders(
  headers: Record<string, string | string[] | undefined>,
): Record<string, string> {
  const joined: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value === undefined) continue;
    // defineProperty: a header named __proto__ must not change the object.
    const text = Array.isArray(value) ? value.join(", ") : value;
    Object.defineProperty(joined, name.toLowerCase(), {
      value: text,
      enumerable: true,
      configurable: true,
      writable: true,
    });
  }
  return joined;
}
