import { isJsonObject, type Json, member } from "../json/index.ts";
import type { Segment } from "./datapath.ts";

/** A step into a value; "each-if-list" takes a list element by element and anything else as it is. */
export type PathStep = Segment | { readonly kind: "each-if-list" };

/** A path whose value is wanted in this column. */
export interface Wanted {
  readonly column: number;
  readonly segments: readonly PathStep[];
}

/** Column to value. A column that is not in it had no element to come from. */
export type Row = ReadonlyMap<number, Json>;

/**
 * The rows of several paths into one value: a common "*" is one row, paths that
 * part multiply. A row none of whose columns had an element is left out. At
 * most `limit` rows.
 */
export function rowsOf(root: unknown, wanted: readonly Wanted[], limit: number): readonly Row[] {
  return descend(root, wanted, limit).filter((row) => row.size > 0);
}

/** Every row of `left` joined with every row of `right`, at most `limit`. */
export function product(
  left: readonly Row[],
  right: readonly Row[],
  limit: number,
): readonly Row[] {
  const rows: Row[] = [];
  for (const a of left) {
    for (const b of right) {
      if (rows.length >= limit) return rows;
      rows.push(a.size === 0 ? b : new Map([...a, ...b]));
    }
  }
  return rows;
}

const NO_ELEMENT: readonly Row[] = [new Map()];

/** Always at least one row, an empty one when there was no element. */
function descend(value: unknown, wanted: readonly Wanted[], limit: number): readonly Row[] {
  const here = new Map<number, Json>();
  const parts = new Map<string, { step: PathStep; wanted: Wanted[] }>();
  for (const { column, segments } of wanted) {
    const [step, ...rest] = segments;
    if (step === undefined) {
      here.set(column, asJson(value));
      continue;
    }
    const key = stepKey(step);
    const part = parts.get(key);
    if (part === undefined) parts.set(key, { step, wanted: [{ column, segments: rest }] });
    else part.wanted.push({ column, segments: rest });
  }
  let rows: readonly Row[] = [here];
  for (const part of parts.values()) {
    rows = product(rows, into(value, part.step, part.wanted, limit), limit);
  }
  return rows;
}

function into(
  value: unknown,
  step: PathStep,
  wanted: readonly Wanted[],
  limit: number,
): readonly Row[] {
  switch (step.kind) {
    case "key":
      return descend(member(value, step.key), wanted, limit);
    case "index":
      return descend(
        Array.isArray(value) ? value[step.index] : member(value, String(step.index)),
        wanted,
        limit,
      );
    case "each-if-list":
      return Array.isArray(value) ? each(value, wanted, limit) : descend(value, wanted, limit);
    case "each":
      if (Array.isArray(value)) return each(value, wanted, limit);
      return isJsonObject(value) ? each(Object.values(value), wanted, limit) : NO_ELEMENT;
  }
}

function each(
  elements: readonly unknown[],
  wanted: readonly Wanted[],
  limit: number,
): readonly Row[] {
  const rows: Row[] = [];
  for (const element of elements) {
    if (rows.length >= limit) break;
    for (const row of descend(element, wanted, limit - rows.length)) {
      if (row.size > 0) rows.push(row);
    }
  }
  return rows.length === 0 ? NO_ELEMENT : rows;
}

function stepKey(step: PathStep): string {
  if (step.kind === "key") return `key ${step.key}`;
  return step.kind === "index" ? `index ${step.index}` : step.kind;
}

/** What is read comes from stored JSON; a missing leaf is null. */
function asJson(value: unknown): Json {
  return isJson(value) ? value : null;
}

function isJson(value: unknown): value is Json {
  return value !== undefined && typeof value !== "function";
}
