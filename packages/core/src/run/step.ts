/** What the engine is to do next. Core decides, the engine performs. */
import type { StoredValue } from "../block/index.ts";
import type { Json } from "../json/index.ts";
import type { ArgumentReferences, BlockPath, LogLevel, RunEventBody } from "../log/index.ts";

export type Step =
  /** Append these events together with their log lines, stored values and outputs (one transaction). */
  | {
      readonly kind: "record";
      readonly events: readonly RunEventBody[];
      readonly lines: readonly WrittenLine[];
      readonly stored: readonly PassValue[];
      /** Set with RunFinished: what the End blocks named. */
      readonly outputs: Readonly<Record<string, Json>> | null;
    }
  /** Start a pass that a runner performs and that was released. */
  | {
      readonly kind: "perform";
      readonly path: BlockPath;
      readonly blockId: string;
      readonly releasedBy: ArgumentReferences;
    };

/** A line that a block wrote to the log of the run. */
export interface WrittenLine {
  /** Index of its event in the step. */
  readonly event: number;
  readonly path: BlockPath;
  readonly blockId: string;
  readonly level: LogLevel;
  readonly text: string;
}

/** What a pass of a block that core evaluated stores. */
export interface PassValue extends StoredValue {
  readonly path: BlockPath;
}
