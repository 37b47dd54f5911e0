/**
 * A time axis that shortens long stretches in which everything only waits: a
 * wait of a day must not press the seconds of the work flat. Pure.
 */

export interface Span {
  readonly from: number;
  readonly to: number;
  /** True when nothing but waiting happened in it. */
  readonly waits: boolean;
}

interface Piece {
  readonly from: number;
  readonly to: number;
  readonly left: number;
  readonly width: number;
  readonly broken: boolean;
}

export interface TimeScale {
  /** Part of the axis, 0 to 1, at which a moment stands. */
  readonly place: (time: number) => number;
  readonly ticks: readonly { readonly at: number; readonly ms: number }[];
  /** Where the axis is broken, from and to as parts of it. */
  readonly breaks: readonly { readonly from: number; readonly to: number }[];
}

const BROKEN_WIDTH = 0.18;
const LEAST_BREAK_MS = 4000;

/** @param spans what happened, in any order; at least one */
export function timeScale(spans: readonly Span[]): TimeScale {
  const start = Math.min(...spans.map((span) => span.from));
  const end = Math.max(start + 1, ...spans.map((span) => span.to));
  const pieces = piecesOf(spans, start, end);
  const place = (time: number) => {
    const clamped = Math.min(end, Math.max(start, time));
    const piece = pieces.find((one) => clamped <= one.to) ?? pieces.at(-1);
    if (piece === undefined) return 0;
    const part = (clamped - piece.from) / Math.max(1, piece.to - piece.from);
    return piece.left + part * piece.width;
  };
  return {
    place,
    ticks: ticksOf(pieces, start, place),
    breaks: pieces
      .filter((piece) => piece.broken)
      .map((piece) => ({ from: piece.left, to: piece.left + piece.width })),
  };
}

function piecesOf(spans: readonly Span[], start: number, end: number): readonly Piece[] {
  const worked = merged(spans.filter((span) => !span.waits));
  const busy = Math.max(
    1,
    worked.reduce((sum, span) => sum + span.to - span.from, 0),
  );
  const gaps: { from: number; to: number }[] = [];
  let at = start;
  for (const span of [...worked, { from: end, to: end }]) {
    const idle = span.from - at;
    if (idle >= LEAST_BREAK_MS && idle > busy) gaps.push({ from: at, to: span.from });
    at = Math.max(at, span.to);
  }
  const broken = Math.min(0.6, gaps.length * BROKEN_WIDTH);
  const linear = end - start - gaps.reduce((sum, gap) => sum + gap.to - gap.from, 0);
  const scale = (1 - broken) / Math.max(1, linear);
  const pieces: Piece[] = [];
  let left = 0;
  const add = (from: number, to: number, width: number, isBroken: boolean) => {
    if (to > from) pieces.push({ from, to, left, width, broken: isBroken });
    left += width;
  };
  at = start;
  for (const gap of gaps) {
    add(at, gap.from, (gap.from - at) * scale, false);
    add(gap.from, gap.to, broken / gaps.length, true);
    at = gap.to;
  }
  add(at, end, (end - at) * scale, false);
  return pieces;
}

function merged(spans: readonly Span[]): readonly { from: number; to: number }[] {
  const result: { from: number; to: number }[] = [];
  for (const span of spans.toSorted((a, b) => a.from - b.from)) {
    const last = result.at(-1);
    if (last !== undefined && span.from <= last.to) last.to = Math.max(last.to, span.to);
    else result.push({ from: span.from, to: span.to });
  }
  return result;
}

function ticksOf(
  pieces: readonly Piece[],
  start: number,
  place: (time: number) => number,
): TimeScale["ticks"] {
  const first = pieces[0];
  if (first === undefined || first.broken) return [{ at: 0, ms: 0 }];
  const step = niceStep((first.to - first.from) / Math.max(1, Math.round(first.width * 6)));
  const ticks = [];
  for (let ms = 0; start + ms <= first.to && ticks.length < 12; ms += step) {
    ticks.push({ at: place(start + ms), ms });
  }
  return ticks;
}

/** 1, 2 or 5 times a power of ten, or whole minutes and hours. */
function niceStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(1, least)));
  const decimal =
    [1, 2, 5, 10].map((factor) => factor * power).find((step) => step >= least) ?? least;
  if (decimal < 30_000) return decimal;
  const whole = [30, 60, 120, 300, 600, 1800, 3600, 7200, 21_600, 86_400].map((s) => s * 1000);
  return whole.find((step) => step >= least) ?? Math.ceil(least / 86_400_000) * 86_400_000;
}
