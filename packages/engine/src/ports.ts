/**
 * What the engine needs of the rest of the product. apps/server hands in the
 * implementations, so that the engine knows neither blocks nor integrations nor
 * services, and never sees a secret.
 */
import type { Catalogue } from "@callbook/core/block";
import type { PlaybookDocument } from "@callbook/core/document";
import type { Failure } from "@callbook/core/failure";
import type { CommandOutcome } from "@callbook/core/integration";
import type { JsonObject } from "@callbook/core/json";

/** Which connections an action is to use, as its block and its run say. */
export interface ConnectionsRequest {
  /** null: every integration that offers a command of this name. */
  readonly integrationKey: string | null;
  readonly command: string;
  /** Empty: every active, permitted connection that offers the command. */
  readonly connectionIds: readonly number[];
  readonly siteId: number;
  readonly actingUserId: string;
}

/** One connection of the execution set; it becomes one app run. */
export interface ChosenConnection {
  readonly connectionId: number;
  /** As the results show it; for one that is gone, its id as text. */
  readonly connection: string;
  /** Of its integration; for a connection that is gone, those of the request or empty texts and 0. */
  readonly integrationKey: string;
  readonly integrationId: number;
  readonly integration: string;
  /** F-GONE, F-SITE, F-PERM or F-INACTIVE, first of them that applies; null: usable. */
  readonly failure: Failure | null;
}

export interface DescribeRequest {
  readonly integrationKey: string;
  readonly command: string;
  /** After stage one, without `context`. */
  readonly parameter: JsonObject;
}

/** What is about to be sent. */
export interface OutgoingInfo {
  /** GET, POST, ... as it will stand in the request line. */
  readonly method: string;
}

/** The record behind {{callback.url}}, {{callback.id}} and {{callback.expires_at}}. */
export interface CallbackTarget {
  /** Complete, with its token: for this one request, never to be logged or kept. */
  readonly url: string;
  readonly id: string;
  /** ISO time. */
  readonly expiresAt: string;
}

export interface RunContext {
  readonly runId: number;
  readonly siteId: number;
  readonly actingUserId: string;
  readonly playbookId: number;
  readonly actionRunId: number;
  readonly appRunId: number;
  readonly blockId: string;
}

export interface ExecuteRequest {
  readonly connectionId: number;
  readonly integrationKey: string;
  readonly command: string;
  /** After stage one, without `context`. */
  readonly parameter: JsonObject;
  /** Goes out as `Idempotency-Key`; the same over repeats of one attempt. */
  readonly idempotencyKey: string;
  /** The command or the author says that the third party honours it, so that any method may be repeated. */
  readonly honoursIdempotencyKey: boolean;
  /** Set when the answer comes by callback. */
  readonly callback: CallbackTarget | null;
  /** Aborted when the run is cancelled or taken away, or the process stops. */
  readonly signal: AbortSignal;
  readonly run: RunContext;
  /**
   * To be awaited after every check has passed and before the first byte leaves:
   * what must be on disk before an effect is then on disk. Rejects when the
   * request must not be sent; the port then gives up without sending.
   */
  readonly beforeSend: (info: OutgoingInfo) => Promise<void>;
}

export interface EnginePorts {
  /** The document of a revision. Rejects when there is none. The engine keeps what it got. */
  loadRevision(revisionId: number): Promise<PlaybookDocument>;
  readonly catalogue: Catalogue;
  connectionsFor(request: ConnectionsRequest): Promise<readonly ChosenConnection[]>;
  /** Method and kind of answer, before anything is sent. Throws for a command that is unknown. */
  describe(request: DescribeRequest): {
    readonly method: string;
    readonly async: "none" | "callback";
  };
  /**
   * One execution (connection x parameter). Failures are outcomes; it throws only
   * for bugs and when it was aborted. F-UNKNOWN after an abort is told by the engine.
   */
  execute(request: ExecuteRequest): Promise<CommandOutcome>;
  /** Address of a callback record: "<PUBLIC_URL>/api/callbacks/<id>/<token>". */
  callbackUrl(id: string, token: string): string;
  /** The process's clock; deadlines and leases use the database's. */
  readonly clock: () => Date;
  /** Never given a secret, a token or a body. */
  readonly log: EngineLog;
}

export type EngineLog = (
  level: "info" | "warning" | "error",
  message: string,
  detail: Readonly<Record<string, string | number | boolean | null>>,
) => void;

/** Commands with these methods may be sent again after a crash (RFC 9110: safe or idempotent). */
export function isSafeToRepeat(method: string): boolean {
  return ["GET", "HEAD", "OPTIONS", "PUT", "DELETE"].includes(method.toUpperCase());
}
