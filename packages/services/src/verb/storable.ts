import { isContainer } from "@callbook/core/json";
import { invalid } from "../refusal.ts";

/** A place in the input, known by the place that holds it: paths are only made when one is told. */
interface Place {
  readonly value: unknown;
  readonly key: string;
  readonly parent: Place | null;
}

/**
 * Refuses texts that PostgreSQL cannot keep: with a NUL or with half of a surrogate pair, in
 * values and in keys. It walks with a list of its own, so that depth is no danger.
 */
export function demandStorable(input: unknown): void {
  const open: Place[] = [{ value: input, key: "", parent: null }];
  for (let place = open.pop(); place !== undefined; place = open.pop()) {
    const { value } = place;
    if (typeof value === "string") demandText(value, place);
    if (!isContainer(value)) continue;
    for (const [key, member] of Object.entries(value)) {
      demandText(key, place);
      // Only what can hold text is worth a place in the list.
      if (typeof member === "string" || typeof member === "object")
        open.push({ value: member, key, parent: place });
    }
  }
}

function demandText(text: string, place: Place): void {
  if (!text.includes("\0") && text.isWellFormed()) return;
  const what = text.includes("\0") ? "a NUL character" : "half of a surrogate pair";
  throw invalid([
    { path: pathOf(place), message: `A text here holds ${what}, which cannot be kept` },
  ]);
}

function pathOf(place: Place): string {
  const keys: string[] = [];
  for (let at: Place | null = place; at?.parent != null; at = at.parent) keys.unshift(at.key);
  return keys.join(".");
}
