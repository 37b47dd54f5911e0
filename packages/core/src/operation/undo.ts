import type { PlaybookDocument } from "../document/index.ts";
import { assertNever } from "../json/index.ts";
import { applyOperation } from "./apply.ts";
import { NOTHING } from "./change.ts";
import type { Operation } from "./operation.ts";
import { nameOfPart, possiblePart } from "./possible-part.ts";

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
      leftAlone.push(`${nameOfPart(part, after)}: ${reasonOf(applied.status)}`);
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
