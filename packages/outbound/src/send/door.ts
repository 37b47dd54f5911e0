import type { TraceStep } from "@callbook/core/failure";
import { type Lookup, lookupBySystem } from "../connect/lookup.ts";
import type { ConnectSettings } from "../connect/open-socket.ts";
import type { EgressPolicy } from "../egress/index.ts";
import { Deadline } from "./deadline.ts";
import { exchange, type Hop, type OutgoingHeader, type RawResponse } from "./exchange.ts";
import type { Fault } from "./fault.ts";
import { IdleClients } from "./idle-clients.ts";
import { hopKey, nextHop } from "./redirect.ts";
import { TraceRecorder } from "./trace-recorder.ts";

/** How the door is set up. What is absent has its default. */
export interface DoorOptions {
  readonly lookup?: Lookup;
  readonly connectTimeoutMs?: number;
  /** Longest silence inside a body; the total deadline holds beside it. */
  readonly idleTimeoutMs?: number;
  /** For the decoded body; default 10 MiB. */
  readonly maxBodyBytes?: number;
  readonly extraAuthorities?: readonly string[];
}

/** A request, complete, with secrets in it. */
export interface OutgoingRequest {
  readonly method: string;
  readonly url: URL;
  /** The URL for people; left out: it is the same. */
  readonly shownUrl?: string;
  readonly headers: readonly OutgoingHeader[];
  readonly body: Uint8Array | null;
  /** Whether sending it twice does no harm: by its method, or because the service honours Idempotency-Key. */
  readonly safeToRepeat: boolean;
  readonly timeoutMs: number;
}

export interface SendOptions {
  /** Connection record and version of its credentials: connections are shared by nothing else. */
  readonly poolKey: string;
  readonly policy: EgressPolicy;
  readonly signal: AbortSignal | null;
  /**
   * Whether a redirect may be followed to another origin, judged by the whole address: who answers may
   * have put a secret into it. Left out: it may.
   */
  readonly mayLeadTo?: (url: URL) => boolean;
  /** Awaited once, on an open connection, before the first byte leaves. Its rejection is that of `send`. */
  readonly beforeSend?: () => Promise<void>;
  /** Called with the network steps after each change, for a trace that is shown live. */
  readonly onTrace?: (steps: readonly TraceStep[]) => void;
}

/** The outcome of a send. `sent`: a byte of the request may have left this machine. */
export type SendResult =
  | {
      readonly ok: true;
      readonly response: RawResponse;
      readonly trace: readonly TraceStep[];
      readonly sent: true;
    }
  | {
      readonly ok: false;
      readonly fault: Fault;
      readonly trace: readonly TraceStep[];
      readonly sent: boolean;
    };

/** The only way out of this process to other systems. */
export interface Door {
  send(request: OutgoingRequest, options: SendOptions): Promise<SendResult>;
  /** Closes what is open and idle. */
  close(): void;
}

const automaticHeaders: readonly OutgoingHeader[] = [
  { name: "user-agent", value: "Callbook", isBound: false },
  { name: "accept", value: "*/*", isBound: false },
  { name: "accept-encoding", value: "gzip, deflate, br, zstd", isBound: false },
];

/** Makes a door with a pool of its own. Never throws for what the network does. */
export function createDoor(options: DoorOptions = {}): Door {
  const idle = new IdleClients();
  const settings: ConnectSettings & { maxBodyBytes: number; idleTimeoutMs: number } = {
    lookup: options.lookup ?? lookupBySystem,
    connectTimeoutMs: options.connectTimeoutMs ?? 10_000,
    idleTimeoutMs: options.idleTimeoutMs ?? 30_000,
    maxBodyBytes: options.maxBodyBytes ?? 10 * 1024 * 1024,
    extraAuthorities: options.extraAuthorities ?? [],
  };
  return {
    close: () => idle.clear(),
    send: async (request, options) => {
      const { poolKey, policy, signal, onTrace, beforeSend, mayLeadTo = () => true } = options;
      const deadline = new Deadline(request.timeoutMs, signal);
      const trace: TraceRecorder = new TraceRecorder(
        () => performance.now(),
        () => onTrace?.(trace.steps()),
      );
      try {
        let asked: Promise<void> | null = null;
        const mayLeave = (): Promise<void> => {
          asked ??= beforeSend?.() ?? Promise.resolve();
          return asked;
        };
        const surroundings = { poolKey, policy, deadline, trace, settings, idle, mayLeave };
        return await follow(withAutomaticHeaders(request), surroundings, mayLeadTo);
      } finally {
        deadline.clear();
      }
    },
  };
}

async function follow(
  first: Hop,
  surroundings: Parameters<typeof exchange>[1],
  mayLeadTo: (url: URL) => boolean,
): Promise<SendResult> {
  const { trace } = surroundings;
  const seen = new Set<string>([hopKey(first.method, first.url)]);
  let hop = first;
  for (let followed = 0; ; followed += 1) {
    const result = await exchange(hop, surroundings);
    // After a redirect something has been sent, whatever became of the later hop.
    if (!result.ok) return { ...result, sent: result.sent || followed > 0, trace: trace.steps() };
    const next = nextHop(hop, result.response, { followed, seen, mayLeadTo });
    if (next.kind === "final") {
      return { ok: true, response: result.response, sent: true, trace: trace.steps() };
    }
    if (next.kind === "refused") {
      trace.end("request", "failed", next.fault.message);
      return { ok: false, fault: next.fault, sent: true, trace: trace.steps() };
    }
    hop = next.hop;
    seen.add(hopKey(hop.method, hop.url));
  }
}

function withAutomaticHeaders(request: OutgoingRequest): Hop {
  const given = new Set(request.headers.map(({ name }) => name.toLowerCase()));
  const added = automaticHeaders.filter(({ name }) => !given.has(name));
  const { shownUrl = request.url.href } = request;
  return { ...request, shownUrl, headers: [...request.headers, ...added] };
}
