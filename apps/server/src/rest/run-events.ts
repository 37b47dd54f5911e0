import type { RunEvent } from "@callbook/core/log";
import { type LogLine, type RunKey, type RunReader, resolveArguments } from "@callbook/engine";
import type { Context } from "@callbook/services/context";
import { EVENTS_AT_ONCE } from "@callbook/services/run";
import { type SingleEvent, singleEvents } from "./single-events.ts";

/** How often a quiet stream shows that it lives. */
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
  const { runs } = context.engine;
  const bell = createBell();
  const unsubscribe = context.engine.subscribe([runId], bell.ring);
  const { userId } = context.actor;
  const heard = context.notices.subscribe((notice) => {
    const isHis = notice.kind === "person" && notice.userId === userId;
    if (isHis || notice.kind === "sites" || notice.kind === "missed") bell.ring();
  });
  signal.addEventListener("abort", bell.ring);
  try {
    yield "retry: 2000\n\n";
    let afterSeq = request.afterSeq;
    let events = request.first;
    while (!signal.aborted) {
      // Where a run lies may change while somebody follows it.
      const key = (await runs.readRun(runId))?.key ?? null;
      if (key === null) return;
      if (!(await stillAllowed())) return;
      const told = await readDetails(runs, key, events);
      for (const recorded of events) yield messages(await told(recorded));
      const last = events.at(-1);
      afterSeq = last?.seq ?? afterSeq;
      if (last?.event.type === "RunFinished") return;
      if (events.length === 0 && !(await bell.wait(QUIET_MS))) yield ": still here\n\n";
      if (signal.aborted) return;
      events = await runs.readLog(key, afterSeq, EVENTS_AT_ONCE);
    }
  } finally {
    unsubscribe();
    heard();
  }
}

interface ToldEvent {
  readonly seq: number;
  readonly at: string;
  readonly event: RunEvent["event"];
  readonly arguments?: unknown;
  readonly text?: string;
}

/** Tells events with what they refer to: arguments of callbacks and texts of log lines. */
async function readDetails(
  runs: RunReader,
  key: RunKey,
  events: readonly RunEvent[],
): Promise<(recorded: RunEvent) => Promise<readonly ToldEvent[]>> {
  const lines = await linesOf(runs, key, events);
  const texts = new Map(lines.map(({ seq, line, text }) => [`${seq} ${line}`, text] as const));
  const toldOf = async ({ seq, at, event, line }: SingleEvent): Promise<ToldEvent> => {
    const common = { seq, at, event };
    if (line !== null) return { ...common, text: texts.get(`${seq} ${line}`) ?? "" };
    if (event.type !== "CallbackCalled") return common;
    return { ...common, arguments: await resolveArguments(runs, key, event.args) };
  };
  return async (recorded) => {
    const told: ToldEvent[] = [];
    for (const single of singleEvents(recorded)) told.push(await toldOf(single));
    return told;
  };
}

/** The log lines of these events. */
async function linesOf(
  runs: RunReader,
  key: RunKey,
  events: readonly RunEvent[],
): Promise<readonly LogLine[]> {
  const seqs = events.filter(({ event }) => hasLines(event)).map(({ seq }) => seq);
  const [first, last] = [seqs[0], seqs.at(-1)];
  if (first === undefined || last === undefined) return [];
  const found: LogLine[] = [];
  for (let after = { seq: first, line: -1 }; ; ) {
    const page = await runs.listLogLines(key, after, LINES_AT_ONCE);
    found.push(...page.filter(({ seq }) => seq <= last));
    const end = page.at(-1);
    if (end === undefined || page.length < LINES_AT_ONCE || end.seq > last) return found;
    after = end;
  }
}

const LINES_AT_ONCE = 1000;

function hasLines(event: RunEvent["event"]): boolean {
  return event.type === "LogWritten" || (event.type === "BlockRan" && event.lines.length > 0);
}

/**
 * A reader that comes back says the last id that it was told: the id stands with the last of those
 * that share it, so that who was cut off between them is told them again.
 */
function messages(told: readonly ToldEvent[]): string {
  return told
    .map((each, index) => {
      const id = index === told.length - 1 ? `id: ${each.seq}\n` : "";
      return `${id}event: ${each.event.type}\ndata: ${JSON.stringify(each)}\n\n`;
    })
    .join("");
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
