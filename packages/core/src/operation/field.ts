import { isForbiddenKey, isJsonObject, type Json, type JsonObject, member } from "../json/index.ts";
import type { FieldPath, Item } from "./operation.ts";

/** A place in a configuration. `value` undefined: the key is not there. */
export type Found =
  | { readonly ok: true; readonly value: Json | undefined }
  /** The list has no such item. */
  | { readonly ok: false; readonly gone: string }
  /** There is nothing into which the rest of the path could lead. */
  | { readonly ok: false; readonly blocked: string };

/** Reads along a path of keys and item ids. */
export function readField(root: Json, path: FieldPath): Found {
  let at: Json | undefined = root;
  for (const [i, segment] of path.entries()) {
    if (isForbiddenKey(segment)) return { ok: false, blocked: segment };
    if (Array.isArray(at)) {
      at = at.find((item) => itemId(item) === segment);
      if (at === undefined) return { ok: false, gone: segment };
    } else if (isJsonObject(at)) {
      at = Object.hasOwn(at, segment) ? at[segment] : undefined;
      if (at === undefined && i < path.length - 1) return { ok: false, blocked: segment };
    } else {
      return { ok: false, blocked: segment };
    }
  }
  return { ok: true, value: at };
}

/** A copy of `root` with the value at a path that `readField` can read; undefined removes the key. */
export function writeField(root: Json, path: FieldPath, value: Json | undefined): Json {
  const [segment, ...rest] = path;
  if (segment === undefined) return value ?? null;
  if (Array.isArray(root)) {
    return root.map((item) => (itemId(item) === segment ? writeField(item, rest, value) : item));
  }
  if (!isJsonObject(root)) return root;
  if (rest.length === 0 && value === undefined) {
    const { [segment]: _removed, ...others } = root;
    return others;
  }
  const inner = Object.hasOwn(root, segment) ? (root[segment] ?? null) : null;
  return { ...root, [segment]: writeField(inner, rest, value) };
}

/** The id of a list's item; null: it has none. */
export function itemId(item: Json | undefined): string | null {
  const id = member(item, "id");
  return typeof id === "string" ? id : null;
}

/** The item in front of which one stands; null: it is the last. */
export function nextId(list: readonly Json[], id: string): string | null {
  const at = list.findIndex((item) => itemId(item) === id);
  return at < 0 ? null : itemId(list[at + 1]);
}

/** The list with an item put before another, or at the end when that one is not there. */
export function inserted<T>(list: readonly T[], item: T, before: (one: T) => boolean): T[] {
  const at = list.findIndex(before);
  return at < 0 ? [...list, item] : [...list.slice(0, at), item, ...list.slice(at)];
}

/** True for an object with an id, as items of lists are. */
export function isItem(value: Json | JsonObject): value is Item {
  return isJsonObject(value) && typeof member(value, "id") === "string";
}
