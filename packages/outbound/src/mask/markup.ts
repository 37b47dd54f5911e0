import type { Span } from "./find-spans.ts";

/** A text without its tags, and where its letters stood. */
export interface WithoutTags {
  readonly plain: string;
  /** The same stretches in the text with its tags; those between two letters belong to them. */
  inSource(spans: readonly Span[]): Span[];
}

/**
 * A text as it is read once its tags are stripped, so that a secret that tags split is found; null:
 * it has none. Whoever strips them later must not put the secret together again. Pure.
 */
export function withoutTags(text: string): WithoutTags | null {
  if (!text.includes("<")) return null;
  const pieces: string[] = [];
  /** Where each piece begins: in the plain text, and in the source. */
  const plainStarts: number[] = [];
  const sourceStarts: number[] = [];
  let plainLength = 0;
  const add = (from: number, to: number): void => {
    if (to <= from) return;
    pieces.push(text.slice(from, to));
    plainStarts.push(plainLength);
    sourceStarts.push(from);
    plainLength += to - from;
  };
  let at = 0;
  for (const { index, 0: tag } of text.matchAll(/<[^<>]*>/g)) {
    add(at, index);
    at = index + tag.length;
  }
  if (at === 0) return null;
  add(at, text.length);
  const sourceOf = (position: number): number => {
    let low = 0;
    let high = plainStarts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((plainStarts[middle] ?? 0) <= position) low = middle;
      else high = middle - 1;
    }
    return (sourceStarts[low] ?? 0) + position - (plainStarts[low] ?? 0);
  };
  return {
    plain: pieces.join(""),
    inSource: (spans) =>
      spans.map(({ start, end }) => ({ start: sourceOf(start), end: sourceOf(end - 1) + 1 })),
  };
}
