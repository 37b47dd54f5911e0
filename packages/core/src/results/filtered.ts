/** What a condition let through, as its block stores it: ids without any cap, apart from events. */
import { isJsonObject, type Json, member } from "../json/index.ts";
import type { MatchedResult } from "../log/index.ts";

export interface FilteredIds {
  readonly results: readonly MatchedResult[];
  /** Of sources that have no results of actions, by the name of the source: rows, counted from 0. */
  readonly rows: Readonly<Record<string, readonly number[]>>;
}

/** The value to store. Pure. */
export function storedIds({ results, rows }: FilteredIds): Json {
  const ids = { results: results.map(([appRunId, index]): Json => [appRunId, index]) };
  const named = Object.entries(rows).map(([name, numbers]): [string, Json] => [name, [...numbers]]);
  return named.length === 0 ? ids : { ...ids, rows: Object.fromEntries(named) };
}

/** The ids that a stored value holds; null: it holds none. Pure. */
export function readStoredIds(value: Json | undefined): FilteredIds | null {
  const results = member(value, "results");
  if (!isJsonObject(value) || !Array.isArray(results)) return null;
  return { results: results.flatMap(readResult), rows: readRows(member(value, "rows")) };
}

function readResult(pair: unknown): readonly MatchedResult[] {
  if (!Array.isArray(pair)) return [];
  const [appRunId, index]: readonly unknown[] = pair;
  return typeof appRunId === "number" && typeof index === "number" ? [[appRunId, index]] : [];
}

function readRows(value: unknown): FilteredIds["rows"] {
  if (!isJsonObject(value)) return {};
  const named = Object.entries(value).map(([name, numbers]) => {
    const rows = Array.isArray(numbers) ? numbers : [];
    return [name, rows.filter((row) => typeof row === "number")] as const;
  });
  return Object.fromEntries(named);
}
