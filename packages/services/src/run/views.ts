import type { PlaybookDocument } from "@callbook/core/document";
import type { Json } from "@callbook/core/json";
import type { CallbackArguments, ResultsEntry } from "@callbook/core/results";
import type { RunStateName } from "@callbook/core/run";

export interface RunRow {
  readonly id: number;
  readonly playbookId: number;
  readonly playbookName: string;
  /** "draft", or the number of the published revision. */
  readonly revision: string;
  readonly state: RunStateName;
  readonly testRun: boolean;
  readonly startedBy: string;
  readonly queuedAt: string;
  readonly startedAt: string | null;
  readonly finishedAt: string | null;
  readonly handledFailures: number;
  readonly failureMessage: string | null;
  readonly siteName: string;
}

export interface RunDetails extends RunRow {
  readonly revisionId: number;
  readonly siteId: number;
  readonly inputs: Record<string, Json>;
  readonly outputs: Record<string, Json> | null;
  readonly failure: {
    readonly code: string;
    readonly message: string;
    readonly blockId: string | null;
  } | null;
  readonly document: PlaybookDocument;
  readonly mayCancel: boolean;
}

export interface CallbackCall {
  readonly arguments: CallbackArguments;
  readonly mode: "direct" | "engine";
  readonly at: string;
  readonly sourceName: string;
  readonly targetName: string;
}

export interface RunLogLine {
  readonly seq: number;
  readonly at: string;
  readonly blockId: string;
  readonly level: string;
  readonly text: string;
}

export interface WaitRow {
  readonly waitId: string;
  readonly blockId: string;
  readonly deadline: string;
  readonly state: string;
  /** Ends in bullets: the token is known to the third party alone. */
  readonly maskedUrl: string;
}

/** An action run as scripts read it: the results JSON of its callbacks. */
export interface ActionRunView {
  readonly id: number;
  readonly runId: number;
  readonly blockId: string;
  readonly name: string;
  readonly command: string;
  readonly results: readonly ResultsEntry[];
}
