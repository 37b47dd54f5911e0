/**
 * Finds what nobody looks after: overdue waits, runs of dead processes, runs that
 * nobody took up, answers whose notice was lost. Goes by the database's clock.
 */
import type { Host } from "../performer/host.ts";
import type { Tell } from "../ports.ts";
import type { Shell } from "../shell/shell.ts";
import type { Arrival, RunStore } from "../store/run-store.ts";
import type { Heartbeat } from "./heartbeat.ts";
import { isCertainlyDead } from "./identity.ts";
import { Suspects } from "./suspects.ts";

export interface SweeperOptions {
  readonly store: RunStore;
  readonly executorId: string;
  readonly host: Host;
  readonly shell: Shell;
  readonly heartbeat: Heartbeat;
  /** Something came for a run, which is told to whoever is to take it. */
  readonly onArrival: (arrival: Arrival) => void;
  readonly everyMs: number;
  readonly leaseMs: number;
  /** How long a queued run may be without an owner, and an owner may disobey a cancel. */
  readonly patienceMs: number;
  /** How long a run that was opened in vain rests. */
  readonly restMs: number;
  /** Runs performed here at once. */
  readonly room: number;
  readonly tell: Tell;
}

const atOnce = 200;
const tidyEveryMs = 60 * 1000;

export class Sweeper {
  readonly #options: SweeperOptions;
  readonly #suspects: Suspects;
  #timer: NodeJS.Timeout | null = null;
  #sweeping: Promise<void> | null = null;
  #stopped = false;
  #knownDead: readonly string[] = [];
  #tidied = performance.now();

  constructor(options: SweeperOptions) {
    this.#options = options;
    this.#suspects = new Suspects(options);
  }

  /** Processes that are dead although their lease may not be over. */
  get dead(): readonly string[] {
    return this.#knownDead;
  }

  start(): void {
    const again = async (): Promise<void> => {
      await this.sweep();
      if (!this.#stopped) this.start();
    };
    this.#timer = setTimeout(() => void again(), this.#options.everyMs);
    this.#timer.unref();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#suspects.stop();
    if (this.#timer !== null) clearTimeout(this.#timer);
    await this.#sweeping;
  }

  /** One round. Never rejects: the next round tries again. */
  sweep(): Promise<void> {
    this.#sweeping ??= this.#round().finally(() => {
      this.#sweeping = null;
    });
    return this.#sweeping;
  }

  async #round(): Promise<void> {
    await this.#guarded("waits that are overdue", () => this.#expire());
    await this.#guarded("processes that died", () => this.#recoverDead());
    await this.#guarded("runs that nobody took up", () => this.#takeUp());
    await this.#guarded("what ends processes", () => this.#suspects.round());
    await this.#guarded("cancels that were not obeyed", () => this.#enforceCancels());
    this.#options.host.look(this.#options.host.activeIds());
    if (performance.now() - this.#tidied < tidyEveryMs) return;
    this.#tidied = performance.now();
    await this.#guarded("starts that ended", () => this.#options.shell.tidy());
    await this.#guarded("what came for runs that had ended", async () => {
      await this.#options.store.takeOfEnded();
    });
  }

  async #expire(): Promise<void> {
    const { store, onArrival } = this.#options;
    for (let full = true; full && !this.#stopped; ) {
      const { arrivals, ended } = await store.expireWaits(atOnce);
      for (const arrival of arrivals) onArrival(arrival);
      full = ended === atOnce;
    }
  }

  /** The row of a dead process goes only after its runs are queued again. */
  async #recoverDead(): Promise<void> {
    const { store, leaseMs, shell, heartbeat, executorId } = this.#options;
    const judges = !heartbeat.cannotJudge();
    const others = await store.readProcesses(executorId, leaseMs);
    const gone = others
      .filter(({ executorId: id, isLate }) => (isLate === true && judges) || isCertainlyDead(id))
      .map(({ executorId: id }) => id);
    this.#knownDead = gone;
    for (const id of gone) {
      await shell.recover(id, await store.queueRunsOf(id));
      await heartbeat.remove(id);
    }
  }

  async #takeUp(): Promise<void> {
    const { store, patienceMs, leaseMs, executorId, host, room } = this.#options;
    const limit = Math.min(atOnce, room - host.active);
    if (limit <= 0) return;
    const except = host.takenOrLeft();
    const free = await store.takeUp({ executorId, patienceMs, leaseMs, except, limit });
    await this.#startHere(free.filter((id) => !host.has(id)));
  }

  async #enforceCancels(): Promise<void> {
    const { store, patienceMs, host } = this.#options;
    const ignored = await store.findIgnoredCancels(patienceMs, atOnce);
    if (ignored.length > 0) await host.takeOver(ignored);
  }

  async #startHere(runIds: readonly number[]): Promise<void> {
    if (runIds.length > 0 && !this.#stopped) await this.#options.shell.start(runIds);
  }

  async #guarded(what: string, work: () => Promise<void>): Promise<void> {
    if (this.#stopped) return;
    try {
      await work();
    } catch (error) {
      this.#options.tell(`looking for ${what}`, error);
    }
  }
}
