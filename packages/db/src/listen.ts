import pg from "pg";

/**
 * What this process hears of others by LISTEN, for everybody in it: one connection of its own,
 * made anew when it breaks. Whatever is said meanwhile is lost, and that it may be is told.
 */
export interface Listener {
  /**
   * Hears a channel from now on; resolves when it does. Answers how to stop. While the connection
   * is down it resolves when it is up again.
   */
  listen(channel: string, hear: (payload: string) => void): Promise<() => void>;
  /** Calls `missed` whenever something may have been. Answers how to stop. */
  onGap(missed: () => void): () => void;
  close(): Promise<void>;
}

const RETRY_MS = 500;

/** Connects, and rejects when it cannot. `warn` is told when the connection breaks. */
export async function openListener(
  url: string,
  warn: (message: string) => void,
): Promise<Listener> {
  const listener = new ReconnectingListener(url, warn);
  await listener.connect();
  return listener;
}

type Hear = (payload: string) => void;

class ReconnectingListener implements Listener {
  readonly #url: string;
  readonly #warn: (message: string) => void;
  readonly #channels = new Map<string, Set<Hear>>();
  readonly #gaps = new Set<() => void>();
  /** Those who wait for a connection that is down. */
  #waiting: (() => void)[] = [];
  #client: pg.Client | null = null;
  /** What was said last: a connection takes one command after the other. */
  #said: Promise<boolean> = Promise.resolve(true);
  #timer: NodeJS.Timeout | null = null;
  #closed = false;

  constructor(url: string, warn: (message: string) => void) {
    this.#url = url;
    this.#warn = warn;
  }

  async connect(): Promise<void> {
    const client = new pg.Client({
      connectionString: this.#url,
      application_name: "callbook listen",
      keepAlive: true,
    });
    client.on("error", (error) => this.#lost(client, error.message));
    client.on("end", () => this.#lost(client, "the connection ended"));
    client.on("notification", ({ channel, payload = "" }) => {
      for (const hear of Array.from(this.#channels.get(channel) ?? [])) hear(payload);
    });
    try {
      await client.connect();
      for (const channel of this.#channels.keys()) await client.query(commandOf("LISTEN", channel));
    } catch (error) {
      void client.end().catch(() => undefined);
      throw error;
    }
    if (this.#closed) return client.end();
    this.#client = client;
    for (const go of this.#waiting.splice(0)) go();
  }

  async listen(channel: string, hear: Hear): Promise<() => void> {
    const others = this.#channels.get(channel);
    if (others === undefined) this.#channels.set(channel, new Set([hear]));
    else others.add(hear);
    await this.#say("LISTEN", channel);
    return () => {
      const left = this.#channels.get(channel);
      if (left?.delete(hear) !== true || left.size > 0) return;
      this.#channels.delete(channel);
      void this.#say("UNLISTEN", channel);
    };
  }

  onGap(missed: () => void): () => void {
    this.#gaps.add(missed);
    return () => void this.#gaps.delete(missed);
  }

  async close(): Promise<void> {
    this.#closed = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#channels.clear();
    this.#gaps.clear();
    const client = this.#client;
    this.#client = null;
    await client?.end().catch(() => undefined);
    for (const go of this.#waiting.splice(0)) go();
  }

  /** A connection that is made meanwhile listens to whatever is wanted then. */
  async #say(command: "LISTEN" | "UNLISTEN", channel: string): Promise<void> {
    this.#said = this.#said.then(() => this.#sayNow(commandOf(command, channel)));
    if ((await this.#said) || this.#closed) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#waiting.push(resolve);
    await promise;
  }

  /** Whether it was heard; not while the connection is down. */
  async #sayNow(command: string): Promise<boolean> {
    try {
      return (await this.#client?.query(command)) !== undefined;
    } catch {
      return false;
    }
  }

  #lost(client: pg.Client, message: string): void {
    if (this.#closed || this.#client !== client) return;
    this.#client = null;
    this.#warn(`the connection that listens is down: ${message}`);
    this.#again();
  }

  #again(): void {
    if (this.#closed) return;
    this.#timer = setTimeout(() => {
      this.connect().then(
        () => {
          for (const missed of Array.from(this.#gaps)) missed();
        },
        () => this.#again(),
      );
    }, RETRY_MS);
  }
}

function commandOf(command: "LISTEN" | "UNLISTEN", channel: string): string {
  return `${command} ${pg.escapeIdentifier(channel)}`;
}
