import type { LoggedOperation } from "@callbook/core/operation";
import {
  type OpenedPlaybook,
  type PlaybookServer,
  ServerTrouble,
  type ServerTroubleKind,
} from "../playbook-server.ts";
import type { PlaybookLog } from "./playbook-log.ts";

/** A request on its way: it gets to the server or not, and its answer comes back or not. */
export interface Request {
  arrive(): void;
  answer(): void;
  cut(): void;
}

/** How one tab reaches the log of its playbook. */
export class TestLine implements PlaybookServer {
  readonly #log: PlaybookLog;
  readonly #userName: string;
  /** What the server says instead of an answer. */
  trouble: ServerTroubleKind | null = null;
  /** The answer is lost on the way, after the operations have been taken. */
  losesAnswers = false;
  /** Batches with an edit of this label cannot be read. */
  unreadable: string | null = null;
  /** Seqs of operations that this page cannot apply. */
  readonly unfit = new Set<number>();
  /** Operations in one answer. */
  page = 500;
  /** While it is held, requests wait in `requests` for what becomes of them. */
  isHeld = false;
  readonly requests: Request[] = [];

  constructor(log: PlaybookLog, userName: string) {
    this.#log = log;
    this.#userName = userName;
  }

  open(): Promise<OpenedPlaybook> {
    return this.#ask(() => ({ seq: this.#log.seq, document: this.#log.document }));
  }

  apply(envelopes: Parameters<PlaybookServer["apply"]>[0]): ReturnType<PlaybookServer["apply"]> {
    return this.#ask(() => {
      if (envelopes.some(({ label }) => label === this.unreadable)) {
        throw new ServerTrouble("invalid", "not an operation");
      }
      return this.#log.apply(this.#userName, envelopes);
    });
  }

  operationsSince(seq: number): ReturnType<PlaybookServer["operationsSince"]> {
    return this.#ask(() => {
      const operations = this.#log.operations
        .slice(seq, seq + this.page)
        .map((logged) => this.asHeard(logged));
      return { operations, more: seq + operations.length < this.#log.seq };
    });
  }

  asHeard(logged: LoggedOperation): LoggedOperation {
    if (!this.unfit.has(logged.seq)) return logged;
    return { ...logged, operation: { kind: "removeBlocks", blockIds: ["b_nowhere"] } };
  }

  async #ask<Answer>(serve: () => Answer): Promise<Answer> {
    const asked = () => {
      if (this.trouble !== null) throw new ServerTrouble(this.trouble, this.trouble);
      return serve();
    };
    if (this.isHeld) return this.#hold(asked);
    const answer = asked();
    if (this.losesAnswers) throw new ServerTrouble("unreachable", "the answer was lost");
    return answer;
  }

  #hold<Answer>(asked: () => Answer): Promise<Answer> {
    return new Promise((resolve, reject) => {
      let outcome: (() => void) | null = null;
      const request: Request = {
        arrive: () => {
          if (outcome !== null) return;
          try {
            const answer = asked();
            outcome = () => resolve(answer);
          } catch (error) {
            outcome = () => reject(error);
          }
        },
        answer: () => {
          request.arrive();
          this.#done(request);
          outcome?.();
        },
        cut: () => {
          this.#done(request);
          reject(new ServerTrouble("unreachable", "the line was cut"));
        },
      };
      this.requests.push(request);
    });
  }

  #done(request: Request): void {
    const place = this.requests.indexOf(request);
    if (place !== -1) this.requests.splice(place, 1);
  }
}
