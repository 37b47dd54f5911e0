/** What a gesture on the canvas means as one operation. Pure: ids come in, nothing is applied here. */
import {
  type BlockSpec,
  type Catalogue,
  givesCallbacks,
  takesCallbacks,
  type Variant,
} from "@callbook/core/block";
import {
  type Block,
  type Callback,
  indexDocument,
  nameKey,
  newBlock,
  newCallback,
  numberedName,
  type PlaybookDocument,
  withInsides,
} from "@callbook/core/document";
import type { Operation, PlacedCallback } from "@callbook/core/operation";
import { downstreamOf } from "@callbook/core/run";
import type { PortRef } from "../../canvas/canvas-contract.ts";
import { blockSize, type Point, ROW_GAP, type Size, SNAP, snapped } from "../../canvas/geometry.ts";

export type NewId = (prefix: "b" | "c" | "i") => string;

/** What the palette offers: a block type, with what its configuration begins with beside its default. */
export interface Choice {
  readonly type: string;
  readonly config: Variant["config"];
}

export interface Made {
  readonly operation: Operation;
  readonly label: string;
  /** Blocks to select afterwards. */
  readonly blockIds: readonly string[];
}

/** A new block of the chosen kind with its number in its name; null when the type is not known. */
export function chosenBlock(
  choice: Choice,
  position: Point,
  document: PlaybookDocument,
  catalogue: Catalogue,
  newId: NewId,
): Block | null {
  const spec = catalogue.blocks.get(choice.type);
  if (spec === undefined) return null;
  const config = { ...spec.defaultConfig(() => newId("i")), ...choice.config };
  const taken = new Set(document.blocks.map((block) => nameKey(block.name)));
  return newBlock({
    id: newId("b"),
    type: spec.type,
    version: spec.version,
    name: numberedName(spec.baseName({ config }), taken),
    position: snapped(position),
    config,
  });
}

/** Size that a new block of this type will have: nothing leads into it twice yet. */
export function newBlockSize(spec: BlockSpec, catalogue: Catalogue): Size {
  const block = { config: spec.defaultConfig(() => "i_new") };
  const card = spec.card(block, catalogue);
  return blockSize({
    kind: takesCallbacks(spec) ? "block" : "entry",
    subtitle: card.subtitle !== null,
    chips: card.connectionIds !== null,
    ports: spec.ports(block).filter((port) => port.kind === "normal").length > 1,
    join: false,
  });
}

function callbackFrom(from: PortRef, target: string, newId: NewId): Callback {
  return newCallback({ id: newId("c"), source: from.blockId, port: from.port, target });
}

/** Adds a block, called by `from` when given. */
export function addBlock(block: Block, from: PortRef | null, newId: NewId): Made {
  const callbacks: PlacedCallback[] =
    from === null ? [] : [{ callback: callbackFrom(from, block.id, newId), beforeId: null }];
  return {
    operation: { kind: "addBlocks", blocks: [block], callbacks },
    label: `Add ${block.name}`,
    blockIds: [block.id],
  };
}

/**
 * Puts a block into a callback: source calls it, it calls the target. It keeps
 * the place of the old callback among those of its port, and what lies below
 * moves down when there is no room.
 */
export function insertOn(
  callback: Callback,
  block: Block,
  document: PlaybookDocument,
  catalogue: Catalogue,
  sizeOf: (blockId: string) => Size,
  newId: NewId,
): Made {
  const index = indexDocument(document);
  const source = index.blocks.get(callback.source);
  const target = index.blocks.get(callback.target);
  const spec = catalogue.blocks.get(block.type);
  const port = spec?.ports(block).find((candidate) => candidate.kind === "normal");
  const siblings = index.ofPort(callback.source, callback.port);
  const next = siblings[siblings.findIndex((one) => one.id === callback.id) + 1];
  const size = spec === undefined ? { width: 192, height: 67 } : newBlockSize(spec, catalogue);
  const top =
    source === undefined ? block.position.y : source.position.y + sizeOf(source.id).height;
  const targetSize = target === undefined ? size : sizeOf(target.id);
  const placed: Block = {
    ...block,
    position: snapped({
      x: (target?.position.x ?? block.position.x) + (targetSize.width - size.width) / 2,
      y: top + ROW_GAP,
    }),
  };
  const callbacks: PlacedCallback[] = [
    {
      callback: callbackFrom({ blockId: callback.source, port: callback.port }, block.id, newId),
      beforeId: next?.id ?? null,
    },
  ];
  if (port !== undefined && spec !== undefined && givesCallbacks(spec)) {
    const onwards = callbackFrom({ blockId: block.id, port: port.id }, callback.target, newId);
    // The join below goes on waiting for this way, or not.
    callbacks.push({ callback: { ...onwards, awaited: callback.awaited }, beforeId: null });
  }
  const missing = placed.position.y + size.height + ROW_GAP - (target?.position.y ?? 0);
  const moves =
    target === undefined || missing <= 0 || target.position.y < top
      ? []
      : shiftedDown(document, target.id, Math.ceil(missing / SNAP) * SNAP);
  return {
    operation: {
      kind: "together",
      operations: [
        { kind: "disconnect", callbackIds: [callback.id] },
        { kind: "addBlocks", blocks: [placed], callbacks },
        ...(moves.length === 0 ? [] : [{ kind: "moveBlocks" as const, moves }]),
      ],
    },
    label: `Insert ${block.name}`,
    blockIds: [block.id],
  };
}

