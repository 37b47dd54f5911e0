import type { TraceStep } from "@callbook/core/failure";
import type { RunEvent, RunStateName } from "@callbook/core/log";
import type { LoggedOperation } from "@callbook/core/operation";

/** What comes over the one stream. `topic` is without a cursor: "run:12", "playbook:3". */
export type LiveMessage =
  | { readonly topic: string; readonly events: readonly RunEvent[] }
  | { readonly topic: string; readonly operations: readonly LoggedOperation[] }
  | {
      readonly topic: string;
      readonly runs: readonly { readonly runId: number; readonly state: RunStateName }[];
    }
  /** More of the list may have changed than can be told: it is to be read anew. */
  | { readonly topic: string; readonly reload: true }
  | { readonly topic: string; readonly catalogueId: number }
  | { readonly topic: string; readonly trace: readonly TraceStep[] }
  | { readonly topic: string; readonly refused: true }
  | { readonly topic: "session"; readonly signedOut: true };

/** Whether the stream is there: "idle" while nobody listens. */
export type LiveState = "idle" | "connecting" | "open" | "lost" | "signed-out";

/** A tab to the worker. Topics carry the cursor up to which the tab already knows: "run:12@40". */
export type TabMessage =
  | { readonly kind: "topics"; readonly topics: readonly string[] }
  | { readonly kind: "alive"; readonly topics: readonly string[] }
  | { readonly kind: "bye" }
  | { readonly kind: "sign-out" };

/** The worker to a tab. */
export type WorkerMessage =
  | { readonly kind: "message"; readonly message: LiveMessage }
  | { readonly kind: "state"; readonly state: LiveState };

/** "run:12@40" -> name "run:12", cursor 40. Topics without a cursor have null. */
export function parseTopic(topic: string): {
  readonly name: string;
  readonly cursor: number | null;
} {
  const at = topic.lastIndexOf("@");
  if (at < 0) return { name: topic, cursor: null };
  const cursor = Number(topic.slice(at + 1));
  return { name: topic.slice(0, at), cursor: Number.isFinite(cursor) ? cursor : 0 };
}

/** The last sequence number a message brings; null for messages without one. */
export function lastSeq(message: LiveMessage): number | null {
  if ("events" in message) return message.events.at(-1)?.seq ?? null;
  if ("operations" in message) return message.operations.at(-1)?.seq ?? null;
  return null;
}

/** The part of a message that lies after the cursor; null when nothing of it does. */
export function after(message: LiveMessage, cursor: number | null): LiveMessage | null {
  if (cursor === null) return message;
  if ("events" in message) {
    const events = message.events.filter((event) => event.seq > cursor);
    return events.length === 0 ? null : { topic: message.topic, events };
  }
  if ("operations" in message) {
    const operations = message.operations.filter((operation) => operation.seq > cursor);
    return operations.length === 0 ? null : { topic: message.topic, operations };
  }
  return message;
}
