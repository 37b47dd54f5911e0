import {
  Block,
  indexDocument,
  isInside,
  Join,
  MOST_DEPTH,
  PlaybookDocument,
} from "../document/index.ts";
import { equalJson, findUnfit, isJsonObject, type Json } from "../json/index.ts";
import { applied, gone, NOTHING, refused, withBlocks } from "./change.ts";
import { itemId, readField, writeField } from "./field.ts";
import type { Applied, FieldPath, Operation } from "./operation.ts";

type Of<Kind extends Operation["kind"]> = Extract<Operation, { kind: Kind }>;

/** A block's part that fields may set, and its value at a path, or why there is none. */
export type Place =
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
  const misplaced = path[0] === "parent" ? parentFault(document, place.block, value) : null;
  if (misplaced !== null) return misplaced;
  if (equalJson(theirs, value)) return applied(document, NOTHING, { ...operation, from: theirs });
  if (!equalJson(theirs, from)) return { status: "conflict", blockId, path, mine: value, theirs };
  return applied(
    withField(document, place, path, value),
    { kind: "setField", blockId, path, from: value, value: theirs },
    { kind: "setField", blockId, path, from: theirs, value },
  );
}

export function placeOf(document: PlaybookDocument, blockId: string, path: FieldPath): Place {
  const no = (answer: Applied): Place => ({ ok: false, answer });
  const block = indexDocument(document).blocks.get(blockId);
  if (block === undefined) return no(gone("block", blockId));
  const [part = ""] = path;
  if (part !== "config" && !(isPlain(part) && path.length === 1)) {
    return no(refused(`A block has no field ${path.join(".")}.`, ["blocks", blockId, ...path]));
  }
  const { config, note, join, parent } = block;
  const root: Json = { config, note, join, parent };
  const found = readField(root, path);
  if (found.ok) return { ok: true, block, root, value: found.value };
  if ("gone" in found) return no(gone("item", found.gone));
  return no(refused(`There is no field ${path.join(".")}.`, ["blocks", blockId, ...path]));
}

/** Fields of a block beside its configuration, each of one value. */
const PLAIN = ["note", "join", "parent"] as const;

function isPlain(key: string): key is (typeof PLAIN)[number] {
  return PLAIN.some((plain) => plain === key);
}

/** Why the block cannot stand in that one; null: it can. */
function parentFault(
  document: PlaybookDocument,
  block: Block,
  parent: Json | undefined,
): Applied | null {
  if (typeof parent !== "string") return null;
  const { blocks } = indexDocument(document);
  if (!blocks.has(parent)) return gone("block", parent);
  return isInside(block.id, parent, blocks)
    ? refused("A block cannot stand in itself.", ["blocks", block.id, "parent"])
    : null;
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
  if (isPlain(last) && path.length === 1) {
    const parsed = Block.shape[last].safeParse(value);
    return parsed.success ? null : (parsed.error.issues[0]?.message ?? "faulty");
  }
  if (inList && (value === undefined || itemId(value) !== last))
    return "An item of a list keeps its id.";
  // In an object that stands in a list, "id" is what everything refers to.
  if (last === "id" && typeof place.value === "string" && value !== place.value)
    return "An id never changes.";
  return value === undefined ? null : deepFault(path, value);
}

export function deepFault(path: FieldPath, value: Json): string | null {
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

export function withField(
  document: PlaybookDocument,
  place: Place & { ok: true },
  path: FieldPath,
  value: Json | undefined,
): PlaybookDocument {
  const written = writeField(place.root, path, value);
  const { config, note, join, parent } = isJsonObject(written) ? written : {};
  const block: Block = {
    ...place.block,
    config: isJsonObject(config) ? config : place.block.config,
    note: typeof note === "string" ? note : place.block.note,
    join: Join.safeParse(join).data ?? place.block.join,
    parent: parent === null || typeof parent === "string" ? parent : place.block.parent,
  };
  return withBlocks(document, new Map([[block.id, block]]));
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
