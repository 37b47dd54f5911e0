import type { Block, Callback, PlaybookDocument } from "../document/index.ts";
import { indexDocument } from "../document/index.ts";
import type { Applied, FieldPath, Operation, PlacedCallback } from "./operation.ts";

export type Change = Extract<Applied, { status: "applied" }>;

/** Takes nothing back. */
export const NOTHING: Operation = { kind: "together", operations: [] };

export function applied(
  document: PlaybookDocument,
  inverse: Operation,
  operation: Operation,
): Change {
  return { status: "applied", document, inverse, operation };
}

export function refused(message: string, path: FieldPath = []): Applied {
  return { status: "refused", message, path };
}

export function gone(what: "block" | "item" | "callback", id: string): Applied {
  return { status: "gone", what, id };
}

/** The document with some of its blocks replaced; the others are shared. */
export function withBlocks(
  document: PlaybookDocument,
  replace: ReadonlyMap<string, Block>,
): PlaybookDocument {
  const blocks = document.blocks.map((block) => replace.get(block.id) ?? block);
  return { ...document, blocks };
}

/** The callback with its place among those of its port. */
export function placed(document: PlaybookDocument, callback: Callback): PlacedCallback {
  const siblings = indexDocument(document).ofPort(callback.source, callback.port);
  const at = siblings.findIndex((one) => one.id === callback.id);
  return { callback, beforeId: siblings[at + 1]?.id ?? null };
}

/**
 * Callbacks in the order in which they can be put back: each after the one
 * before which it stands.
 */
export function placedInOrder(
  document: PlaybookDocument,
  callbacks: readonly Callback[],
): PlacedCallback[] {
  return callbacks.map((callback) => placed(document, callback)).reverse();
}
