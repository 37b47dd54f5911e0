import {
  Block,
  BlockName,
  type Callback,
  indexDocument,
  isInside,
  MOST_DEPTH,
  nameKey,
  type PlaybookDocument,
  Position,
  pathByIds,
  uniqueName,
  withInsides,
} from "../document/index.ts";
import { findUnfit } from "../json/index.ts";
import { connectAll } from "./apply-callbacks.ts";
import { applied, gone, placedInOrder, refused, withBlocks } from "./change.ts";
import { blockFingerprint } from "./fingerprints.ts";
import type { Applied, Operation } from "./operation.ts";

type Of<Kind extends Operation["kind"]> = Extract<Operation, { kind: Kind }>;

export function applyAddBlocks(document: PlaybookDocument, operation: Of<"addBlocks">): Applied {
  if (operation.blocks.length === 0) return refused("No block is given.");
  const { blocks: known, callbacks: knownCallbacks } = indexDocument(document);
  const taken = new Set(document.blocks.map((block) => nameKey(block.name)));
  const added = new Map<string, Block>();
  for (const block of operation.blocks) {
    const fault = blockFault(block);
    if (fault !== null) return fault;
    if (known.has(block.id) || knownCallbacks.has(block.id) || added.has(block.id)) {
      return refused(`The id ${block.id} is taken.`, ["blocks", block.id, "id"]);
    }
    const name = uniqueName(block.name, taken);
    taken.add(nameKey(name));
    added.set(block.id, name === block.name ? block : { ...block, name });
  }
  const stray = operation.callbacks.find(
    ({ callback }) => !added.has(callback.source) && !added.has(callback.target),
  );
  if (stray !== undefined) {
    const message = "A callback between other blocks is connected by itself.";
    return refused(message, ["callbacks", String(stray.callback.id)]);
  }
  const misplaced = parentFault(added, known);
  if (misplaced !== null) return misplaced;
  const withAdded = { ...document, blocks: [...document.blocks, ...added.values()] };
  const wired = connectAll(withAdded, operation.callbacks);
  if (!wired.ok) return wired.answer;
  const blocks = [...added.values()];
  const inverse: Operation = {
    kind: "removeBlocks",
    blockIds: blocks.map((block) => block.id),
    expected: {
      blocks: Object.fromEntries(blocks.map((block) => [block.id, blockFingerprint(block)])),
      callbackIds: wired.placed.map(({ callback }) => callback.id),
    },
  };
  return applied(wired.document, inverse, { kind: "addBlocks", blocks, callbacks: wired.placed });
}

function blockFault(block: Block): Applied | null {
  const path = ["blocks", String(block.id)];
  const unfit = findUnfit(block, MOST_DEPTH);
  if (unfit !== null)
    return refused("The block holds what no document may hold.", [...path, ...unfit.path]);
  const parsed = Block.safeParse(block);
  if (parsed.success) return null;
  const issue = parsed.error.issues[0];
  return refused(issue?.message ?? "faulty", [...path, ...pathByIds(issue?.path ?? [], block)]);
}

/** Why a block cannot stand where it says; null: each can. */
function parentFault(
  added: ReadonlyMap<string, Block>,
  known: ReadonlyMap<string, Block>,
): Applied | null {
  for (const { id, name, parent } of added.values()) {
    if (parent === null || known.has(parent)) continue;
    if (!added.has(parent)) return gone("block", parent);
    if (isInside(id, parent, added))
      return refused(`${name} stands in itself.`, ["blocks", id, "parent"]);
  }
  return null;
}

/**
 * Those that are gone already are passed over, unless all are. What stands in
 * a removed block goes with it, also what another has just put there: it has
 * no meaning without it, and one undo brings back the whole.
 */
export function applyRemoveBlocks(
  document: PlaybookDocument,
  operation: Of<"removeBlocks">,
): Applied {
  const wanted = withInsides(document, new Set(operation.blockIds));
  const removed = document.blocks.filter((block) => wanted.has(block.id));
  const [first] = operation.blockIds;
  if (first === undefined) return refused("No block is named.");
  if (removed.length === 0) return gone("block", first);
  const isLost = (one: Callback): boolean => wanted.has(one.source) || wanted.has(one.target);
  const lost = document.callbacks.filter(isLost);
  const after: PlaybookDocument = {
    ...document,
    blocks: document.blocks.filter((block) => !wanted.has(block.id)),
    callbacks:
      lost.length === 0 ? document.callbacks : document.callbacks.filter((one) => !isLost(one)),
  };
  return applied(
    after,
    { kind: "addBlocks", blocks: removed, callbacks: placedInOrder(document, lost) },
    { kind: "removeBlocks", blockIds: removed.map((block) => block.id) },
  );
}

/** Blocks that are gone are passed over, unless all are; one that another has moved is a conflict. */
export function applyMoveBlocks(document: PlaybookDocument, operation: Of<"moveBlocks">): Applied {
  const { blocks } = indexDocument(document);
  const moved = new Map<string, Block>();
  const moves: { blockId: string; from: Position; to: Position }[] = [];
  for (const { blockId, from, to } of operation.moves) {
    const block = blocks.get(blockId);
    if (block === undefined) continue;
    const path = ["position"];
    if (!Position.safeParse(to).success)
      return refused("A position is two numbers.", ["blocks", blockId, ...path]);
    if (moved.has(blockId)) return refused("A block is moved twice.", ["blocks", blockId, ...path]);
    const theirs = block.position;
    if (!same(theirs, from) && !same(theirs, to)) {
      return { status: "conflict", blockId, path, mine: { ...to }, theirs: { ...theirs } };
    }
    moved.set(blockId, { ...block, position: { x: to.x, y: to.y } });
    moves.push({ blockId, from: theirs, to: { x: to.x, y: to.y } });
  }
  const [first] = operation.moves;
  if (first === undefined) return refused("No block is named.");
  if (moves.length === 0) return gone("block", first.blockId);
  const back = moves.map(({ blockId, from, to }) => ({ blockId, from: to, to: from }));
  return applied(
    withBlocks(document, moved),
    { kind: "moveBlocks", moves: back },
    { kind: "moveBlocks", moves },
  );
}

function same(left: Position, right: Position): boolean {
  return left.x === right.x && left.y === right.y;
}

export function applyRename(document: PlaybookDocument, operation: Of<"rename">): Applied {
  const { blockId } = operation;
  const block = indexDocument(document).blocks.get(blockId);
  if (block === undefined) return gone("block", blockId);
  const parsed = BlockName.safeParse(operation.name);
  if (!parsed.success) {
    return refused(parsed.error.issues[0]?.message ?? "faulty", ["blocks", blockId, "name"]);
  }
  if (block.name !== operation.from && block.name !== operation.name) {
    return {
      status: "conflict",
      blockId,
      path: ["name"],
      mine: operation.name,
      theirs: block.name,
    };
  }
  const others = document.blocks.filter((one) => one.id !== blockId);
  const name = uniqueName(operation.name, new Set(others.map((one) => nameKey(one.name))));
  return applied(
    withBlocks(document, new Map([[blockId, { ...block, name }]])),
    { kind: "rename", blockId, from: name, name: block.name },
    { kind: "rename", blockId, from: block.name, name },
  );
}
