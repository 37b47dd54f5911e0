import { isJsonObject, type Json, member } from "../json/index.ts";
import type { PlaybookDocument } from "./document.ts";
import { isInside } from "./inside.ts";
import { RESERVED_NAMES, storedNameKey } from "./names.ts";
import type { Problem } from "./problem.ts";

/**
 * What the shape alone does not tell: duplicate or dangling ids, names that
 * are taken, blocks that stand in each other. Without these rules operations
 * and datapaths could not tell one thing from another.
 */
export function checkReferences(document: PlaybookDocument): Problem[] {
  const problems: Problem[] = [];
  const ids = new Set<string>();
  const names = new Set<string>();
  for (const block of document.blocks) {
    const path = ["blocks", block.id];
    const find = (code: string, message: string, ...rest: string[]): void => {
      problems.push({ ...BLANK, code, message, blockId: block.id, path: [...path, ...rest] });
    };
    if (ids.has(block.id)) find("DUPLICATE_ID", `The id ${block.id} occurs twice.`, "id");
    ids.add(block.id);
    const key = storedNameKey(block.name);
    if (names.has(key)) find("NAME_TAKEN", `Two blocks are named ${block.name}.`, "name");
    if (RESERVED_NAMES.has(key))
      find("NAME_RESERVED", `${block.name} is a word of datapaths, not a name.`, "name");
    names.add(key);
    const twice = duplicateItem(block.config, ["config"]);
    if (twice !== null) {
      find("DUPLICATE_ID", `The id ${twice.at(-1) ?? ""} occurs twice in one list.`, ...twice);
    }
  }
  for (const callback of document.callbacks) {
    const find = (code: string, message: string, key: string): void => {
      const path = ["callbacks", callback.id, key];
      problems.push({ ...BLANK, code, message, callbackId: callback.id, path });
    };
    if (ids.has(callback.id)) find("DUPLICATE_ID", `The id ${callback.id} occurs twice.`, "id");
    ids.add(callback.id);
  }
  return [...problems, ...strayParents(document), ...dangling(document)];
}

const BLANK = { level: "error", blockId: null, callbackId: null, field: null } as const;

function strayParents(document: PlaybookDocument): Problem[] {
  const blocks = new Map(document.blocks.map((block) => [block.id, block]));
  return document.blocks.flatMap((block): Problem[] => {
    if (block.parent === null) return [];
    const place = { blockId: block.id, path: ["blocks", block.id, "parent"] };
    if (!blocks.has(block.parent)) {
      const message = `The block that ${block.name} stands in, ${block.parent}, is not in the document.`;
      return [{ ...BLANK, ...place, code: "PARENT_MISSING", message }];
    }
    if (!isInside(block.id, block.parent, blocks)) return [];
    return [
      { ...BLANK, ...place, code: "PARENT_CYCLE", message: `${block.name} stands in itself.` },
    ];
  });
}

function dangling(document: PlaybookDocument): Problem[] {
  const blocks = new Set(document.blocks.map((block) => block.id));
  return document.callbacks.flatMap((callback) =>
    (["source", "target"] as const)
      .filter((end) => !blocks.has(callback[end]))
      .map((end): Problem => {
        const message = `The ${end} of the callback, ${callback[end]}, is not in the document.`;
        const path = ["callbacks", callback.id, end];
        return { ...BLANK, code: "CALLBACK_DANGLING", message, callbackId: callback.id, path };
      }),
  );
}

/** The path of an item whose id another item of the same list has; null: there is none. */
function duplicateItem(value: Json, path: readonly string[]): readonly string[] | null {
  if (Array.isArray(value)) {
    const ids = new Set<unknown>();
    for (const item of value) {
      const id = member(item, "id");
      if (typeof id === "string" && ids.has(id)) return [...path, id];
      ids.add(id);
    }
  }
  const inner = Array.isArray(value) || isJsonObject(value) ? Object.entries(value) : [];
  for (const [key, one] of inner) {
    const id = Array.isArray(value) ? member(one, "id") : undefined;
    const found = duplicateItem(one, [...path, typeof id === "string" ? id : key]);
    if (found !== null) return found;
  }
  return null;
}
