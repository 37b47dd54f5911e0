/** A stretch that must not be shown, from `start` up to but not including `end`. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Bytes, or the UTF-16 units of a text. */
export type Units = Uint8Array | Uint16Array;

/** Units by which a needle is recognised; every needle has at least as many. */
export const ANCHOR = 6;
/** Six units of five bits each: older ones are shifted out. */
const hashMask = 0x3fffffff;

/** Many needles, made ready to be found in one pass. */
export interface Needles {
  /** By a hash of their first units; of each the longest first. */
  readonly byAnchor: ReadonlyMap<number, readonly Units[]>;
  /** Which hashes there are at all, folded to few bits: what most places are judged by. */
  readonly filter: Uint8Array;
  readonly shift: number;
}

/** Makes needles ready. One that is shorter than the anchor is a bug of the caller. */
export function prepareNeedles(needles: readonly Units[]): Needles {
  const bits = Math.min(16, 8 + Math.ceil(Math.log2(needles.length + 1)));
  const shift = 32 - bits;
  const byAnchor = new Map<number, Units[]>();
  const filter = new Uint8Array(1 << bits);
  for (const needle of needles.toSorted((a, b) => b.length - a.length)) {
    if (needle.length < ANCHOR) throw new Error("a needle is shorter than its anchor");
    let hash = 0;
    for (const unit of needle.subarray(0, ANCHOR)) hash = nextHash(hash, unit);
    const same = byAnchor.get(hash);
    if (same === undefined) byAnchor.set(hash, [needle]);
    else same.push(needle);
    filter[Math.imul(hash, golden) >>> shift] = 1;
  }
  return { byAnchor, filter, shift };
}

/** Units that may be compared for each unit of a text, and in any case. */
const comparedPerUnit = 32;
const comparedAtLeast = 1_000_000;

/**
 * Every occurrence of every needle, overlapping ones included and joined into one span, in order.
 * Joining matters: of two secrets that share letters, masking one must not leave the rest of the
 * other.
 *
 * The cost is bounded by the length of the text, however many needles there are: one pass, and a
 * budget for comparing. A text that is made to exceed it (it repeats the beginnings of secrets all
 * over) is masked from then on wherever something begins like a secret: too much is hidden then,
 * never too little.
 */
export function findSpans(
  text: Units,
  { byAnchor, filter, shift }: Needles,
  budget = { compared: text.length * comparedPerUnit + comparedAtLeast },
): Span[] {
  const joined: Span[] = [];
  if (byAnchor.size === 0) return joined;
  let last: { start: number; end: number } | null = null;
  let hash = 0;
  for (let at = 0; at < text.length; at += 1) {
    hash = nextHash(hash, text[at] ?? 0);
    if (filter[Math.imul(hash, golden) >>> shift] === 0 || at < ANCHOR - 1) continue;
    const start = at - (ANCHOR - 1);
    for (const needle of byAnchor.get(hash) ?? []) {
      const end = start + needle.length;
      // The longest come first: what is left of them lies within what is masked already.
      if (last !== null && end <= last.end) break;
      if (end > text.length || !isAt(text, start, needle, budget)) continue;
      if (last !== null && start < last.end) last.end = end;
      else {
        last = { start, end };
        joined.push(last);
      }
      break;
    }
  }
  return joined;
}

/** True also when there is nothing left to find it out with. */
function isAt(text: Units, start: number, needle: Units, budget: { compared: number }): boolean {
  let same = 0;
  while (same < needle.length && text[start + same] === needle[same]) {
    same += 1;
    if (same >= budget.compared) break;
  }
  budget.compared -= same + 1;
  return same === needle.length || budget.compared <= 0;
}

/** Spans of several searches in the same text, in order and joined where they overlap. */
export function joinSpans(spans: readonly Span[]): Span[] {
  const joined: { start: number; end: number }[] = [];
  for (const { start, end } of spans.toSorted((a, b) => a.start - b.start)) {
    const last = joined.at(-1);
    if (last === undefined || start >= last.end) joined.push({ start, end });
    else last.end = Math.max(last.end, end);
  }
  return joined;
}

const golden = 0x9e3779b1;

function nextHash(hash: number, unit: number): number {
  return ((hash << 5) ^ unit) & hashMask;
}
