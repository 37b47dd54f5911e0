/** A stretch that must not be shown, from `start` up to but not including `end`. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/**
 * Every occurrence of every needle, overlapping ones included and joined into one span, in order.
 * Joining matters: of two secrets that share letters, masking one must not leave the rest of the
 * other. `indexOf` is that of the text or buffer, -1 when there is none.
 */
export function findSpans<N extends { readonly length: number }>(
  indexOf: (needle: N, from: number) => number,
  needles: readonly N[],
): Span[] {
  const found: Span[] = [];
  for (const needle of needles) {
    for (let at = indexOf(needle, 0); at >= 0; at = indexOf(needle, at + 1)) {
      found.push({ start: at, end: at + needle.length });
    }
  }
  found.sort((a, b) => a.start - b.start);
  const joined: Span[] = [];
  for (const span of found) {
    const last = joined.at(-1);
    if (last === undefined || span.start >= last.end) joined.push(span);
    else joined[joined.length - 1] = { start: last.start, end: Math.max(last.end, span.end) };
  }
  return joined;
}
