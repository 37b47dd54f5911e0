import type { Failure, TraceStep } from "@callbook/core/failure";
import type { ExecutionBody } from "@callbook/core/results";
import type { Role } from "../permissions/permissions.ts";

export type TestStatus = "untested" | "testing" | "passed" | "failed";
export type Level = "none" | "use" | "edit" | "manage";

export interface ConnectionRow {
  readonly id: number;
  readonly name: string;
  readonly integrationId: number;
  readonly integrationName: string;
  readonly scope: "site" | "share_internal";
  readonly siteId: number | null;
  readonly siteNames: string[];
  /** Who may use it, in words: "Everybody with access to the site", "Anna Berg", "Analysts". */
  readonly users: string[];
  readonly active: boolean;
  readonly testStatus: TestStatus;
  readonly lastTestAt: string | null;
  readonly version: number;
  readonly myLevel: Level;
}

/** The form as it is read back: texts as they are stored, secrets never. */
export interface ConnectionFormView {
  readonly name: string;
  readonly scope: "site" | "share_internal";
  readonly siteId: number | null;
  readonly recipientSiteId: number | null;
  readonly description: string;
  readonly permissions: {
    readonly userId: string | null;
    readonly role: Role | null;
    readonly level: "use" | "edit" | "manage";
  }[];
  readonly active: boolean;
  readonly requestUrl: string;
  readonly authMethod: "none" | "basic" | "bearer";
  readonly username: string;
  readonly testPath: string;
  readonly testMethod: "GET" | "HEAD" | "OPTIONS";
  readonly allowedAddress: string;
  readonly secretOrigins: string[];
  /** By definition id; the sensitive ones are missing here and listed in `secrets`. */
  readonly parameters: Record<string, string | number | boolean | null>;
}

/** "password", "bearer_token" or "parameter:<definition id>". */
export type SecretField = string;

export interface ConnectionDetails {
  readonly id: number;
  readonly integrationId: number;
  readonly form: ConnectionFormView;
  /** Which secrets are set. A field that is not set has no entry. */
  readonly secrets: Record<SecretField, { readonly set: true; readonly updatedAt: string }>;
  readonly version: number;
  readonly testStatus: TestStatus;
  readonly lastTestAt: string | null;
  readonly lastTestError: Failure | null;
  readonly myLevel: Level;
}

export interface ConnectionFormOptions {
  readonly sites: {
    readonly id: number;
    readonly name: string;
    readonly kind: "internal" | "client";
    /** Whether the asker may have connections of this site. */
    readonly mayConnect: boolean;
  }[];
  /** Whether the asker may share a connection with all internal sites. */
  readonly mayShare: boolean;
  readonly people: { readonly id: string; readonly name: string }[];
  readonly roles: readonly Role[];
  /** Agents and vaults that can be chosen; there are none until their transport exists. */
  readonly agents: never[];
  readonly vaults: never[];
  readonly mayManage: boolean;
}

export interface TestOutcome {
  readonly passed: boolean;
  readonly trace: readonly TraceStep[];
  readonly failure: Failure | null;
  readonly warnings: string[];
  readonly raw: ExecutionBody["raw"];
  readonly durationMs: number;
  readonly testedAt: string;
}
