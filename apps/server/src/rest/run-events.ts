import type { RunEvent } from "@callbook/core/run";
import { readEvents, readLogLines, resolveArguments } from "@callbook/engine";
import type { Context } from "@callbook/services/context";

/** How often a quiet stream shows that it lives, and asks whether it still may. */
const QUIET_MS = 15_000;

export interface EventsRequest {
  readonly runId: number;
  readonly afterSeq: number;
  /** Events that were read already. */
  readonly first: readonly RunEvent[];
  readonly stillAllowed: () => Promise<boolean>;
  /** Aborted when the reader goes away. */
  readonly signal: AbortSignal;
}

/**
 * The events of a run as messages of server-sent events (WHATWG HTML), until the run has ended.
 * Read by their seq, so that none is missed or told twice, whichever process writes them.
 */
export async function* eventMessages(
  context: Context,
  request: EventsRequest,
): AsyncGenerator<string, void, void> {
  const { runId, stillAllowed, signal } = request;
  const bell = createBell();
  const unsubscribe = context.engine.subscribe([runId], bell.ring);
  signal.addEventListener("abort", bell.ring);
  try {
    yield "retry: 2000\n\n";
    let afterSeq = request.afterSeq;
    let events = request.first;
    while (!signal.aborted) {
      const shown = await withDetails(context, runId, events);
      for (const event of shown) yield message(event);
      const last = events.at(-1);
      afterSeq = last?.seq ?? afterSeq;
      if (last?.event.type === "RunFinished") return;
      if (events.length === 0 && !(await bell.wait(QUIET_MS))) {
        if (!(await stillAllowed())) return;
        yield ": still here\n\n";
      }
      if (signal.aborted) return;
      events = await readEvents(context.pool, runId, afterSeq);
    }
  } finally {
    unsubscribe();
  }
}

interface ShownEvent extends RunEvent {
  readonly arguments?: unknown;
  readonly text?: string;
}

/** With what the events refer to: arguments of callbacks and texts of log lines. */
async function withDetails(
  { pool }: Context,
  runId: number,
  events: readonly RunEvent[],
): Promise<readonly ShownEvent[]> {
  const hasLogs = events.some(({ event }) => event.type === "LogWritten");
  const lines = hasLogs ? await readLogLines(pool, runId) : [];
  const texts = new Map(lines.map(({ seq, text }) => [seq, text]));
  const shown: ShownEvent[] = [];
  for (const recorded of events) {
    const { event, seq } = recorded;
    if (event.type === "CallbackCalled")
      shown.push({ ...recorded, arguments: await resolveArguments(pool, runId, event.args) });
    else if (event.type === "LogWritten") shown.push({ ...recorded, text: texts.get(seq) ?? "" });
    else shown.push(recorded);
  }
  return shown;
}

function message(event: ShownEvent): string {
  return `id: ${event.seq}\nevent: ${event.event.type}\ndata: ${JSON.stringify(event)}\n\n`;
}

interface Bell {
  readonly ring: () => void;
  /** True when it rang since the last wait, or rings within `ms`. */
  wait(ms: number): Promise<boolean>;
}

function createBell(): Bell {
  let rang = false;
  let waiting: (() => void) | null = null;
  return {
    ring: () => {
      rang = true;
      waiting?.();
    },
    wait: async (ms) => {
      if (!rang) {
        const { promise, resolve } = Promise.withResolvers<void>();
        const timer = setTimeout(resolve, ms);
        waiting = resolve;
        await promise;
        waiting = null;
        clearTimeout(timer);
      }
      const was = rang;
      rang = false;
      return was;
    },
  };
}
