/** What core gives a block that it evaluates, and what comes of it. */
import type { DatapathScope } from "../datapath/index.ts";
import type { Block, PlaybookDocument } from "../document/index.ts";
import type { Json } from "../json/index.ts";
import type { ArgumentReferences, BlockPath, LogLevel, Slot } from "../log/index.ts";
import type { ResultReader } from "../results/index.ts";

export interface EvaluateContext {
  readonly document: PlaybookDocument;
  readonly block: Block;
  readonly path: BlockPath;
  /** What its datapaths read. */
  readonly scope: DatapathScope;
  readonly results: ResultReader;
  readonly releasedBy: ArgumentReferences;
}

export type Evaluation =
  | {
      readonly status: "done";
      /** Ids of the ports it takes. */
      readonly taken: readonly string[];
      readonly logs: readonly LogLine[];
      /** What it stores under its slots; datapaths read it later. */
      readonly stored: readonly StoredValue[];
      /** By port id: the slot that holds the ids which that port let through. Absent: passed on. */
      readonly filtered: Readonly<Record<string, Slot>>;
      /** What End names; empty of every other block. */
      readonly outputs: Readonly<Record<string, Json>>;
    }
  | {
      readonly status: "failed";
      readonly class: "F-INPUT" | "F-TEMPLATE";
      readonly message: string;
      readonly field: string | null;
    };

export interface LogLine {
  readonly level: LogLevel;
  readonly text: string;
}

export interface StoredValue {
  readonly slot: Slot;
  readonly value: Json;
  /** A line that tells people what it is; absent: the value says it. */
  readonly message?: string;
}

/** An evaluation that takes these ports and does nothing else unless it says so. Pure. */
export function done(
  taken: readonly string[],
  also: Partial<Omit<Extract<Evaluation, { status: "done" }>, "status" | "taken">> = {},
): Evaluation {
  return { status: "done", taken, logs: [], stored: [], filtered: {}, outputs: {}, ...also };
}