function shiftedDown(document: PlaybookDocument, blockId: string, by: number) {
  const below = downstreamOf(document, blockId);
  return document.blocks
    .filter((block) => block.id === blockId || below.has(block.id))
    .map((block) => ({
      blockId: block.id,
      from: block.position,
      to: { x: block.position.x, y: block.position.y + by },
    }));
}

export function connectTo(
  from: PortRef,
  targetId: string,
  document: PlaybookDocument,
  newId: NewId,
): Made {
  const index = indexDocument(document);
  const name = (id: string) => index.blocks.get(id)?.name ?? id;
  return {
    operation: {
      kind: "connect",
      callback: callbackFrom(from, targetId, newId),
      beforeId: null,
    },
    label: `Connect ${name(from.blockId)} to ${name(targetId)}`,
    blockIds: [from.blockId],
  };
}

/** Removes blocks and callbacks; with `reconnect` those who called a removed block call its targets instead. */
export function removeAll(
  document: PlaybookDocument,
  blockIds: ReadonlySet<string>,
  callbackIds: ReadonlySet<string>,
  reconnect: boolean,
  newId: NewId,
): Made | null {
  const operations: Operation[] = [];
  const blocks = document.blocks.filter((block) => blockIds.has(block.id));
  const callbacks = document.callbacks.filter((callback) => callbackIds.has(callback.id));
  if (callbacks.length > 0) {
    operations.push({ kind: "disconnect", callbackIds: callbacks.map((callback) => callback.id) });
  }
  if (blocks.length > 0) {
    operations.push({ kind: "removeBlocks", blockIds: blocks.map((block) => block.id) });
    if (reconnect) {
      for (const callback of bridges(document, withInsides(document, blockIds), newId)) {
        operations.push({ kind: "connect", callback, beforeId: null });
      }
    }
  }
  const [only] = operations;
  if (only === undefined) return null;
  const [first] = blocks;
  return {
    operation: operations.length === 1 ? only : { kind: "together", operations },
    label:
      blocks.length === 1 && first !== undefined
        ? `Delete ${first.name}`
        : blocks.length > 1
          ? `Delete ${blocks.length} blocks`
          : "Delete callback",
    blockIds: [],
  };
}

function bridges(
  document: PlaybookDocument,
  removed: ReadonlySet<string>,
  newId: NewId,
): Callback[] {
  const index = indexDocument(document);
  const known = new Set(document.callbacks.map((one) => `${one.source} ${one.port} ${one.target}`));
  const made: Callback[] = [];
  for (const incoming of document.callbacks) {
    if (removed.has(incoming.source) || !removed.has(incoming.target)) continue;
    for (const [target, awaited] of outsideTargets(incoming.target, removed, index)) {
      const key = `${incoming.source} ${incoming.port} ${target}`;
      if (target === incoming.source || known.has(key)) continue;
      known.add(key);
      const from = { blockId: incoming.source, port: incoming.port };
      made.push({ ...callbackFrom(from, target, newId), awaited });
    }
  }
  return made;
}

/** The blocks that are called at the end of the removed ones, and whether one of those callbacks is awaited. */
function outsideTargets(
  start: string,
  removed: ReadonlySet<string>,
  index: ReturnType<typeof indexDocument>,
): ReadonlyMap<string, boolean> {
  const found = new Map<string, boolean>();
  const seen = new Set([start]);
  const open = [start];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    for (const { target, awaited } of index.outgoing(next)) {
      if (!removed.has(target)) found.set(target, awaited || found.get(target) === true);
      else if (!seen.has(target)) {
        seen.add(target);
        open.push(target);
      }
    }
  }
  return found;
}
