/**
 * What runners reach the rest of the product by. The server hands in the implementations, so that
 * neither blocks nor the engine know services, and neither ever sees a secret.
 */
import type { Failure } from "../failure/index.ts";
import type { FilledInputs } from "../integration/index.ts";
import type { JsonObject } from "../json/index.ts";
import type { CommandChoice } from "./spec.ts";

/** Which connections an action is to use, as its block and its run say. */
export interface ConnectionsRequest extends CommandChoice {
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

/** What a command says of itself before anything is sent. */
export interface DescribedCommand {
  readonly method: string;
  readonly async: "none" | "callback";
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

export interface CommandRequest {
  readonly connectionId: number;
  readonly integrationKey: string;
  readonly command: string;
  /** After stage one, without `context`. */
  readonly parameter: JsonObject;
  /** What of the inputs a datapath filled: such a header stays at its origin when redirected. */
  readonly filled?: FilledInputs;
  /** Goes out as `Idempotency-Key`; the same over repeats of one attempt. */
  readonly idempotencyKey: string;
  /** The command or the author says that the third party honours it, so that any method may be repeated. */
  readonly honoursIdempotencyKey: boolean;
  /** Set when the answer comes by callback. */
  readonly callback: CallbackTarget | null;
  readonly run: RunContext;
  /**
   * To be awaited after every check has passed and before the first byte leaves:
   * what must be on disk before an effect is then on disk. Rejects when the
   * request must not be sent; the port then gives up without sending.
   */
  readonly beforeSend: (info: OutgoingInfo) => Promise<void>;
}
