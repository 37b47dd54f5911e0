/** A finding of validation. */
export interface Problem {
  /** Stable, SCREAMING_SNAKE: "CALLBACK_CYCLE". */
  readonly code: string;
  /** error: may be saved, not run or published. */
  readonly level: "error" | "warning";
  /** What is wrong and what to do, one or two sentences. */
  readonly message: string;
  readonly blockId: string | null;
  readonly callbackId: string | null;
  /** From the document's root, through ids: ["blocks", "b_1", "config", "parameters", "URL"]. */
  readonly path: readonly string[];
  /** The field's label when a field is at fault. */
  readonly field: string | null;
}
