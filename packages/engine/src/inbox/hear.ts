/** Hears what other processes tell of runs. What is missed, the polls find. */
import type { Listener } from "@callbook/db";
import { EVENTS_CHANNEL, INBOX_CHANNEL, QUEUED_CHANNEL, WATCH_CHANNEL } from "./notices.ts";

export interface HearingOptions {
  /** Of the process; the engine neither opens nor closes it. */
  readonly listener: Pick<Listener, "listen" | "onGap">;
  readonly executorId: string;
  /** Runs whose log has grown by another process's hand. */
  readonly onEvents: (runIds: readonly number[]) => void;
  readonly onInbox: (runIds: readonly number[]) => void;
  /** Runs that another process started and that nobody has. */
  readonly onQueued: (runIds: readonly number[]) => void;
  /** Another process has begun to look at runs that are not its own. */
  readonly onWatch: () => void;
  /** After a reconnect, or when another process cannot say what: something may have been missed. */
  readonly onGap: () => void;
}

/** Resolves when everything is heard. Answers how to stop. */
export async function hearRuns(options: HearingOptions): Promise<() => void> {
  const { listener, executorId, onGap } = options;
  const others = (hear: (runIds: string) => void) => (payload: string) => {
    const [by, runIds = ""] = payload.split(" ");
    if (by !== executorId) hear(runIds);
  };
  const onEvents = (runIds: string) =>
    runIds === "*" ? onGap() : options.onEvents(numbersOf(runIds));
  const heard: readonly (readonly [channel: string, hear: (payload: string) => void])[] = [
    [EVENTS_CHANNEL, others(onEvents)],
    [WATCH_CHANNEL, others(() => options.onWatch())],
    [INBOX_CHANNEL, (payload) => options.onInbox(numbersOf(payload))],
    [QUEUED_CHANNEL, (payload) => options.onQueued(numbersOf(payload))],
  ];
  const stops: (() => void)[] = [];
  // One after the other: a client asks one thing at a time.
  for (const [channel, hear] of heard) stops.push(await listener.listen(channel, hear));
  stops.push(listener.onGap(onGap));
  return () => {
    for (const stop of stops) stop();
  };
}

function numbersOf(text: string): readonly number[] {
  return text.split(",").flatMap((number) => (number === "" ? [] : [Number(number)]));
}
