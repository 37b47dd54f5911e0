import { catalogueCurrent } from "../catalogue/current.ts";
import type { Context } from "../context.ts";
import { sitesOf } from "../permissions/actor.ts";
import { playbookOperationsSince } from "../playbook/operations-since.ts";
import { Refusal } from "../refusal.ts";
import { runEvents } from "../run/events.ts";
import { parseCursors, parseTopic, printCursors, type Topic } from "./topics.ts";
import type { LiveMessage } from "./views.ts";
import { Wakes, type Woken } from "./wakes.ts";

export interface LiveRequest {
  readonly topics: readonly string[];
  readonly lastEventId: string | null;
  /** Aborted when the browser goes away. */
  readonly signal: AbortSignal;
}

export interface LiveItem {
  /** Cursors after this message; comes back when the browser reconnects. */
  readonly id: string;
  readonly message: LiveMessage;
}

/**
 * The one stream of a browser. What was written by any process is read by cursor, so that nothing
 * is missed or sent twice. It ends with the session.
 */
export async function* liveStream(
  context: Context,
  request: LiveRequest,
): AsyncGenerator<LiveItem> {
  const known = parseCursors(request.lastEventId);
  const topics = new Map<string, Topic>();
  const item = (message: LiveMessage): LiveItem => ({ id: printCursors(topics.values()), message });
  const refused: string[] = [];
  for (const text of request.topics) {
    const topic = parseTopic(text, known);
    if (topic !== null && (await mayRead(context, topic))) topics.set(topic.name, topic);
    else refused.push(text.replace(/@\d+$/, ""));
  }
  const wakes = new Wakes(context, topics, request.signal);
  try {
    for (const topic of refused) yield item({ topic, refused: true });
    let { actor } = context;
    while (!request.signal.aborted) {
      const woken = wakes.take();
      if (woken.session) {
        const now = await context.live.askerNow(actor);
        if (now === null) {
          yield item({ topic: "session", signedOut: true });
          return;
        }
        actor = now;
      }
      const present = { ...context, actor };
      for (const name of woken.rights ? [...topics.keys()] : []) {
        const topic = topics.get(name);
        if (topic === undefined || (await mayRead(present, topic))) continue;
        topics.delete(name);
        yield item({ topic: name, refused: true });
      }
      for (const name of woken.names) {
        const topic = topics.get(name);
        if (topic === undefined) continue;
        for await (const message of news(present, topic, woken)) {
          yield item(message);
          // However much there is to tell: first it is asked again who he is and what he may.
          if (!wakes.asksWho || !("cursor" in topic)) continue;
          wakes.again(name);
          break;
        }
      }
      for (const { name, trace } of woken.traces)
        if (topics.has(name)) yield item({ topic: name, trace: [...trace] });
      await wakes.wait();
    }
  } finally {
    wakes.close();
  }
}

async function mayRead(context: Context, topic: Topic): Promise<boolean> {
  try {
    if (topic.kind === "run")
      await runEvents.demand({ context, input: { id: topic.id, afterSeq: 0 } });
    if (topic.kind === "catalogue")
      await catalogueCurrent.demand({ context, input: { known: null } });
    if (topic.kind === "playbook")
      await playbookOperationsSince.demand({ context, input: { id: topic.id, seq: 0 } });
    return true;
  } catch (error) {
    if (error instanceof Refusal) return false;
    throw error;
  }
}

async function* news(
  context: Context,
  topic: Topic,
  { list }: Pick<Woken, "list">,
): AsyncGenerator<LiveMessage> {
  switch (topic.kind) {
    case "run":
      for (;;) {
        const events = await context.live.eventsAfter(topic.id, topic.cursor);
        const last = events.at(-1);
        if (last === undefined) return;
        topic.cursor = last.seq;
        yield { topic: topic.name, events };
      }
    case "playbook":
      for (;;) {
        const { operations, more } = await context.live.operationsAfter(topic.id, topic.cursor);
        const last = operations.at(-1);
        if (last === undefined) return;
        topic.cursor = last.seq;
        yield { topic: topic.name, operations };
        if (!more) return;
      }
    case "runs": {
      if (list === "reload") {
        yield { topic: "runs:list", reload: true };
        return;
      }
      const sites = sitesOf(context.actor);
      const runs = list.flatMap((changes) => changes.seenIn(sites));
      if (runs.length > 0) yield { topic: "runs:list", runs };
      return;
    }
    case "catalogue":
      // A page that has this version already knows what to make of it.
      yield { topic: topic.name, catalogueId: context.catalogues.current.id };
      return;
    case "test":
      return;
  }
}
