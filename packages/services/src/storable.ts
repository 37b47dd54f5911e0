import { invalid } from "./refusal.ts";

/**
 * Refuses texts that PostgreSQL cannot keep: with a NUL or with half of a surrogate pair, in
 * values and in keys. It walks with a list of its own, so that depth is no danger.
 */
export function demandStorable(input: unknown): void {
  const open: { value: unknown; path: readonly string[] }[] = [{ value: input, path: [] }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { value, path } = next;
    if (typeof value === "string") demandText(value, path);
    if (typeof value !== "object" || value === null) continue;
    for (const [key, member] of Object.entries(value)) {
      demandText(key, path);
      // Only what can hold text is worth a place in the list.
      if (typeof member === "string" || typeof member === "object")
        open.push({ value: member, path: [...path, key] });
    }
  }
}

function demandText(text: string, path: readonly string[]): void {
  if (!text.includes("\0") && text.isWellFormed()) return;
  const what = text.includes("\0") ? "a NUL character" : "half of a surrogate pair";
  throw invalid([
    { path: path.join("."), message: `A text here holds ${what}, which cannot be kept` },
  ]);
}
