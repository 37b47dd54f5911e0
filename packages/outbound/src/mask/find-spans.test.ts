import fc from "fast-check";
import { expect, it } from "vitest";
import { findSpans, joinSpans, prepareNeedles, type Span } from "./find-spans.ts";

const bytes = (text: string) => Buffer.from(text, "latin1");
const ready = (needles: readonly string[]) => prepareNeedles(needles.map(bytes));

function everyOccurrence(text: string, needles: readonly string[]): Span[] {
  const spans = needles.flatMap((needle) =>
    [...text].flatMap((_char, start) =>
      text.startsWith(needle, start) ? [{ start, end: start + needle.length }] : [],
    ),
  );
  return joinSpans(spans);
}

it("finds every occurrence of every needle, whatever they share", () => {
  const letter = fc.constantFrom("a", "b");
  fc.assert(
    fc.property(
      fc.array(fc.string({ unit: letter, minLength: 6, maxLength: 9 }), { maxLength: 6 }),
      fc.string({ unit: letter, maxLength: 300 }),
      (needles, text) => {
        const found = findSpans(bytes(text), ready(needles));
        expect(joinSpans(found)).toEqual(everyOccurrence(text, needles));
      },
    ),
    { numRuns: 1_000 },
  );
});

/** How much was compared. */
function cost(text: string, needles: readonly string[]): { compared: number; spans: Span[] } {
  const most = text.length * 32 + 1_000_000;
  const budget = { compared: most };
  const spans = findSpans(bytes(text), ready(needles), budget);
  return { compared: most - budget.compared, spans };
}

it("a thousand times the needles cost a text no more", () => {
  const text = "The quick brown fox jumps over the lazy dog. ".repeat(1_000);
  const needles = Array.from({ length: 10_000 }, (_, n) => `${n * 7_919}-secret-${n}`);
  expect(cost(text, needles).compared).toBeLessThan(text.length);
});

it("a text made to be costly is bounded, and loses too much rather than too little", () => {
  const needles = Array.from({ length: 300 }, (_, n) => `${"a".repeat(4_000)}${n}`);
  const text = `${"a".repeat(200_000)}${needles[7]} end`;
  const { compared, spans } = cost(text, needles);
  expect(compared).toBeLessThan(text.length * 64 + 2_000_000);
  expect(spans.at(-1)?.end).toBeGreaterThanOrEqual(text.length - " end".length);
});
