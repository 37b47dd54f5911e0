import { after, type LiveMessage, type LiveState, lastSeq, parseTopic } from "./messages.ts";

/** Opens the stream for topics with their cursors. Closing must be immediate. */
export type OpenStream = (
  topics: readonly string[],
  on: {
    readonly message: (message: LiveMessage) => void;
    readonly state: (state: LiveState) => void;
    /** The stream is over for good; whoever wants more opens another. */
    readonly ended: () => void;
  },
) => { readonly close: () => void };

/** When things happen, so that nothing here depends on a real clock. */
export interface Timing {
  /** Runs a task very soon; several changes before it runs count as one. */
  readonly soon: (task: () => void) => void;
  /** Runs a task after some milliseconds. */
  readonly after: (ms: number, task: () => void) => void;
}

/** Waits before a stream that has ended is opened again; the last one repeats. */
const RETRY_AFTER_MS = [1000, 2000, 5000, 10_000, 30_000] as const;

interface Listener {
  readonly message: (message: LiveMessage) => void;
  readonly state: (state: LiveState) => void;
}

interface Member extends Listener {
  /** Topic name to the last sequence number that this member has been given. */
  readonly cursors: Map<string, number | null>;
}

/**
 * One stream for many listeners. It joins their topics, reopens from the lowest
 * cursor when topics change, and gives each listener what lies after its own
 * cursor, once and in order.
 */
export class LiveHub {
  readonly #open: OpenStream;
  readonly #timing: Timing;
  readonly #members = new Map<object, Member>();
  /** `passed`: topic name to the sequence number up to which the stream has passed messages on. */
  #stream: {
    readonly passed: Map<string, number | null>;
    readonly close: () => void;
  } | null = null;
  #state: LiveState = "idle";
  #scheduled = false;
  #failures = 0;

  constructor(open: OpenStream, timing: Timing) {
    this.#open = open;
    this.#timing = timing;
  }

  get state(): LiveState {
    return this.#state;
  }

  /** Joins a listener, or replaces the topics of a known one; each from the cursor that it gives. */
  setTopics(key: object, topics: readonly string[], listener: Listener): void {
    const cursors = new Map<string, number | null>();
    for (const topic of topics) {
      const { name, cursor } = parseTopic(topic);
      cursors.set(name, cursor);
    }
    this.#members.set(key, { ...listener, cursors });
    // Somebody listens again after a sign-out: a new session has begun.
    if (this.#state === "signed-out") this.#setState("idle");
    listener.state(this.#state);
    const missing = [...cursors].some(([name, cursor]) => this.#misses(name, cursor));
    if (missing || this.#hasUnwanted()) this.#schedule();
  }

  /** Takes a listener away; the stream closes with the last one. */
  leave(key: object): void {
    if (this.#members.delete(key) && this.#hasUnwanted()) this.#schedule();
  }

  /** The session is over: closes the stream at once and says so to everybody. */
  signOut(): void {
    this.#close();
    this.#setState("signed-out");
    this.#members.clear();
  }

  // A listener that knows less than the stream has already passed on needs the part in between.
  #misses(name: string, cursor: number | null): boolean {
    const passed = this.#stream?.passed.get(name);
    if (passed === undefined) return true;
    return cursor !== null && passed !== null && cursor < passed;
  }

  #hasUnwanted(): boolean {
    const wanted = this.#wanted();
    return [...(this.#stream?.passed.keys() ?? [])].some((name) => !wanted.has(name));
  }

  #wanted(): Map<string, number | null> {
    const wanted = new Map<string, number | null>();
    for (const member of this.#members.values()) {
      for (const [name, cursor] of member.cursors) {
        const known = wanted.get(name);
        wanted.set(name, known === undefined ? cursor : lowest(known, cursor));
      }
    }
    return wanted;
  }

  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    this.#timing.soon(() => {
      this.#scheduled = false;
      this.#reopen();
    });
  }

  #reopen(): void {
    this.#close();
    const wanted = this.#wanted();
    if (wanted.size === 0) {
      this.#setState("idle");
      return;
    }
    this.#setState("connecting");
    const topics = [...wanted].map(([name, cursor]) =>
      cursor === null ? name : `${name}@${cursor}`,
    );
    let current = true;
    const stream = this.#open(topics, {
      // An answer of a stream that has been replaced must not move cursors.
      message: (message) => current && this.#pass(message),
      state: (state) => {
        if (!current) return;
        if (state === "open") this.#failures = 0;
        this.#setState(state);
      },
      ended: () => {
        if (current) this.#retry();
      },
    });
    this.#stream = {
      passed: wanted,
      close: () => {
        current = false;
        stream.close();
      },
    };
  }

  // An answer that is no stream (a proxy's error page, an ended session) ends it without a reconnect.
  #retry(): void {
    this.#close();
    this.#setState("lost");
    const ms = RETRY_AFTER_MS[Math.min(this.#failures, RETRY_AFTER_MS.length - 1)] ?? 0;
    this.#failures += 1;
    this.#timing.after(ms, () => {
      if (this.#stream === null && this.#members.size > 0) this.#reopen();
    });
  }

  #pass(message: LiveMessage): void {
    if ("signedOut" in message) {
      this.signOut();
      return;
    }
    const seq = lastSeq(message);
    if (seq !== null) this.#stream?.passed.set(message.topic, seq);
    for (const member of Array.from(this.#members.values())) {
      const cursor = member.cursors.get(message.topic);
      if (cursor === undefined) continue;
      const part = after(message, cursor);
      if (part === null) continue;
      if (seq !== null) member.cursors.set(message.topic, seq);
      member.message(part);
    }
  }

  #close(): void {
    this.#stream?.close();
    this.#stream = null;
  }

  #setState(state: LiveState): void {
    if (this.#state === state) return;
    this.#state = state;
    for (const member of Array.from(this.#members.values())) member.state(state);
  }
}

function lowest(one: number | null, other: number | null): number | null {
  return one === null || other === null ? null : Math.min(one, other);
}
