/** Findings of the block types beyond what their schemas say. */
import type { Block, Problem } from "@callbook/core/document";

export interface Finding {
  readonly code: string;
  readonly level?: "error" | "warning";
  readonly message: string;
  /** Behind the block's configuration, through ids. */
  readonly at: readonly string[];
  /** The field's label. */
  readonly field: string | null;
}

/** A problem of this block's configuration; level error unless it says otherwise. Pure. */
export function problemOf(block: Block, { code, level, message, at, field }: Finding): Problem {
  const path = ["blocks", block.id, "config", ...at];
  return {
    code,
    level: level ?? "error",
    message,
    blockId: block.id,
    callbackId: null,
    path,
    field,
  };
}

/** Items whose names an earlier one has, ignoring case; items without a name are passed over. Pure. */
export function repeated<T extends { readonly name: string }>(items: readonly T[]): readonly T[] {
  const names = new Set<string>();
  return items.filter(({ name }) => {
    const key = name.normalize("NFC").toLowerCase();
    if (key === "") return false;
    if (names.has(key)) return true;
    names.add(key);
    return false;
  });
}
