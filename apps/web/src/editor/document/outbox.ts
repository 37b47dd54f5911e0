/** Sends pending edits one request at a time, in order, and tries again until the server has answered. */
import type { OperationAck } from "@callbook/core/operation";
import type { Batch } from "./pending.ts";
import { type PlaybookServer, type ServerTrouble, troubleOf } from "./playbook-server.ts";

const LONGEST_PAUSE_MS = 15_000;

interface OutboxOptions {
  readonly server: PlaybookServer;
  /** Nothing is sent before what the browser kept has been read. */
  readonly ready: Promise<unknown>;
  /** What is to be sent next; `limit` edits at most. */
  next(limit: number | undefined): Batch | null;
  onAcks(acks: readonly OperationAck[]): Promise<void>;
  onChange(): void;
  /** Calls back after so many milliseconds; returns how to call it off. */
  readonly after: (milliseconds: number, callback: () => void) => () => void;
}

export interface Outbox {
  readonly trouble: ServerTrouble | null;
  /** Sends what waits, if nothing is on its way. */
  send(): void;
  /** Forgets the trouble and tries at once. */
  wake(): void;
  /** Something else than sending failed; it is tried again with the rest. */
  report(error: unknown): void;
  /** Resolves when nothing is on its way. */
  settled(): Promise<void>;
  close(): void;
}

export function createOutbox(options: OutboxOptions): Outbox {
  let trouble: ServerTrouble | null = null;
  let working: Promise<void> | null = null;
  let cancelRetry: (() => void) | null = null;
  let failures = 0;
  let closed = false;
  // After the server could not read a batch its edits go alone, so that one bad edit stops no other.
  let oneByOne = false;

  async function sendNext(): Promise<boolean> {
    const batch = options.next(oneByOne ? 1 : undefined);
    if (batch === null) {
      oneByOne = false;
      return false;
    }
    try {
      const acks =
        batch.kind === "apply"
          ? await options.server.apply(batch.envelopes)
          : [await options.server.undo(batch.operationId, batch.id)];
      failures = 0;
      trouble = null;
      await options.onAcks(acks);
    } catch (error) {
      const found = troubleOf(error);
      if (found.kind !== "invalid") throw found;
      const ids = batch.kind === "apply" ? batch.envelopes.map(({ id }) => id) : [batch.id];
      if (ids.length > 1) oneByOne = true;
      else await options.onAcks(ids.map((id) => refusedAck(id, found.message)));
    }
    return true;
  }

  function send(): void {
    if (working !== null || closed) return;
    cancelRetry?.();
    cancelRetry = null;
    working = options.ready
      .then(async () => {
        while (!closed && (await sendNext()));
      })
      .catch(report)
      .then(() => {
        working = null;
        options.onChange();
        if (trouble === null && options.next(1) !== null) send();
      });
  }

  function report(error: unknown): void {
    trouble = troubleOf(error);
    if (trouble.kind === "unreachable" && !closed) {
      failures += 1;
      cancelRetry?.();
      cancelRetry = options.after(
        Math.min(LONGEST_PAUSE_MS, 500 * 2 ** Math.min(failures, 6)),
        send,
      );
    }
  }

  return {
    get trouble() {
      return trouble;
    },
    send,
    wake() {
      trouble = null;
      failures = 0;
      send();
    },
    report,
    async settled() {
      await options.ready;
      while (working !== null) await working;
    },
    close() {
      closed = true;
      cancelRetry?.();
    },
  };
}

function refusedAck(id: string, message: string): OperationAck {
  return { status: "refused", id, message, path: [] };
}
