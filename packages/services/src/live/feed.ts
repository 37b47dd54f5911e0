export interface FeedOptions<News> {
  /** Begins to hear that there may be news; answers how to stop. Only while there are readers. */
  readonly listen: (struck: () => void) => () => void;
  /** What is to be told, read once for all readers. Must not reject. */
  readonly read: () => Promise<News>;
}

/** How long news wait for further ones: so long for each reader, and no longer than the longest. */
const MS_A_READER = 5;
const LONGEST_MS = 1000;

/**
 * What one topic tells all of its readers in this process. It reads once for all of them, and the more
 * they are the more it tells at once: what looking on costs does not grow with what happens.
 */
export class Feed<News> {
  readonly #options: FeedOptions<News>;
  readonly #readers = new Set<(news: News) => void>();
  #stop: (() => void) | null = null;
  #timer: NodeJS.Timeout | null = null;
  #toldAt = Number.NEGATIVE_INFINITY;
  #telling = false;
  /** Something came while it told. */
  #again = false;

  constructor(options: FeedOptions<News>) {
    this.#options = options;
  }

  get hasReaders(): boolean {
    return this.#readers.size > 0;
  }

  /** Calls `reader` with what comes from now on. The answer ends it. */
  subscribe(reader: (news: News) => void): () => void {
    this.#readers.add(reader);
    this.#stop ??= this.#options.listen(() => this.#struck());
    return () => {
      if (!this.#readers.delete(reader) || this.#readers.size > 0) return;
      this.#stop?.();
      this.#stop = null;
      if (this.#timer !== null) clearTimeout(this.#timer);
      this.#timer = null;
    };
  }

  #struck(): void {
    if (this.#telling) this.#again = true;
    if (this.#telling || this.#timer !== null) return;
    const pause = Math.min(LONGEST_MS, this.#readers.size * MS_A_READER);
    const wait = Math.max(0, this.#toldAt + pause - performance.now());
    this.#timer = setTimeout(() => void this.#tell(), wait);
  }

  async #tell(): Promise<void> {
    this.#timer = null;
    this.#telling = true;
    this.#again = false;
    this.#toldAt = performance.now();
    const news = await this.#options.read();
    for (const reader of Array.from(this.#readers)) reader(news);
    this.#telling = false;
    if (this.#again && this.hasReaders) this.#struck();
  }
}
