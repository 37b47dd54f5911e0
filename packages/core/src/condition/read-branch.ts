/** A branch with its comparisons read once, for evaluating it in many places. */
import {
  collect,
  type Datapath,
  type DatapathScope,
  itemsKey,
  type Reference,
  unreadable,
} from "../datapath/index.ts";
import type { Json } from "../json/index.ts";
import type { Branch, Branches, Comparison, Unreadable } from "./branch.ts";
import type { ComparisonRules, Side } from "./compare.ts";
import { operandOf } from "./operand.ts";
import type { Operator } from "./relations.ts";

export type ReadSide =
  | { readonly kind: "literal"; readonly value: Json; readonly key: null }
  /** `key`: of its source, as `itemsKey`. */
  | { readonly kind: "datapath"; readonly datapath: Datapath; readonly key: string };

export interface ReadComparison {
  readonly left: ReadSide;
  readonly operator: Operator;
  readonly right: ReadSide;
  /** Key of the source that it is about: that of its left side, else that of its right one; null: of none. */
  readonly key: string | null;
}

export class ReadBranch {
  readonly logic: Branch["logic"];
  readonly comparisons: readonly ReadComparison[];
  readonly rules: ComparisonRules;
  readonly scope: DatapathScope;
  readonly #whole = new Map<ReadSide, Side | Unreadable>();

  constructor({ logic, comparisons }: Branch, config: Branches, scope: DatapathScope) {
    const { delimiter, delimiterEnabled, caseSensitive } = config;
    this.logic = logic;
    this.rules = { delimiter: delimiterEnabled ? delimiter : null, caseSensitive };
    this.scope = scope;
    this.comparisons = comparisons.map((comparison) => readComparison(comparison, scope));
  }

  /** All values of a side. */
  whole(side: ReadSide): Side | Unreadable {
    const known = this.#whole.get(side);
    if (known !== undefined) return known;
    const values = this.#collect(side);
    this.#whole.set(side, values);
    return values;
  }

  #collect(side: ReadSide): Side | Unreadable {
    if (side.kind === "literal") return { values: [side.value], literal: true };
    const collected = collect(side.datapath, this.scope, Number.POSITIVE_INFINITY);
    return collected.ok ? { values: collected.rows.flat(), literal: false } : collected;
  }

  /** The comparisons by the source that they are about; those about none stand alone. */
  groups(): readonly (readonly ReadComparison[])[] {
    const groups = new Map<string, ReadComparison[]>();
    const alone: ReadComparison[][] = [];
    for (const comparison of this.comparisons) {
      const group = comparison.key === null ? undefined : groups.get(comparison.key);
      if (comparison.key === null) alone.push([comparison]);
      else if (group === undefined) groups.set(comparison.key, [comparison]);
      else group.push(comparison);
    }
    return [...alone, ...groups.values()];
  }

  /** One datapath of each source that the comparisons mention, by its key. */
  sources(): ReadonlyMap<string, Datapath> {
    const sources = new Map<string, Datapath>();
    for (const { left, right } of this.comparisons)
      for (const side of [left, right])
        if (side.kind === "datapath" && !sources.has(side.key))
          sources.set(side.key, side.datapath);
    return sources;
  }

  /** The first of these sides that cannot be read in this run; null: all can. */
  fault(comparisons: readonly ReadComparison[]): Unreadable | null {
    for (const { left, right } of comparisons)
      for (const side of [left, right]) {
        if (side.kind === "literal") continue;
        const message = unreadable(side.datapath, this.scope);
        if (message !== null) return { ok: false, message };
      }
    return null;
  }
}

/** Whether a comparison has a side in the source of this key. */
export function mentions({ left, right }: ReadComparison, key: string): boolean {
  return left.key === key || right.key === key;
}

function readComparison(comparison: Comparison, scope: DatapathScope): ReadComparison {
  const left = readSide(comparison.left, scope);
  const right = readSide(comparison.right, scope);
  return { left, operator: comparison.op, right, key: left.key ?? right.key };
}

function readSide(text: string, scope: DatapathScope): ReadSide {
  const operand = operandOf(text, (reference: Reference) => scope.knows(reference));
  if (operand.kind === "literal") return { ...operand, key: null };
  const datapath = scope.resolved(operand.datapath);
  return { kind: "datapath", datapath, key: itemsKey(datapath) };
}
