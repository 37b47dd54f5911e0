import { randomUUID } from "node:crypto";
import { type DetonationReport, detonate } from "./data/file-intelligence.ts";

/**
 * When the answer by callback is sent: `after` the 202 and a delay, `before` the 202, `never`,
 * `twice`, or only when the control endpoint says so (`manual`).
 */
export const answerModes = ["after", "before", "never", "twice", "manual"] as const;
export type AnswerMode = (typeof answerModes)[number];

/** One sandbox job. `deliveries` are the status codes that the callback URL answered; 0 = no answer. */
export interface Detonation {
  id: string;
  hash: string;
  mode: AnswerMode;
  deliveries: number[];
}

interface Job extends Detonation {
  callbackUrl: string | null;
  report: DetonationReport;
}

/** Runs sandbox jobs and delivers their answers by callback. */
export class Detonations {
  #jobs = new Map<string, Job>();
  #timers = new Set<NodeJS.Timeout>();

  /**
   * Takes a job. Resolves when its 202 may be sent: in mode `before`, after the callback URL has
   * answered. Returns null when the text is not a hash.
   */
  async take(
    hash: string,
    callbackUrl: string | null,
    mode: AnswerMode,
    delayMs: number,
  ): Promise<Detonation | null> {
    const report = detonate(hash);
    if (report === null) return null;
    const job: Job = {
      id: randomUUID(),
      hash: report.hash,
      mode,
      deliveries: [],
      callbackUrl,
      report,
    };
    this.#jobs.set(job.id, job);
    if (mode === "before") await this.#deliver(job);
    if (mode === "after" || mode === "twice") this.#later(job, delayMs);
    return job;
  }

  /** Sends the answer of one job now, in whatever mode it is. Returns null when there is no such job. */
  async finish(id: string): Promise<Detonation | null> {
    const job = this.#jobs.get(id);
    if (job === undefined) return null;
    await this.#deliver(job);
    return job;
  }

  get(id: string): Detonation | null {
    return this.#jobs.get(id) ?? null;
  }

  /** All jobs, oldest first, without their callback URLs (these carry a token). */
  list(): Detonation[] {
    return [...this.#jobs.values()].map(({ id, hash, mode, deliveries }) => ({
      id,
      hash,
      mode,
      deliveries,
    }));
  }

  /** Forgets the answers that are still to be sent. */
  stop(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
  }

  #later(job: Job, delayMs: number): void {
    const timer = setTimeout(async () => {
      this.#timers.delete(timer);
      await this.#deliver(job);
      if (job.mode === "twice") await this.#deliver(job);
    }, delayMs);
    this.#timers.add(timer);
  }

  async #deliver(job: Job): Promise<void> {
    if (job.callbackUrl === null) return;
    const body = JSON.stringify({ detonation_id: job.id, status: "finished", ...job.report });
    try {
      const answer = await fetch(job.callbackUrl, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body,
        signal: AbortSignal.timeout(15_000),
      });
      await answer.arrayBuffer();
      job.deliveries.push(answer.status);
    } catch {
      // A receiver that is down is an outcome that the list shows, not a fault of this service.
      job.deliveries.push(0);
    }
  }
}
