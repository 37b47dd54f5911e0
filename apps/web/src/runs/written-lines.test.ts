import { blockPath, type RunEvent } from "@callbook/core/log";
import { expect, it } from "vitest";
import { noLines, wantedLines, withLines } from "./written-lines.ts";

const at = "2026-11-21T09:00:00.000Z";
const path = blockPath("b_log");

/** The event of a block that wrote so many lines. */
function ran(seq: number, lines: number): RunEvent {
  return {
    seq,
    at,
    event: {
      v: 1,
      type: "BlockRan",
      path,
      blockId: "b_log",
      outcome: "succeeded",
      failure: null,
      taken: [],
      mode: "direct",
      args: null,
      called: [],
      died: [],
      lines: Array.from({ length: lines }, () => "info"),
    },
  };
}

function page(lines: readonly (readonly [seq: number, line: number])[]) {
  return {
    rows: lines.map(([seq, line]) => ({
      seq,
      line,
      at,
      path,
      blockId: "b_log",
      level: "info" as const,
      text: `${seq}.${line}`,
    })),
    nextCursor: null,
  };
}

it("wants the lines of what is shown, and no more than those", () => {
  const shown = [ran(7, 0), ran(8, 2), ran(9, 0), ran(10, 1)];
  expect(wantedLines(shown, noLines)).toEqual({ seqs: [8, 10], limit: 3 });
  expect(wantedLines([ran(7, 0)], noLines)).toBeNull();
});

it("wants only the new ones of a run that goes on, and all between when earlier ones are shown", () => {
  const known = new Map([[10, ["read"]]]);
  expect(wantedLines([ran(10, 1), ran(11, 1)], known)).toEqual({ seqs: [11], limit: 1 });
  const around = [ran(8, 1), ran(10, 1), ran(12, 1)];
  expect(wantedLines(around, known)).toEqual({ seqs: [8, 12], limit: 3 });
});

it("knows the lines by their events, and asks for none twice", () => {
  const shown = [ran(8, 2), ran(10, 1), ran(11, 1)];
  const wanted = wantedLines(shown, noLines);
  if (wanted === null) throw new Error("lines are wanted");
  // Of the last event nothing is stored any more.
  const rows: readonly (readonly [number, number])[] = [
    [8, 0],
    [8, 1],
    [10, 0],
  ];
  const known = withLines(noLines, wanted, page(rows));
  expect([...known]).toEqual([
    [8, ["8.0", "8.1"]],
    [10, ["10.0"]],
    [11, []],
  ]);
  expect(wantedLines(shown, known)).toBeNull();
});
