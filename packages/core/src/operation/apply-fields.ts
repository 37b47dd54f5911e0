import { Block, indexDocument, MOST_DEPTH, PlaybookDocument } from "../document/index.ts";
import {
  equalJson,
  findUnfit,
  fingerprint,
  isForbiddenKey,
  isJsonObject,
  type Json,
} from "../json/index.ts";
import { applied, gone, NOTHING, refused, withBlocks } from "./change.ts";
import { inserted, isItem, itemId, nextId, readField, writeField } from "./field.ts";
import type { Applied, FieldPath, Operation } from "./operation.ts";

type Of<Kind extends Operation["kind"]> = Extract<Operation, { kind: Kind }>;

/** A block's part that fields may set, and its value at a path, or why there is none. */
type Place =
  | {
      readonly ok: true;
      readonly block: Block;
      readonly root: Json;
      readonly value: Json | undefined;
    }
  | { readonly ok: false; readonly answer: Applied };

export function applySetField(document: PlaybookDocument, operation: Of<"setField">): Applied {
  const { blockId, path, from, value } = operation;
  const place = placeOf(document, blockId, path);
  if (!place.ok) return place.answer;
  const theirs = place.value;
  const fault = valueFault(place, path, value);
  if (fault !== null) return refused(fault, ["blocks", blockId, ...path]);
  if (equalJson(theirs, value)) return applied(document, NOTHING, { ...operation, from: theirs });
  if (!equalJson(theirs, from)) return { status: "conflict", blockId, path, mine: value, theirs };
  return applied(
    withField(document, place, path, value),
    { kind: "setField", blockId, path, from: value, value: theirs },
    { kind: "setField", blockId, path, from: theirs, value },
  );
}

function placeOf(document: PlaybookDocument, blockId: string, path: FieldPath): Place {
  const no = (answer: Applied): Place => ({ ok: false, answer });
  const block = indexDocument(document).blocks.get(blockId);
  if (block === undefined) return no(gone("block", blockId));
  const [part] = path;
  if (part !== "config" && !(part === "note" && path.length === 1)) {
    return no(refused(`A block has no field ${path.join(".")}.`, ["blocks", blockId, ...path]));
  }
  const root: Json = { config: block.config, note: block.note };
  const found = readField(root, path);
  if (found.ok) return { ok: true, block, root, value: found.value };
  if ("gone" in found) return no(gone("item", found.gone));
  return no(refused(`There is no field ${path.join(".")}.`, ["blocks", blockId, ...path]));
}

/** Why the field cannot hold the value; null: it can. */
function valueFault(
  place: Place & { ok: true },
  path: FieldPath,
  value: Json | undefined,
): string | null {
  const last = path.at(-1) ?? "";
  const parent = readField(place.root, path.slice(0, -1));
  const inList = parent.ok && Array.isArray(parent.value);
  if (path.length === 1 && last === "config")
    return isJsonObject(value) ? deepFault(path, value) : "A configuration is an object.";
  if (path.length === 1) {
    const parsed = Block.shape.note.safeParse(value);
    return parsed.success ? null : (parsed.error.issues[0]?.message ?? "faulty");
  }
  if (inList && (value === undefined || itemId(value) !== last))
    return "An item of a list keeps its id.";
  // In an object that stands in a list, "id" is what everything refers to.
  if (last === "id" && typeof place.value === "string" && value !== place.value)
    return "An id never changes.";
  return value === undefined ? null : deepFault(path, value);
}

function deepFault(path: FieldPath, value: Json): string | null {
  const unfit = findUnfit(value, MOST_DEPTH - 2 - path.length);
  if (unfit === null) return null;
  switch (unfit.what) {
    case "depth":
      return `A document is nested at most ${MOST_DEPTH} levels deep.`;
    case "key":
      return `The key "${unfit.key}" is not allowed.`;
    case "value":
      return `${unfit.kind} is no JSON value.`;
  }
}

function withField(
  document: PlaybookDocument,
  place: Place & { ok: true },
  path: FieldPath,
  value: Json | undefined,
): PlaybookDocument {
  const written = writeField(place.root, path, value);
  const config = isJsonObject(written) ? written["config"] : undefined;
  const note = isJsonObject(written) ? written["note"] : undefined;
  const block: Block = {
    ...place.block,
    config: isJsonObject(config) ? config : place.block.config,
    note: typeof note === "string" ? note : place.block.note,
  };
  return withBlocks(document, new Map([[block.id, block]]));
}

