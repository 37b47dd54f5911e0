/** What the engine is to do next. Core decides, the engine performs. */
import type { Json } from "../json/index.ts";
import type { ResultsEntry } from "../results/index.ts";
import type { ArgumentReferences, RunEventBody } from "./event.ts";

export type Step =
  /** Append these events together with their log lines and outputs (one transaction). */
  | {
      readonly kind: "record";
      readonly events: readonly RunEventBody[];
      /** Text of each LogWritten of `events`, in order. */
      readonly logs: readonly {
        readonly blockId: string;
        readonly level: "info" | "warning" | "error";
        readonly text: string;
      }[];
      /** Set with RunFinished: what the End blocks named. */
      readonly outputs: Readonly<Record<string, Json>> | null;
    }
  /** Start an effect block that was released: plan it, append BlockStarted, perform. */
  | {
      readonly kind: "perform";
      readonly path: string;
      readonly blockId: string;
      readonly releasedBy: ArgumentReferences;
    };

/** Synchronous reader of what a run has produced; the engine loads beforehand what `neededResults` names. */
export interface ResultReader {
  /** Results of the finished action run of this block path; undefined: it has not run. */
  results(path: string): readonly ResultsEntry[] | undefined;
  handle(actionRunId: number): string | null;
  /** The run's inputs by input name. */
  inputs(): Readonly<Record<string, Json>>;
}
