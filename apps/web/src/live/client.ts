import { LiveHub } from "./hub.ts";
import {
  after,
  type LiveMessage,
  type LiveState,
  lastSeq,
  parseTopic,
  type TabMessage,
  type WorkerMessage,
} from "./messages.ts";
import { streamFrom } from "./stream.ts";
import { browserTiming } from "./timing.ts";

interface Subscription {
  readonly name: string;
  /** The last sequence number that the subscriber has; null for topics without one. */
  cursor: number | null;
  readonly onMessage: (message: LiveMessage) => void;
}

type Transport = (message: TabMessage) => void;

/** Tabs repeat their topics so that the worker knows that they live. */
const REPEAT_MS = 60_000;

/** This tab's part of the live stream. One per page. */
class LiveClient {
  readonly #subscriptions = new Set<Subscription>();
  readonly #stateListeners = new Set<() => void>();
  #transport: Transport | null = null;
  #state: LiveState = "idle";

  get state(): LiveState {
    return this.#state;
  }

  /**
   * Listens to a topic.
   * @param topic "run:<id>@<seq>", "playbook:<id>@<seq>", "runs:list", "catalogue" or "connection-test:<key>"
   * @returns a function that ends it
   */
  subscribe(topic: string, onMessage: (message: LiveMessage) => void): () => void {
    const subscription: Subscription = { ...parseTopic(topic), onMessage };
    this.#subscriptions.add(subscription);
    this.#announce();
    return () => {
      this.#subscriptions.delete(subscription);
      this.#announce();
    };
  }

  onState(listener: () => void): () => void {
    this.#stateListeners.add(listener);
    return () => this.#stateListeners.delete(listener);
  }

  /** Ends the stream of the whole browser; called when the person signs out. */
  signOut(): void {
    this.#connect()({ kind: "sign-out" });
  }

  #announce(kind: "topics" | "alive" = "topics"): void {
    // Nobody has ever listened and nobody does: the worker need not start.
    if (this.#subscriptions.size === 0 && this.#transport === null) return;
    this.#connect()({ kind, topics: joinTopics([...this.#subscriptions]) });
  }

  #receive(message: WorkerMessage): void {
    if (message.kind === "state") {
      this.#state = message.state;
      for (const listener of Array.from(this.#stateListeners)) listener();
      return;
    }
    const seq = lastSeq(message.message);
    for (const subscription of Array.from(this.#subscriptions)) {
      if (subscription.name !== message.message.topic) continue;
      const part = after(message.message, subscription.cursor);
      if (part === null) continue;
      if (seq !== null) subscription.cursor = seq;
      subscription.onMessage(part);
    }
  }

  #connect(): Transport {
    this.#transport ??= "SharedWorker" in globalThis ? this.#throughWorker() : this.#whileVisible();
    return this.#transport;
  }

  #throughWorker(): Transport {
    const worker = new SharedWorker(new URL("./live-worker.ts", import.meta.url), {
      type: "module",
      name: "callbook-live",
    });
    worker.port.onmessage = ({ data }: MessageEvent<WorkerMessage>) => this.#receive(data);
    window.addEventListener("pagehide", () => worker.port.postMessage({ kind: "bye" }));
    window.addEventListener("pageshow", (event) => event.persisted && this.#announce());
    setInterval(() => this.#announce("alive"), REPEAT_MS);
    return (message) => worker.port.postMessage(message);
  }

  // Without a SharedWorker each tab would hold a connection, so only the visible one does.
  #whileVisible(): Transport {
    const hub = new LiveHub(streamFrom(location.origin), browserTiming);
    const key = {};
    let topics: readonly string[] = [];
    const apply = () => {
      if (document.visibilityState === "visible" && topics.length > 0) {
        hub.setTopics(key, topics, {
          message: (message) => this.#receive({ kind: "message", message }),
          state: (state) => this.#receive({ kind: "state", state }),
        });
      } else hub.leave(key);
    };
    document.addEventListener("visibilitychange", apply);
    return (message) => {
      switch (message.kind) {
        case "alive":
          break;
        case "topics":
          topics = message.topics;
          apply();
          break;
        case "bye":
          hub.leave(key);
          break;
        case "sign-out":
          hub.signOut();
          break;
      }
    };
  }
}

/** One topic per name; of several cursors the lowest, since each subscriber drops what it knows. */
function joinTopics(subscriptions: readonly Subscription[]): readonly string[] {
  const lowest = new Map<string, number | null>();
  for (const { name, cursor } of subscriptions) {
    const known = lowest.get(name);
    lowest.set(
      name,
      known === undefined || known === null || cursor === null ? cursor : Math.min(known, cursor),
    );
  }
  return [...lowest].map(([name, cursor]) => (cursor === null ? name : `${name}@${cursor}`));
}

export const live = new LiveClient();
