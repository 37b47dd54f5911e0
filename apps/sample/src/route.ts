import type { AnswerMode, Detonations } from "./detonations.ts";
import type { Exchange } from "./exchange.ts";
import type { Ledger } from "./ledger.ts";
import type { Tickets } from "./tickets.ts";

/** What the service remembers while it runs. */
export interface Memory {
  ledger: Ledger;
  tickets: Tickets;
  detonations: Detonations;
  /** How detonations answer when the request does not say it; a test changes it. */
  answer: { mode: AnswerMode; delayMs: number };
}

/** One endpoint. `pattern` is matched against the path; its groups become `params`. */
export interface Route {
  name: string;
  method: string;
  pattern: RegExp;
  access: "open" | "credentials" | "control";
  handle: (exchange: Exchange, memory: Memory) => void | Promise<void>;
}
