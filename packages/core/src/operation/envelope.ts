/** Operations on their way: to the server, back with its answer, and in its log. */
import type { Json } from "../json/index.ts";
import type { FieldPath, Operation } from "./operation.ts";

/**
 * Version of the operations that are made now; logs hold older ones too, which
 * `readOperation` reads. 2 added `setCallback`, fields beside a block's
 * configuration, and blocks and callbacks of document format 2.
 */
export const OPERATION_VERSION = 2;

/** An operation on its way to the server. */
export interface OperationEnvelope {
  readonly v: number;
  /** "<client id>:<counter>"; a repeat is answered with the first ack. */
  readonly id: string;
  readonly baseSeq: number;
  readonly formatVersion: number;
  /** What a person reads in undo and history: "Rename block geolocate_ip_1". */
  readonly label: string;
  readonly operation: Operation;
  /** Id of the operation that this one undoes (or redoes). */
  readonly undoes: string | null;
}

/** The server's answer per operation. */
export type OperationAck =
  | {
      readonly status: "applied";
      readonly id: string;
      readonly seq: number;
      readonly operation: Operation;
      readonly leftAlone: readonly string[];
    }
  | {
      readonly status: "conflict";
      readonly id: string;
      readonly blockId: string | null;
      readonly path: FieldPath;
      readonly mine: Json | null;
      readonly theirs: Json | null;
      readonly by: string;
    }
  | {
      readonly status: "gone";
      readonly id: string;
      readonly what: "block" | "item" | "callback";
      readonly subject: string;
      readonly by: string /** Brings the block back as it was when it was deleted; null when it cannot. */;
      readonly restore: Operation | null;
    }
  | {
      readonly status: "refused";
      readonly id: string;
      readonly message: string;
      readonly path: FieldPath;
    };

/** One applied operation as it is broadcast and as history shows it. */
export interface LoggedOperation {
  readonly seq: number;
  readonly id: string;
  readonly userId: string;
  readonly userName: string;
  readonly at: string;
  readonly label: string;
  readonly operation: Operation;
  readonly undoes: string | null;
}
