import {
  documentSize,
  MOST_BLOCKS,
  MOST_BYTES,
  MOST_CALLBACKS,
  type PlaybookDocument,
  parseDocument,
} from "../document/index.ts";
import { assertNever } from "../json/index.ts";
import { applyAddBlocks, applyMoveBlocks, applyRemoveBlocks, applyRename } from "./apply-blocks.ts";
import {
  applyConnect,
  applyDisconnect,
  applyReorder,
  applySetCallback,
} from "./apply-callbacks.ts";
import { applySetField, applySetPlaybook } from "./apply-fields.ts";
import { applyInsertItem, applyMoveItem, applyRemoveItem } from "./apply-items.ts";
import { applied, refused } from "./change.ts";
import { documentFingerprint } from "./fingerprints.ts";
import type { Applied, Operation } from "./operation.ts";

/**
 * Applies an edit: pure, the given document is never changed, and parts that
 * the edit does not touch are shared. The same function runs in the browser at
 * once and on the server in its order. Applying the operation that it gives
 * back to the same document gives the same result.
 *
 * An operation that comes from outside goes through `readOperation` first.
 */
export function applyOperation(document: PlaybookDocument, operation: Operation): Applied {
  const done = applyOne(document, operation);
  if (done.status !== "applied") return done;
  const tooLarge = limitFault(done.document);
  return tooLarge === null ? done : refused(tooLarge);
}

function applyOne(document: PlaybookDocument, operation: Operation): Applied {
  switch (operation.kind) {
    case "addBlocks":
      return applyAddBlocks(document, operation);
    case "removeBlocks":
      return applyRemoveBlocks(document, operation);
    case "moveBlocks":
      return applyMoveBlocks(document, operation);
    case "setField":
      return applySetField(document, operation);
    case "insertItem":
      return applyInsertItem(document, operation);
    case "moveItem":
      return applyMoveItem(document, operation);
    case "removeItem":
      return applyRemoveItem(document, operation);
    case "connect":
      return applyConnect(document, operation);
    case "disconnect":
      return applyDisconnect(document, operation);
    case "setCallback":
      return applySetCallback(document, operation);
    case "reorder":
      return applyReorder(document, operation);
    case "rename":
      return applyRename(document, operation);
    case "setPlaybook":
      return applySetPlaybook(document, operation);
    case "replaceDocument":
      return applyReplaceDocument(document, operation);
    case "together":
      return applyTogether(document, operation.operations);
    default:
      return assertNever(operation, "operation");
  }
}

/** One gesture: the first that does not apply is the answer, and nothing is applied. */
function applyTogether(document: PlaybookDocument, operations: readonly Operation[]): Applied {
  let after = document;
  const inverses: Operation[] = [];
  const effective: Operation[] = [];
  for (const operation of operations) {
    const done = applyOne(after, operation);
    if (done.status !== "applied") return done;
    after = done.document;
    inverses.unshift(done.inverse);
    effective.push(done.operation);
  }
  return applied(
    after,
    { kind: "together", operations: inverses },
    { kind: "together", operations: effective },
  );
}

function applyReplaceDocument(
  document: PlaybookDocument,
  operation: Extract<Operation, { kind: "replaceDocument" }>,
): Applied {
  const parsed = parseDocument(operation.document);
  if (!parsed.ok) {
    const [first] = parsed.problems;
    return refused(first?.message ?? "faulty", first?.path ?? []);
  }
  return applied(
    parsed.document,
    { kind: "replaceDocument", document, expected: documentFingerprint(parsed.document) },
    { kind: "replaceDocument", document: parsed.document },
  );
}

function limitFault(document: PlaybookDocument): string | null {
  if (document.blocks.length > MOST_BLOCKS) {
    return `A playbook has at most ${MOST_BLOCKS} blocks.`;
  }
  if (document.callbacks.length > MOST_CALLBACKS) {
    return `A playbook has at most ${MOST_CALLBACKS} callbacks.`;
  }
  return documentSize(document) > MOST_BYTES ? "A playbook has at most 5 MiB." : null;
}
