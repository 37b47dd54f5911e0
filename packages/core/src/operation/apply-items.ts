import type { PlaybookDocument } from "../document/index.ts";
import { fingerprint, isForbiddenKey, type Json } from "../json/index.ts";
import { deepFault, type Place, placeOf, withField } from "./apply-fields.ts";
import { applied, gone, refused } from "./change.ts";
import { inserted, isItem, itemId, nextId } from "./field.ts";
import type { Applied, FieldPath, Operation } from "./operation.ts";

type Of<Kind extends Operation["kind"]> = Extract<Operation, { kind: Kind }>;

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
