/** Hears what other processes wrote: LISTEN has a client of its own, and reconnects. What it misses, the polls find. */
import pg from "pg";
import { EVENTS_CHANNEL } from "../journal/statement.ts";
import type { EngineLog } from "../ports.ts";
import { INBOX_CHANNEL } from "./put.ts";

export interface ListenerOptions {
  readonly databaseUrl: string;
  readonly executorId: string;
  /** Runs whose log has grown by another process's hand. */
  readonly onEvents: (runIds: readonly number[]) => void;
  readonly onInbox: (runIds: readonly number[]) => void;
  /** After a reconnect: something may have been missed. */
  readonly onGap: () => void;
  readonly log: EngineLog;
}

const reconnectAfterMs = 500;

export class Listener {
  private readonly options: ListenerOptions;
  private client: pg.Client | null = null;
  private stopped = false;
  private timer: NodeJS.Timeout | null = null;

  constructor(options: ListenerOptions) {
    this.options = options;
  }

  async start(): Promise<void> {
    const client = new pg.Client({
      connectionString: this.options.databaseUrl,
      application_name: "callbook listen",
      keepAlive: true,
    });
    client.on("error", (error) => this.reconnect(client, error.message));
    client.on("end", () => this.reconnect(client, "the connection ended"));
    client.on("notification", ({ channel, payload }) => this.hear(channel, payload ?? ""));
    try {
      await client.connect();
      await client.query(`listen ${EVENTS_CHANNEL}; listen ${INBOX_CHANNEL}`);
    } catch (error) {
      void client.end().catch(() => undefined);
      throw error;
    }
    this.client = client;
    if (this.stopped) await client.end();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    if (this.timer !== null) clearTimeout(this.timer);
    await this.client?.end().catch(() => undefined);
  }

  private hear(channel: string, payload: string): void {
    if (channel === INBOX_CHANNEL) return this.options.onInbox(numbersOf(payload));
    const [by, runIds = ""] = payload.split(" ");
    if (by !== this.options.executorId) this.options.onEvents(numbersOf(runIds));
  }

  private reconnect(client: pg.Client, message: string): void {
    if (this.stopped || this.client !== client) return;
    this.client = null;
    this.options.log("warning", "listening was interrupted", { message });
    const again = (): void => {
      this.timer = setTimeout(() => {
        this.start().then(this.options.onGap, again);
      }, reconnectAfterMs);
    };
    again();
  }
}

function numbersOf(text: string): readonly number[] {
  return text.split(",").flatMap((each) => (each === "" ? [] : [Number(each)]));
}
