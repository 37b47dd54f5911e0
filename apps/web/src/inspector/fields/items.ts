import { isJsonObject, type Json, type JsonObject } from "@callbook/core/json";

export type StoredItem = JsonObject & { id: string };

/** The items of a stored list; those without an id cannot be edited and are passed over. */
export function itemsOf(value: Json | undefined): readonly StoredItem[] {
  if (!Array.isArray(value)) return [];
  return value.filter(isJsonObject).flatMap((item) => {
    const id = item["id"];
    return typeof id === "string" ? [{ ...item, id }] : [];
  });
}
