import type { TraceStep, TraceStepName } from "@callbook/core/failure";

type NetworkStep = Extract<TraceStepName, "dns" | "tls" | "request">;
const networkSteps: readonly NetworkStep[] = ["dns", "tls", "request"];

interface Entry {
  state: TraceStep["state"];
  durationMs: number | null;
  details: string[];
  startedAt: number | null;
}

/**
 * Writes down the visible network steps of one send. A redirect goes through the same steps again:
 * durations add up and details follow one another.
 */
export class TraceRecorder {
  #entries = new Map<NetworkStep, Entry>();
  #now: () => number;
  #changed: () => void;

  /** `now` gives milliseconds of a clock that never goes back; `changed` is called after each change. */
  constructor(now: () => number, changed: () => void = () => {}) {
    this.#now = now;
    this.#changed = changed;
    for (const step of networkSteps) {
      this.#entries.set(step, { state: "pending", durationMs: null, details: [], startedAt: null });
    }
  }

  start(step: NetworkStep): void {
    const entry = this.#entry(step);
    entry.state = "running";
    entry.startedAt = this.#now();
    this.#changed();
  }

  /** Ends a step; one that was not started is taken to have cost no time. */
  end(step: NetworkStep, state: "passed" | "failed" | "skipped", detail: string): void {
    const entry = this.#entry(step);
    entry.state = state;
    if (entry.startedAt !== null) {
      entry.durationMs = (entry.durationMs ?? 0) + (this.#now() - entry.startedAt);
      entry.startedAt = null;
    }
    if (detail !== "") entry.details.push(detail);
    this.#changed();
  }

  /** Adds a line to a step that is over. */
  note(step: NetworkStep, detail: string): void {
    this.#entry(step).details.push(detail);
  }

  /** The steps so far, in their order; durations rounded to a tenth of a millisecond. */
  steps(): TraceStep[] {
    return networkSteps.map((step) => {
      const { state, durationMs, details } = this.#entry(step);
      const rounded = durationMs === null ? null : Math.round(durationMs * 10) / 10;
      return { step, state, durationMs: rounded, detail: details.join("; ") };
    });
  }

  #entry(step: NetworkStep): Entry {
    const entry = this.#entries.get(step);
    if (entry === undefined) throw new Error(`no trace step ${step}`);
    return entry;
  }
}
