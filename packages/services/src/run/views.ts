import type { PlaybookDocument } from "@callbook/core/document";
import type { Json } from "@callbook/core/json";
import type { BlockPath, RequestCounts, RunStateName, Slot, WaitKind } from "@callbook/core/log";
import type { CallbackArguments, ResultsEntry } from "@callbook/core/results";

export interface RunRow extends RequestCounts {
  readonly id: number;
  readonly playbookId: number;
  readonly playbookName: string;
  /** "draft", or the number of the published revision. */
  readonly revision: string;
  readonly state: RunStateName;
  /** Of what it waits for, what ends first; null: it does not wait. */
  readonly nextWait: { readonly kind: WaitKind; readonly deadline: string } | null;
  readonly testRun: boolean;
  readonly startedBy: string;
  readonly queuedAt: string;
  readonly startedAt: string | null;
  readonly finishedAt: string | null;
  readonly handledFailures: number;
  /** What the requests come to beside the state: "2 of 4 requests failed"; null: nothing to add. */
  readonly requestNote: string | null;
  /** In lists cut at 200 characters; null: it has not failed. */
  readonly failureMessage: string | null;
  readonly siteName: string;
  /** It stays when the others of its week are dropped. */
  readonly pinned: boolean;
}

export interface RunFailureView {
  readonly code: string;
  readonly message: string;
  readonly blockId: string | null;
  /** The pass at fault; null: none is, or the log is of version 1. */
  readonly path: BlockPath | null;
}

export interface RunDetails extends RunRow {
  readonly revisionId: number;
  readonly siteId: number;
  readonly inputs: Record<string, Json>;
  readonly outputs: Record<string, Json> | null;
  readonly failure: RunFailureView | null;
  /** Configurations of its blocks are of the present versions of their types. */
  readonly document: PlaybookDocument;
  /** The catalogue that it was published with; null: it was made before catalogues were kept. */
  readonly catalogueId: number | null;
  readonly mayCancel: boolean;
  readonly mayPin: boolean;
}

/** One call of a callback, without its arguments. */
export interface CallRow {
  readonly seq: number;
  readonly at: string;
  /** Of the pass of the source. */
  readonly path: BlockPath;
  readonly mode: "direct" | "engine";
}

export interface CallbackCall extends CallRow {
  readonly arguments: CallbackArguments;
  readonly sourceName: string;
  readonly targetName: string;
}

/** The last line that is known: its event, and its place among that event's lines. */
export interface LogCursor {
  readonly seq: number;
  readonly line: number;
}

export interface WaitRow {
  readonly waitId: string;
  readonly path: BlockPath;
  readonly slot: Slot;
  readonly blockId: string;
  readonly kind: WaitKind;
  readonly deadline: string;
  readonly state: "open" | "satisfied" | "expired" | "closed";
  readonly createdAt: string;
  readonly endedAt: string | null;
  /** Ends in bullets: the token is known to the third party alone. null: nobody answers from outside. */
  readonly maskedUrl: string | null;
}

/** An action run as scripts read it: the results JSON of its callbacks. */
export interface ActionRunView {
  readonly id: number;
  readonly runId: number;
  /** Of the pass of the block. */
  readonly path: BlockPath;
  readonly blockId: string;
  readonly name: string;
  readonly command: string;
  readonly results: readonly ResultsEntry[];
}
