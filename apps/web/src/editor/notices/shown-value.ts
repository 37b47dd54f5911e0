import type { PlaybookDocument } from "@callbook/core/document";
import type { Json } from "@callbook/core/json";
import { valueToShown } from "@callbook/core/template";

/** A stored value as a person reads it; null or missing is "nothing". */
export function shownValue(value: Json | null, document: PlaybookDocument): string {
  if (value === null || value === "") return "nothing";
  if (typeof value === "string") return valueToShown(value, document);
  return JSON.stringify(value, null, 2);
}
