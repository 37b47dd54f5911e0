/** Whether comparisons hold in a source: anywhere in it, or in one of its items. */
import {
  type Datapath,
  fullPath,
  itemsOf,
  printDatapath,
  type Roots,
  rootsOf,
  rowsOf,
  type Wanted,
} from "../datapath/index.ts";
import type { Json } from "../json/index.ts";
import type { Unreadable } from "./branch.ts";
import { compare, relation, relationFrom, type Side } from "./compare.ts";
import type { ReadBranch, ReadComparison, ReadSide } from "./read-branch.ts";

/** Rows that one item may come to where lists part within it. */
const MOST_ROWS = 200_000;

/** Comparisons of one source, made ready to be asked of many of its items. */
export interface Holding {
  readonly ok: true;
  /** In an item by itself, of which something that it does not have is null. */
  inItem(roots: Roots): boolean | Unreadable;
  /** In the source as a whole; one without any row counts as one row of nulls. */
  anywhere(): boolean | Unreadable;
}

/**
 * One comparison holds where any of its left values relates to any right one; several hold together
 * where one row makes all of them hold. Values of sources other than `key` count whole. Pure.
 */
export function holdingOf(
  branch: ReadBranch,
  comparisons: readonly ReadComparison[],
  key: string | null,
): Holding | Unreadable {
  const fault = branch.fault(comparisons);
  if (fault !== null) return fault;
  const columns = new Columns(branch, key);
  const tests: RowTest[] = [];
  for (const comparison of comparisons) {
    const test = rowTest(branch, comparison, columns);
    if (typeof test !== "function") return test;
    tests.push(test);
  }
  const [only] = tests;
  if (only === undefined) return { ok: true, inItem: () => false, anywhere: () => false };
  return tests.length === 1 ? single(columns, only) : together(columns, tests);
}

/** Values of the columns: of one row a value each, of one comparison all there are. */
type Values = readonly (readonly Json[])[];
type RowTest = (values: Values) => boolean;

/** The datapaths of the source in which the comparisons are asked. */
class Columns {
  readonly wanted: Wanted[] = [];
  readonly #branch: ReadBranch;
  readonly #key: string | null;
  readonly #datapaths: Datapath[] = [];
  readonly #byText = new Map<string, number>();

  constructor(branch: ReadBranch, key: string | null) {
    this.#branch = branch;
    this.#key = key;
  }

  /** null: the side is not of this source. */
  columnOf(side: ReadSide): number | null {
    if (side.kind === "literal" || side.key !== this.#key) return null;
    const text = printDatapath(side.datapath);
    const known = this.#byText.get(text);
    if (known !== undefined) return known;
    const column = this.#datapaths.push(side.datapath) - 1;
    this.#byText.set(text, column);
    this.wanted.push({ column, segments: fullPath(side.datapath, this.#branch.scope) });
    return column;
  }

  get roots(): Roots {
    return rootsOf(this.#datapaths, this.#branch.scope);
  }

  *items(): Iterable<Roots> {
    const [first] = this.#datapaths;
    if (first === undefined) return;
    for (const { roots } of itemsOf(first, this.#branch.scope)) yield roots;
  }
}

/** One side of a comparison; `constant` null: it is a column. */
interface TestedSide {
  readonly constant: Side | null;
  at(values: Values): Side;
}

function testedSide(branch: ReadBranch, side: ReadSide, columns: Columns): TestedSide | Unreadable {
  const column = columns.columnOf(side);
  if (column !== null)
    return { constant: null, at: (values) => ({ values: values[column] ?? [], literal: false }) };
  const whole = branch.whole(side);
  return "ok" in whole ? whole : { constant: whole, at: () => whole };
}

function rowTest(
  branch: ReadBranch,
  { left, operator, right }: ReadComparison,
  columns: Columns,
): RowTest | Unreadable {
  const { rules } = branch;
  const tested = testedSide(branch, left, columns);
  if ("ok" in tested) return tested;
  const expected = testedSide(branch, right, columns);
  if ("ok" in expected) return expected;
  if (expected.constant !== null) {
    const relates = relation(operator, expected.constant, rules);
    return (values) => relates(tested.at(values));
  }
  if (tested.constant !== null) {
    const relates = relationFrom(tested.constant, operator, rules);
    return (values) => relates(expected.at(values));
  }
  return (values) => compare(tested.at(values), operator, expected.at(values), rules);
}

function single(columns: Columns, holds: RowTest): Holding {
  const inRoots = (roots: Roots) => holds(columns.wanted.map((wanted) => valuesIn(roots, wanted)));
  return { ok: true, inItem: inRoots, anywhere: () => inRoots(columns.roots) };
}

function valuesIn(roots: Roots, wanted: Wanted): readonly Json[] {
  const rows = rowsOf(roots, [wanted], Number.POSITIVE_INFINITY);
  return rows.map((row) => row.get(wanted.column) ?? null);
}

function together(columns: Columns, tests: readonly RowTest[]): Holding {
  const nulls = columns.wanted.map(() => [null]);
  const holdsIn = (values: Values) => tests.every((holds) => holds(values));
  const inRows = (rows: readonly Values[]) => rows.some(holdsIn);
  return {
    ok: true,
    inItem: (roots) => {
      const rows = rowsIn(roots, columns);
      if ("ok" in rows) return rows;
      return rows.length === 0 ? holdsIn(nulls) : inRows(rows);
    },
    anywhere: () => {
      let isEmpty = true;
      for (const roots of columns.items()) {
        const rows = rowsIn(roots, columns);
        if ("ok" in rows) return rows;
        isEmpty &&= rows.length === 0;
        if (inRows(rows)) return true;
      }
      return isEmpty && holdsIn(nulls);
    },
  };
}

function rowsIn(roots: Roots, { wanted }: Columns): readonly Values[] | Unreadable {
  const rows = rowsOf(roots, wanted, MOST_ROWS + 1);
  if (rows.length > MOST_ROWS) {
    const message = `There are more than ${MOST_ROWS.toLocaleString("en")} rows to compare`;
    return { ok: false, message };
  }
  return rows.map((row) => wanted.map(({ column }) => [row.get(column) ?? null]));
}
