import { plainJson } from "@callbook/core/json";
import type { LiveMessage } from "@callbook/services/live";

/** The stream of one browser, read by hand. */
export interface LiveStream {
  readonly messages: readonly LiveMessage[];
  /** The server has begun to answer. */
  readonly opened: Promise<void>;
  /** The server has ended it. */
  readonly ended: Promise<void>;
  lastEventId(): string | null;
  close(): void;
}

/** Opens live.events as EventSource does; `lastEventId` is what a reconnecting browser sends. */
export function openLive(
  url: string,
  person: { cookie(): string },
  topics: readonly string[],
  lastEventId: string | null = null,
): LiveStream {
  const messages: LiveMessage[] = [];
  const opened = Promise.withResolvers<void>();
  const controller = new AbortController();
  let last: string | null = null;
  const input = JSON.stringify(plainJson.serialize({ topics }));
  const read = async (): Promise<void> => {
    const answer = await fetch(`${url}/trpc/live.events?input=${encodeURIComponent(input)}`, {
      headers: {
        cookie: person.cookie(),
        accept: "text/event-stream",
        ...(lastEventId === null ? {} : { "last-event-id": lastEventId }),
      },
      signal: controller.signal,
    });
    if (answer.status !== 200 || answer.body === null)
      throw new Error(`the stream answered ${answer.status}`);
    const decoder = new TextDecoder();
    let text = "";
    for await (const chunk of answer.body) {
      text += decoder.decode(chunk, { stream: true });
      opened.resolve();
      const events = text.split("\n\n");
      text = events.pop() ?? "";
      for (const event of events) take(event);
    }
  };
  const take = (event: string): void => {
    const lines = event.split("\n");
    const field = (name: string): string | null =>
      lines
        .find((line) => line.startsWith(`${name}:`))
        ?.slice(name.length + 1)
        .trim() ?? null;
    const [id, data] = [field("id"), field("data")];
    // The library's own events (connected, ping, return) have no id.
    if (id === null || data === null) return;
    last = id;
    messages.push(plainJson.deserialize(JSON.parse(data)) as LiveMessage);
  };
  const ended = read().catch((error: unknown) => {
    opened.reject(error);
    if (!controller.signal.aborted) throw error;
  });
  return {
    messages,
    opened: opened.promise,
    ended,
    lastEventId: () => last,
    close: () => controller.abort(),
  };
}

/** What a stream has told of the list of runs. */
export function listedIn(messages: readonly LiveMessage[]): readonly object[] {
  return messages.flatMap((message) => ("runs" in message ? message.runs : []));
}
