import { isJsonObject, type Json } from "@callbook/core/json";
import type { FieldPath } from "@callbook/core/operation";

/**
 * The value at a path inside a block or a configuration: keys of objects, ids of
 * items in lists. Undefined when there is none. Pure.
 */
export function valueAt(root: Json | undefined, path: FieldPath): Json | undefined {
  let value = root;
  for (const segment of path) {
    if (Array.isArray(value)) {
      value = value.find((item) => isJsonObject(item) && item["id"] === segment);
    } else if (isJsonObject(value) && Object.hasOwn(value, segment)) {
      value = value[segment];
    } else return undefined;
  }
  return value;
}

/** The text at a path; empty when there is none or it is no text. */
export function textAt(root: Json | undefined, path: FieldPath): string {
  const value = valueAt(root, path);
  return typeof value === "string" ? value : "";
}