type ListPlace = (Place & { ok: true; value: Json[] }) | (Place & { ok: false });

function listOf(document: PlaybookDocument, blockId: string, path: FieldPath): ListPlace {
  const place = placeOf(document, blockId, path);
  if (!place.ok) return place;
  if (Array.isArray(place.value)) return { ...place, value: place.value };
  const message = `The field ${path.join(".")} is no list.`;
  return { ok: false, answer: refused(message, ["blocks", blockId, ...path]) };
}

export function applyInsertItem(document: PlaybookDocument, operation: Of<"insertItem">): Applied {
  const { blockId, path, item } = operation;
  const list = listOf(document, blockId, path);
  if (!list.ok) return list.answer;
  const where = ["blocks", blockId, ...path];
  if (!isItem(item) || isForbiddenKey(item.id) || item.id === "")
    return refused("An item has an id.", where);
  if (list.value.some((one) => itemId(one) === item.id))
    return refused(`The id ${item.id} is taken.`, where);
  const fault = deepFault([...path, item.id], item);
  if (fault !== null) return refused(fault, where);
  const beforeId = list.value.some((one) => itemId(one) === operation.beforeId)
    ? operation.beforeId
    : null;
  const value = inserted<Json>(
    list.value,
    item,
    (one) => beforeId !== null && itemId(one) === beforeId,
  );
  return applied(
    withField(document, list, path, value),
    { kind: "removeItem", blockId, path, itemId: item.id, expected: fingerprint(item) },
    { kind: "insertItem", blockId, path, item, beforeId },
  );
}

export function applyMoveItem(document: PlaybookDocument, operation: Of<"moveItem">): Applied {
  const { blockId, path, itemId: id } = operation;
  const list = listOf(document, blockId, path);
  if (!list.ok) return list.answer;
  const item = list.value.find((one) => itemId(one) === id);
  if (item === undefined) return gone("item", id);
  if (operation.beforeId === id)
    return refused("An item cannot stand before itself.", ["blocks", blockId, ...path]);
  const from = nextId(list.value, id);
  const others = list.value.filter((one) => one !== item);
  const beforeId = others.some((one) => itemId(one) === operation.beforeId)
    ? operation.beforeId
    : null;
  const value = inserted(others, item, (one) => beforeId !== null && itemId(one) === beforeId);
  return applied(
    withField(document, list, path, value),
    { kind: "moveItem", blockId, path, itemId: id, beforeId: from },
    { kind: "moveItem", blockId, path, itemId: id, beforeId },
  );
}

export function applyRemoveItem(document: PlaybookDocument, operation: Of<"removeItem">): Applied {
  const { blockId, path, itemId: id } = operation;
  const list = listOf(document, blockId, path);
  if (!list.ok) return list.answer;
  const item = list.value.find((one) => itemId(one) === id);
  if (item === undefined || !isItem(item)) return gone("item", id);
  const beforeId = nextId(list.value, id);
  const value = list.value.filter((one) => one !== item);
  return applied(
    withField(document, list, path, value),
    { kind: "insertItem", blockId, path, item, beforeId },
    { kind: "removeItem", blockId, path, itemId: id },
  );
}

export function applySetPlaybook(
  document: PlaybookDocument,
  operation: Of<"setPlaybook">,
): Applied {
  const { path, from, value } = operation;
  const [key] = path;
  if (path.length !== 1 || (key !== "name" && key !== "description")) {
    return refused(`A playbook has no field ${path.join(".")}.`, path);
  }
  const parsed = PlaybookDocument.shape[key].safeParse(value);
  if (!parsed.success) return refused(parsed.error.issues[0]?.message ?? "faulty", path);
  const theirs = document[key];
  const mine = parsed.data;
  if (theirs === mine)
    return applied(document, NOTHING, { kind: "setPlaybook", path, from: theirs, value: mine });
  if (theirs !== from) return { status: "conflict", blockId: null, path, mine, theirs };
  return applied(
    { ...document, [key]: mine },
    { kind: "setPlaybook", path, from: mine, value: theirs },
    { kind: "setPlaybook", path, from: theirs, value: mine },
  );
}
