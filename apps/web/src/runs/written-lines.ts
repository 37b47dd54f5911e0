/** The texts of the lines that blocks wrote: which of them are to be read, and what was. Pure. */
import type { RunEvent } from "@callbook/core/log";
import type { Outputs } from "../api/types.ts";

type LinesPage = Outputs["runs"]["logs"];

/** Texts by the seq of their event, of the events whose lines have been read. */
export type WrittenLines = ReadonlyMap<number, readonly string[]>;

export const noLines: WrittenLines = new Map();

/** Lines in one answer. */
const MOST = 2000;

/** How many lines a block wrote with this event. */
export function linesWritten({ event }: RunEvent): number {
  if (event.type === "BlockRan") return event.lines.length;
  return event.type === "LogWritten" ? 1 : 0;
}

export interface WantedLines {
  /** Of these events, in their order. */
  readonly seqs: readonly number[];
  /** How many lines those have with all that lie between them. */
  readonly limit: number;
}

/** The lines of shown events that have not been read; null: they all have been. */
export function wantedLines(shown: readonly RunEvent[], known: WrittenLines): WantedLines | null {
  const missing = shown.filter((one) => linesWritten(one) > 0 && !known.has(one.seq));
  const first = missing[0]?.seq;
  const last = missing.at(-1)?.seq;
  if (first === undefined || last === undefined) return null;
  const between = shown.filter(({ seq }) => seq >= first && seq <= last);
  const count = between.reduce((sum, one) => sum + linesWritten(one), 0);
  return { seqs: missing.map(({ seq }) => seq), limit: Math.min(count, MOST) };
}

/** What is known with a page of lines that begins with the first of the wanted ones. */
export function withLines(
  known: WrittenLines,
  { seqs }: WantedLines,
  { rows, nextCursor }: LinesPage,
): WrittenLines {
  const texts = Map.groupBy(rows, ({ seq }) => seq);
  // The last event of a page that goes on may have more lines on the next one.
  const upTo = rows.length < MOST || nextCursor === null ? Infinity : nextCursor.seq;
  const grown = new Map(known);
  for (const seq of seqs)
    if (seq < upTo)
      grown.set(
        seq,
        (texts.get(seq) ?? []).map(({ text }) => text),
      );
  return grown;
}
