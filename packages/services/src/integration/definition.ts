import type { ParameterDefinition as StoredDefinition } from "@callbook/db";
import { FIELD_TYPES, type ParameterDefinition } from "./views.ts";

/** A stored definition as the API gives it. */
export function toDefinition(row: StoredDefinition): ParameterDefinition {
  return {
    id: row.id,
    displayName: row.displayName,
    name: row.name,
    fieldType: FIELD_TYPES.find((type) => type === row.fieldType) ?? "text",
    options: Array.isArray(row.options) ? row.options.filter((one) => typeof one === "string") : [],
    displayOrder: row.displayOrder,
    sensitive: row.sensitive,
  };
}
