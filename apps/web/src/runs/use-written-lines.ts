import type { RunEvent } from "@callbook/core/log";
import { useEffect, useState } from "react";
import { client } from "../api/trpc.ts";
import { noLines, type WrittenLines, wantedLines, withLines } from "./written-lines.ts";

/** Comes after every line of an event. */
const LAST_LINE = 2 ** 31 - 2;

interface ReadLines {
  readonly lines: WrittenLines;
  /** Why the lines of what is shown are not there; null: they are, or are on their way. */
  readonly error: unknown;
  readonly retry: () => void;
}

/** The texts that blocks wrote with these events; those of further events are read as they are shown. */
export function useWrittenLines(runId: number, shown: readonly RunEvent[]): ReadLines {
  const [known, setKnown] = useState({ runId, lines: noLines });
  const [failed, setFailed] = useState<unknown>(null);
  const [reading, setReading] = useState(false);
  const lines = known.runId === runId ? known.lines : noLines;
  useEffect(() => {
    if (reading || failed !== null) return;
    const wanted = wantedLines(shown, lines);
    const first = wanted?.seqs[0];
    if (wanted === null || first === undefined) return;
    setReading(true);
    const after = { seq: first - 1, line: LAST_LINE };
    client.runs.logs
      .query({ id: runId, after, limit: wanted.limit })
      .then((page) => setKnown({ runId, lines: withLines(lines, wanted, page) }), setFailed)
      .finally(() => setReading(false));
  }, [runId, shown, lines, reading, failed]);
  return { lines, error: failed, retry: () => setFailed(null) };
}
