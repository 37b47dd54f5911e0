/**
 * Runs that a process had when it died, twice or more and without having come on: one of them may have
 * killed it. Each is opened alone, after a rest in which a process that dies anyway shows that it was none of
 * them; so that only the run that does it is given up, and nobody with it.
 */
import type { Host } from "../performer/host.ts";
import type { Tell } from "../ports.ts";
import type { RunOwners, Suspect } from "../store/run-store.ts";

export interface SuspectsOptions {
  readonly store: Pick<RunOwners, "findSuspects" | "forgive">;
  readonly executorId: string;
  readonly host: Host;
  /** How long the first rest is; each opening in vain doubles it. */
  readonly restMs: number;
  readonly tell: Tell;
}

/** Rests for which one is alone before the next is opened beside it, counted by the longest of all. */
const restsAlone = 5;
const lookMs = 200;

export class Suspects {
  readonly #options: SuspectsOptions;
  /** When this process first saw them. */
  readonly #seen = new Map<number, number>();
  #alone: { readonly id: number; readonly since: number } | null = null;
  #timer: NodeJS.Timeout | null = null;
  #stopped = false;

  constructor(options: SuspectsOptions) {
    this.#options = options;
  }

  /** Opens the next, if none is alone now; as long as there are any it goes on by itself. */
  async round(): Promise<void> {
    const { store, executorId, tell } = this.#options;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    const suspects = await store.findSuspects(executorId);
    if (this.#stopped) return;
    this.#remember(suspects);
    await this.#openNext(suspects);
    if (suspects.length === 0) return;
    this.#timer = setTimeout(() => {
      this.round().catch((error: unknown) => tell("looking for what ends processes", error));
    }, lookMs).unref();
  }

  stop(): void {
    this.#stopped = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
  }

  #remember(suspects: readonly Suspect[]): void {
    const now = performance.now();
    const known = new Set(suspects.map(({ id }) => id));
    for (const id of this.#seen.keys()) if (!known.has(id)) this.#seen.delete(id);
    for (const id of known) if (!this.#seen.has(id)) this.#seen.set(id, now);
    // It has come on, or is not here any more.
    if (this.#alone !== null && !known.has(this.#alone.id)) this.#alone = null;
  }

  async #openNext(suspects: readonly Suspect[]): Promise<void> {
    const { store, executorId, host, tell } = this.#options;
    const now = performance.now();
    const most = Math.max(0, ...suspects.map(({ openings }) => openings));
    const alone = this.#alone !== null && host.has(this.#alone.id) ? this.#alone : null;
    if (alone !== null && now - alone.since < restsAlone * this.#rest(most)) return;
    const taken = new Set(host.takenOrLeft());
    const next = suspects.find(
      ({ id, openings }) =>
        !taken.has(id) && now - (this.#seen.get(id) ?? now) >= this.#rest(openings),
    );
    if (next === undefined) return;
    // It has lived alone for long enough: if the process dies now, this opening does not count.
    if (alone !== null) await store.forgive(alone.id, executorId);
    this.#alone = { id: next.id, since: now };
    host.openAlone(next.id).catch((error: unknown) => tell("opening a run alone", error));
  }

  #rest(openings: number): number {
    return this.#options.restMs * 2 ** (openings - 1);
  }
}
