import { Callback, indexDocument, type PlaybookDocument } from "../document/index.ts";
import { applied, gone, NOTHING, placed, placedInOrder, refused } from "./change.ts";
import type { Applied, Operation, PlacedCallback } from "./operation.ts";

type Of<Kind extends Operation["kind"]> = Extract<Operation, { kind: Kind }>;

export function applyConnect(document: PlaybookDocument, operation: Of<"connect">): Applied {
  const wired = connectAll(document, [operation]);
  if (!wired.ok) return wired.answer;
  const { callback } = operation;
  const beforeId = wired.placed[0]?.beforeId ?? null;
  return applied(
    wired.document,
    { kind: "disconnect", callbackIds: [callback.id] },
    { kind: "connect", callback, beforeId },
  );
}

export type Wired =
  | {
      readonly ok: true;
      readonly document: PlaybookDocument;
      readonly placed: readonly PlacedCallback[];
    }
  | { readonly ok: false; readonly answer: Applied };

/** Puts callbacks in, one after the other, all or none; `placed` has each `beforeId` as it took effect. */
export function connectAll(document: PlaybookDocument, wanted: readonly PlacedCallback[]): Wired {
  const blocks = new Set(document.blocks.map((block) => block.id));
  const known = new Map(document.callbacks.map((callback) => [callback.id, callback]));
  const pairs = new Set(document.callbacks.map(pairKey));
  const callbacks = [...document.callbacks];
  const placed: PlacedCallback[] = [];
  for (const { callback, beforeId } of wanted) {
    const answer = shapeFault(callback) ?? placeFault(callback, blocks, known, pairs);
    if (answer !== null) return { ok: false, answer };
    const next = beforeId === null ? undefined : known.get(beforeId);
    const fits = next?.source === callback.source && next.port === callback.port;
    const at = fits ? callbacks.findIndex((one) => one.id === beforeId) : callbacks.length;
    callbacks.splice(at, 0, callback);
    placed.push({ callback, beforeId: fits ? beforeId : null });
    known.set(callback.id, callback);
    pairs.add(pairKey(callback));
  }
  return { ok: true, document: { ...document, callbacks }, placed };
}

function pairKey({ source, port, target }: Callback): string {
  return `${source} ${target} ${port}`;
}

function shapeFault(callback: Callback): Applied | null {
  const parsed = Callback.safeParse(callback);
  if (parsed.success) return null;
  return refused(parsed.error.issues[0]?.message ?? "faulty", ["callbacks", String(callback.id)]);
}

function placeFault(
  callback: Callback,
  blocks: ReadonlySet<string>,
  known: ReadonlyMap<string, Callback>,
  pairs: ReadonlySet<string>,
): Applied | null {
  if (!blocks.has(callback.source)) return gone("block", callback.source);
  if (!blocks.has(callback.target)) return gone("block", callback.target);
  const path = ["callbacks", callback.id];
  if (callback.source === callback.target) return refused("A block cannot call itself.", path);
  if (known.has(callback.id) || blocks.has(callback.id)) {
    return refused(`The id ${callback.id} is taken.`, path);
  }
  return pairs.has(pairKey(callback))
    ? refused("The two blocks are connected already.", path)
    : null;
}

/** Those that are gone already are passed over, unless all are. */
export function applyDisconnect(document: PlaybookDocument, operation: Of<"disconnect">): Applied {
  const wanted = new Set(operation.callbackIds);
  const removed = document.callbacks.filter((callback) => wanted.has(callback.id));
  const [first] = operation.callbackIds;
  if (first === undefined) return refused("No callback is named.");
  if (removed.length === 0) return gone("callback", first);
  const callbacks = document.callbacks.filter((callback) => !wanted.has(callback.id));
  const back = placedInOrder(document, removed).map(
    ({ callback, beforeId }): Operation => ({ kind: "connect", callback, beforeId }),
  );
  const [only] = back;
  const inverse: Operation =
    back.length === 1 && only !== undefined ? only : { kind: "together", operations: back };
  const callbackIds = removed.map((callback) => callback.id);
  return applied({ ...document, callbacks }, inverse, { kind: "disconnect", callbackIds });
}

export function applySetCallback(
  document: PlaybookDocument,
  operation: Of<"setCallback">,
): Applied {
  const { callbackId, path, from, value } = operation;
  const callback = indexDocument(document).callbacks.get(callbackId);
  if (callback === undefined) return gone("callback", callbackId);
  const where = ["callbacks", callbackId, ...path];
  if (path.length !== 1 || path[0] !== "awaited")
    return refused(`A callback has no field ${path.join(".")}.`, where);
  const parsed = Callback.shape.awaited.safeParse(value);
  if (!parsed.success) return refused(parsed.error.issues[0]?.message ?? "faulty", where);
  const mine = parsed.data;
  const theirs = callback.awaited;
  if (theirs === mine) return applied(document, NOTHING, { ...operation, from: theirs });
  // Of two values only one can be another's, so that this happens with a `from` that never was.
  if (theirs !== from) return { status: "conflict", blockId: null, path: where, mine, theirs };
  const callbacks = document.callbacks.map((one) =>
    one.id === callbackId ? { ...one, awaited: mine } : one,
  );
  return applied(
    { ...document, callbacks },
    { ...operation, from: mine, value: theirs },
    { ...operation, from: theirs, value: mine },
  );
}

export function applyReorder(document: PlaybookDocument, operation: Of<"reorder">): Applied {
  const { callbackId } = operation;
  const callback = indexDocument(document).callbacks.get(callbackId);
  if (callback === undefined) return gone("callback", callbackId);
  if (operation.beforeId === callbackId) return refused("A callback cannot stand before itself.");
  const { beforeId: from } = placed(document, callback);
  const callbacks = document.callbacks.filter((one) => one.id !== callbackId);
  const to = connectAll({ ...document, callbacks }, [{ callback, beforeId: operation.beforeId }]);
  if (!to.ok) return to.answer;
  return applied(
    to.document,
    { kind: "reorder", callbackId, beforeId: from },
    { kind: "reorder", callbackId, beforeId: to.placed[0]?.beforeId ?? null },
  );
}
