import type { Block, Callback, PlaybookDocument } from "./document.ts";
import { inputsOf, nameKey, type PlaybookInput } from "./names.ts";

/** A document by what one asks of it. Of duplicate ids or names the first counts. */
export interface DocumentIndex {
  readonly blocks: ReadonlyMap<string, Block>;
  /** By `nameKey`. */
  readonly blocksByName: ReadonlyMap<string, Block>;
  readonly callbacks: ReadonlyMap<string, Callback>;
  /** Inputs of the playbook, by id and by exact name. */
  readonly inputs: ReadonlyMap<string, PlaybookInput>;
  readonly inputsByName: ReadonlyMap<string, PlaybookInput>;
  /** Callbacks that lead into a block, in the document's order. */
  incoming(blockId: string): readonly Callback[];
  /** Callbacks that lead out of a block, in the document's order. */
  outgoing(blockId: string): readonly Callback[];
  /** Callbacks of one port, in the order in which they are called. */
  ofPort(blockId: string, port: string): readonly Callback[];
  /** The callbacks from one port to one target; more than one only in a faulty document. */
  between(blockId: string, port: string, target: string): readonly Callback[];
}

const NONE: readonly Callback[] = [];
const indexes = new WeakMap<PlaybookDocument, DocumentIndex>();

/** The index of a document; made once per document value, which nobody changes. */
export function indexDocument(document: PlaybookDocument): DocumentIndex {
  const known = indexes.get(document);
  if (known !== undefined) return known;
  const made = makeIndex(document);
  indexes.set(document, made);
  return made;
}

function makeIndex(document: PlaybookDocument): DocumentIndex {
  const inputs = inputsOf(document.blocks);
  const incoming = groupBy(document.callbacks, (callback) => callback.target);
  const outgoing = groupBy(document.callbacks, (callback) => callback.source);
  const ports = groupBy(document.callbacks, (callback) => portKey(callback.source, callback.port));
  return {
    blocks: firstBy(document.blocks, (block) => block.id),
    blocksByName: firstBy(document.blocks, (block) => nameKey(block.name)),
    callbacks: firstBy(document.callbacks, (callback) => callback.id),
    inputs: firstBy(inputs, (input) => input.id),
    inputsByName: firstBy(inputs, (input) => input.name),
    incoming: (blockId) => incoming.get(blockId) ?? NONE,
    outgoing: (blockId) => outgoing.get(blockId) ?? NONE,
    ofPort: (blockId, port) => ports.get(portKey(blockId, port)) ?? NONE,
    between: (blockId, port, target) =>
      (ports.get(portKey(blockId, port)) ?? NONE).filter((one) => one.target === target),
  };
}

/** An id holds no line feed, so that no two ports share a key. */
function portKey(blockId: string, port: string): string {
  return `${blockId}\n${port}`;
}

function firstBy<T>(items: readonly T[], keyOf: (item: T) => string): ReadonlyMap<string, T> {
  const map = new Map<string, T>();
  for (const item of items) {
    const key = keyOf(item);
    if (!map.has(key)) map.set(key, item);
  }
  return map;
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): ReadonlyMap<string, T[]> {
  const map = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = map.get(key);
    if (group === undefined) map.set(key, [item]);
    else group.push(item);
  }
  return map;
}
