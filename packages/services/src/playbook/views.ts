import type { PlaybookDocument } from "@callbook/core/document";
import type { RunStateName } from "@callbook/core/log";
import type { LoggedOperation, OperationAck } from "@callbook/core/operation";
import type { Role } from "../permissions/permissions.ts";

export interface PlaybookRow {
  readonly id: number;
  readonly name: string;
  readonly description: string;
  readonly siteId: number;
  readonly siteName: string;
  readonly publishedRevision: number | null;
  readonly hasDraftChanges: boolean;
  readonly updatedAt: string;
  readonly lastRun: {
    readonly id: number;
    readonly state: RunStateName;
    readonly at: string;
  } | null;
  readonly isSample: boolean;
}

export interface OpenPlaybook {
  readonly id: number;
  readonly siteId: number;
  readonly name: string;
  /** The newest operation that `document` holds. */
  readonly seq: number;
  readonly document: PlaybookDocument;
  readonly publishedRevision: {
    readonly id: number;
    readonly number: number;
    readonly at: string;
    readonly by: string;
  } | null;
  readonly changesSincePublish: { readonly by: string; readonly count: number }[];
  readonly myRole: Role;
  readonly serverTime: string;
  /** A client id no other tab has; operation ids start with it. */
  readonly clientHint: string;
}

export interface AppliedOperations {
  readonly acks: OperationAck[];
  readonly seq: number;
}

export interface OperationsPage {
  readonly operations: LoggedOperation[];
  /** There are more after the last one. */
  readonly more: boolean;
}

export interface RevisionView {
  readonly id: number;
  readonly playbookId: number;
  readonly number: number | null;
  readonly draft: boolean;
  readonly document: PlaybookDocument;
  /** What it was published with; null: it was made before catalogues were kept. */
  readonly catalogueId: number | null;
  readonly createdAt: string;
  readonly createdBy: string;
}
