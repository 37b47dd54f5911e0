export type { AnswerMode, Detonation } from "./detonations.ts";
export type { LedgerEntry } from "./ledger.ts";
export { type Sample, type SampleOptions, startSample } from "./server.ts";
