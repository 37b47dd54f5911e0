import { indexDocument, JOIN_NAMES, Join, type PlaybookDocument } from "../document/index.ts";
import { assertNever } from "../json/index.ts";
import type { Operation } from "./operation.ts";

/**
 * What a person reads in undo and history: "Rename block lookup_1". `document`
 * is the one before the operation.
 */
export function labelOf(operation: Operation, document: PlaybookDocument): string {
  const { blocks, callbacks } = indexDocument(document);
  const name = (id: string): string => blocks.get(id)?.name ?? "a deleted block";
  const count = (ids: readonly string[], names: (id: string) => string): string =>
    ids.length === 1 ? `block ${names(ids[0] ?? "")}` : `${ids.length} blocks`;
  switch (operation.kind) {
    case "addBlocks": {
      const added = new Map(operation.blocks.map((block) => [block.id, block.name]));
      return `Add ${count([...added.keys()], (id) => added.get(id) ?? id)}`;
    }
    case "removeBlocks":
      return `Delete ${count(operation.blockIds, name)}`;
    case "moveBlocks":
      return `Move ${count(
        operation.moves.map((move) => move.blockId),
        name,
      )}`;
    case "setField":
      return labelOfField(operation, name);
    case "setCallback": {
      const callback = callbacks.get(operation.callbackId);
      const names =
        callback === undefined
          ? "a deleted callback"
          : `the callback from ${name(callback.source)} to ${name(callback.target)}`;
      return operation.value === false ? `Do not await ${names}` : `Await ${names}`;
    }
    case "insertItem":
      return `Add to ${operation.path.at(-1) ?? "list"} of ${name(operation.blockId)}`;
    case "moveItem":
      return `Reorder ${operation.path.at(-1) ?? "list"} of ${name(operation.blockId)}`;
    case "removeItem":
      return `Remove from ${operation.path.at(-1) ?? "list"} of ${name(operation.blockId)}`;
    case "connect":
      return `Connect ${name(operation.callback.source)} to ${name(operation.callback.target)}`;
    case "disconnect": {
      const callback = callbacks.get(operation.callbackIds[0] ?? "");
      if (operation.callbackIds.length !== 1 || callback === undefined) {
        return `Delete ${operation.callbackIds.length} callbacks`;
      }
      return `Disconnect ${name(callback.source)} from ${name(callback.target)}`;
    }
    case "reorder": {
      const source = callbacks.get(operation.callbackId)?.source ?? "";
      return `Reorder callbacks of ${name(source)}`;
    }
    case "rename":
      return `Rename block ${operation.from} to ${operation.name}`;
    case "setPlaybook":
      return operation.path[0] === "name" ? "Rename playbook" : "Change description of playbook";
    case "replaceDocument":
      return "Replace the playbook";
    case "together":
      return labelOfGesture(operation.operations, document);
    default:
      return assertNever(operation, "operation");
  }
}

function labelOfField(
  { blockId, path, value }: Extract<Operation, { kind: "setField" }>,
  name: (blockId: string) => string,
): string {
  const join = path[0] === "join" ? Join.safeParse(value).data : undefined;
  if (join !== undefined) return `Change join of ${name(blockId)} to ${JOIN_NAMES[join]}`;
  if (path[0] !== "parent") return `Change ${path.at(-1) ?? "field"} of ${name(blockId)}`;
  if (typeof value === "string") return `Move ${name(blockId)} into ${name(value)}`;
  return `Move ${name(blockId)} out of its block`;
}

/** Of several: what adds or deletes a block is what the gesture was about. */
function labelOfGesture(operations: readonly Operation[], document: PlaybookDocument): string {
  const main =
    operations.find(({ kind }) => kind === "addBlocks") ??
    operations.find(({ kind }) => kind === "removeBlocks") ??
    operations[0];
  return main === undefined ? "Change nothing" : labelOf(main, document);
}
