/** What undo may still take back, after what others have done since. */
import { indexDocument, type PlaybookDocument } from "../document/index.ts";
import { assertNever, fingerprint } from "../json/index.ts";
import { readField } from "./field.ts";
import { blockFingerprint, documentFingerprint } from "./fingerprints.ts";
import type { ExpectedBlocks, Operation } from "./operation.ts";

/** What of an inverse may be done now; what may not is added to `leftAlone`. null: nothing. */
export function possiblePart(
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
      leftAlone.push(`${nameOfPart(part, document)}: changed since`);
      return null;
    }
    case "replaceDocument": {
      if (part.expected === undefined || documentFingerprint(document) === part.expected)
        return part;
      leftAlone.push("The playbook: changed since");
      return null;
    }
    default:
      return part;
  }
}

type Of<Kind extends Operation["kind"]> = Extract<Operation, { kind: Kind }>;

/** Only blocks that are still as they were added, and that nobody has connected, or put something into, since. */
function possibleRemoval(
  document: PlaybookDocument,
  part: Of<"removeBlocks">,
  leftAlone: string[],
): Operation | null {
  const { expected } = part;
  if (expected === undefined) return part;
  const { blocks } = indexDocument(document);
  const going = new Set(part.blockIds);
  const reasons = new Map<string, string>();
  for (const id of part.blockIds) {
    const reason = reasonToStay(id, document, going, expected);
    if (reason !== null) reasons.set(id, reason);
  }
  // What stays keeps that in which it stands.
  const staying = document.blocks.filter(({ id }) => !going.has(id) || reasons.has(id));
  for (const { parent } of staying) {
    for (let id = parent; id !== null && going.has(id); id = blocks.get(id)?.parent ?? null)
      if (!reasons.has(id)) reasons.set(id, "holds blocks that stay");
  }
  for (const [id, reason] of reasons) leftAlone.push(`${blocks.get(id)?.name ?? id}: ${reason}`);
  const blockIds = part.blockIds.filter((id) => blocks.has(id) && !reasons.has(id));
  return blockIds.length === 0 ? null : { kind: "removeBlocks", blockIds };
}

/** Why undo leaves a block that is there; null: it may go, or is gone. */
function reasonToStay(
  id: string,
  document: PlaybookDocument,
  going: ReadonlySet<string>,
  expected: ExpectedBlocks,
): string | null {
  const index = indexDocument(document);
  const block = index.blocks.get(id);
  if (block === undefined) return null;
  const mine = new Set(expected.callbackIds);
  const connected = [...index.incoming(id), ...index.outgoing(id)].some(
    (callback) =>
      !mine.has(callback.id) && !(going.has(callback.source) && going.has(callback.target)),
  );
  if (connected) return "connected since";
  const print = Object.hasOwn(expected.blocks, id) ? expected.blocks[id] : undefined;
  return blockFingerprint(block) === print ? null : "changed since";
}

/** Only blocks that are not there, with the callbacks whose other ends are. */
function possibleReturn(
  document: PlaybookDocument,
  part: Of<"addBlocks">,
  leftAlone: string[],
): Operation | null {
  const index = indexDocument(document);
  const missing = part.blocks.filter((block) => !index.blocks.has(block.id));
  const returning = new Set(missing.map((block) => block.id));
  const present = new Set([...index.blocks.keys(), ...returning]);
  const blocks = missing.map((block) => {
    if (block.parent === null || present.has(block.parent)) return block;
    leftAlone.push(`${block.name}: what it stood in is gone, so that it stands outside now`);
    return { ...block, parent: null };
  });
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

/** What a part of an inverse is about: "URL of lookup_1", "lookup_1", "Callback of start_1". */
export function nameOfPart(part: Operation, document: PlaybookDocument): string {
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
    case "setCallback": {
      const source = indexDocument(document).callbacks.get(part.callbackId)?.source;
      return source === undefined ? "Callback" : `Callback of ${name(source)}`;
    }
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
