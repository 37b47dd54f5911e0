import { indexDocument, type PlaybookDocument } from "../document/index.ts";
import { assertNever, fingerprint, type Json } from "../json/index.ts";
import { applyOperation } from "./apply.ts";
import { blockFingerprint } from "./apply-blocks.ts";
import { NOTHING } from "./change.ts";
import { readField } from "./field.ts";
import type { Operation } from "./operation.ts";

export interface Undone {
  readonly document: PlaybookDocument;
  /** What undo did, to be logged and sent to others; null: nothing was left to take back. */
  readonly operation: Operation | null;
  /** Takes the undo back (redo), by `applyUndo` again. */
  readonly inverse: Operation;
  /** What it left as it is, each with its reason, for a person: "URL of lookup_1: changed since". */
  readonly leftAlone: readonly string[];
}

/**
 * Takes back what an operation did, given its inverse. Unlike `applyOperation`
 * it does what it can: fields, blocks and items that another has changed since
 * are left as they are, and named. Applying the operation it gives to the same
 * document gives the same result.
 */
export function applyUndo(document: PlaybookDocument, inverse: Operation): Undone {
  let after = document;
  const done: Operation[] = [];
  const back: Operation[] = [];
  const leftAlone: string[] = [];
  for (const part of partsOf(inverse)) {
    const possible = part.kind === "together" ? part : possiblePart(after, part, leftAlone);
    if (possible === null) continue;
    const applied = applyOperation(after, possible);
    if (applied.status === "applied") {
      after = applied.document;
      done.push(applied.operation);
      back.unshift(applied.inverse);
    } else {
      leftAlone.push(`${nameOf(part, after)}: ${reasonOf(applied.status)}`);
    }
  }
  return { document: after, operation: one(done), inverse: one(back) ?? NOTHING, leftAlone };
}

function one(operations: readonly Operation[]): Operation | null {
  const [only] = operations;
  if (only === undefined) return null;
  return operations.length === 1 ? only : { kind: "together", operations };
}

/** An inverse in parts that stand for themselves: one block moved, one callback connected. */
function partsOf(operation: Operation): readonly Operation[] {
  switch (operation.kind) {
    case "together":
      return operation.operations.flatMap(partsOf);
    case "moveBlocks":
      return operation.moves.map((move) => ({ kind: "moveBlocks", moves: [move] }));
    default:
      return [operation];
  }
}

/** What of an inverse may be done now; what may not is added to `leftAlone`. null: nothing. */
function possiblePart(
  document: PlaybookDocument,
  part: Operation,
  leftAlone: string[],
): Operation | null {
  switch (part.kind) {
    case "removeBlocks":
      return possibleRemoval(document, part, leftAlone);
    case "addBlocks":
      return possibleReturn(document, part, leftAlone);
    case "removeItem": {
      const block = indexDocument(document).blocks.get(part.blockId);
      const found = block && readField({ config: block.config }, [...part.path, part.itemId]);
      if (part.expected === undefined || !found?.ok || found.value === undefined) return part;
      if (fingerprint(found.value) === part.expected) return part;
      leftAlone.push(`${nameOf(part, document)}: changed since`);
      return null;
    }
    case "replaceDocument": {
      const present: Json = JSON.parse(JSON.stringify(document));
      if (part.expected === undefined || fingerprint(present) === part.expected) return part;
      leftAlone.push("The playbook: changed since");
      return null;
    }
    default:
      return part;
  }
}

type Of<Kind extends Operation["kind"]> = Extract<Operation, { kind: Kind }>;

/** Only blocks that are still as they were added, and that nobody has connected since. */
function possibleRemoval(
  document: PlaybookDocument,
  part: Of<"removeBlocks">,
  leftAlone: string[],
): Operation | null {
  const { expected } = part;
  if (expected === undefined) return part;
  const index = indexDocument(document);
  const mine = new Set(expected.callbackIds);
  const going = new Set(part.blockIds);
  const blockIds = part.blockIds.filter((id) => {
    const block = index.blocks.get(id);
    if (block === undefined) return false;
    const print = Object.hasOwn(expected.blocks, id) ? expected.blocks[id] : undefined;
    const foreign = [...index.incoming(id), ...index.outgoing(id)].some(
      (callback) =>
        !mine.has(callback.id) && !(going.has(callback.source) && going.has(callback.target)),
    );
    if (blockFingerprint(block) === print && !foreign) return true;
    leftAlone.push(`${block.name}: ${foreign ? "connected since" : "changed since"}`);
    return false;
  });
  return blockIds.length === 0 ? null : { kind: "removeBlocks", blockIds };
}

/** Only blocks that are not there, with the callbacks whose other ends are. */
function possibleReturn(
  document: PlaybookDocument,
  part: Of<"addBlocks">,
  leftAlone: string[],
): Operation | null {
  const index = indexDocument(document);
  const blocks = part.blocks.filter((block) => !index.blocks.has(block.id));
  const present = new Set([...index.blocks.keys(), ...blocks.map((block) => block.id)]);
  const returning = new Set(blocks.map((block) => block.id));
  const callbacks = part.callbacks.filter(({ callback }) => {
    const { id, source, target, port } = callback;
    if (index.callbacks.has(id) || index.between(source, port, target).length > 0) return false;
    if (!returning.has(source) && !returning.has(target)) return false;
    if (present.has(source) && present.has(target)) return true;
    leftAlone.push(`Callback of a deleted block: its other end is gone`);
    return false;
  });
  return blocks.length === 0 ? null : { kind: "addBlocks", blocks, callbacks };
}

function reasonOf(status: "conflict" | "gone" | "refused"): string {
  switch (status) {
    case "conflict":
      return "changed since";
    case "gone":
      return "gone since";
    case "refused":
      return "no longer possible";
    default:
      return assertNever(status, "status");
  }
}

/** "URL of lookup_1", "lookup_1", "Callback of start_1". */
function nameOf(part: Operation, document: PlaybookDocument): string {
  const name = (id: string): string => indexDocument(document).blocks.get(id)?.name ?? id;
  switch (part.kind) {
    case "setField":
      return `${part.path.at(-1) ?? "Field"} of ${name(part.blockId)}`;
    case "insertItem":
    case "moveItem":
    case "removeItem":
      return `${part.path.at(-1) ?? "List"} of ${name(part.blockId)}`;
    case "moveBlocks":
      return `Position of ${name(part.moves[0]?.blockId ?? "")}`;
    case "rename":
      return `Name of ${name(part.blockId)}`;
    case "connect":
      return `Callback of ${name(part.callback.source)}`;
    case "setPlaybook":
      return `The playbook's ${part.path.at(-1) ?? "field"}`;
    case "removeBlocks":
      return part.blockIds.map(name).join(", ");
    case "addBlocks":
      return part.blocks.map((block) => block.name).join(", ");
    case "replaceDocument":
      return "The playbook";
    case "disconnect":
    case "reorder":
    case "together":
      return "Callbacks";
    default:
      return assertNever(part, "operation");
  }
}
