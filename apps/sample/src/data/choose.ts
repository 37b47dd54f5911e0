/**
 * A stable number between 0 and 2^32-1 for a text (FNV-1a), so that the same question always gets
 * the same answer, in every process and on every machine. Pure.
 */
export function stableNumber(text: string): number {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) {
    hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  }
  return hash;
}

/** The element of a non-empty list that belongs to a text; always the same one. Pure. */
export function choose<T>(items: readonly [T, ...T[]], text: string): T {
  return items[stableNumber(text) % items.length] ?? items[0];
}
