/** Branches of comparisons: the first that is true is taken. */
import { z } from "zod";
import {
  collectRows,
  type Datapath,
  type DatapathScope,
  type Reference,
  sourceKey,
} from "../datapath/index.ts";
import type { Json } from "../json/index.ts";
import { type ComparisonRules, compare, OPERATORS, type Operator } from "./compare.ts";
import { type Operand, operandOf } from "./operand.ts";

const ItemId = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/, "an id holds letters, digits, _ and -");

export const Comparison = z.strictObject({
  id: ItemId,
  left: z.string().max(4_000),
  op: z.enum(OPERATORS),
  right: z.string().max(4_000),
});
export type Comparison = z.infer<typeof Comparison>;

export const Branch = z.strictObject({
  id: ItemId.refine((id) => id !== "else", "else is the port of no branch"),
  name: z.string().max(100),
  logic: z.enum(["and", "or"]),
  comparisons: z.array(Comparison).max(100),
});
export type Branch = z.infer<typeof Branch>;

export interface Branches {
  readonly branches: readonly Branch[];
  readonly delimiter: string;
  readonly delimiterEnabled: boolean;
  readonly caseSensitive: boolean;
}

/** The port that is taken when no branch is true. */
export const ELSE_PORT = "else";

/** A datapath whose values could not be collected stops an evaluation. */
export type Unreadable = {
  readonly ok: false;
  readonly datapath: string;
  readonly message: string;
};

export type TakenBranch =
  | { readonly ok: true /** Id of a branch, or "else". */; readonly taken: string }
  | (Unreadable & { readonly branchId: string });

/** What conditions read, and which names are those of blocks. */
export interface ConditionScope extends DatapathScope {
  knowsBlock(reference: Reference): boolean;
}

/** The first branch that is true in the scope. A branch without comparisons never is. Pure. */
export function evaluateBranches(config: Branches, scope: ConditionScope): TakenBranch {
  for (const branch of config.branches) {
    const outcome = isTrue(branch, config, scope);
    if (typeof outcome !== "boolean") return { ...outcome, branchId: branch.id };
    if (outcome) return { ok: true, taken: branch.id };
  }
  return { ok: true, taken: ELSE_PORT };
}

/**
 * Whether a branch is true. `or`: one comparison is. `and`: each is, where
 * those that read one source must hold together for one row of it. Pure.
 */
export function isTrue(
  branch: Branch,
  config: Branches,
  scope: ConditionScope,
): boolean | Unreadable {
  const rules = rulesOf(config);
  const read = branch.comparisons.map((comparison) => readComparison(comparison, scope));
  if (read.length === 0) return false;
  const groups = branch.logic === "or" ? read.map((one) => [one]) : bySource(read);
  for (const group of groups) {
    const holds =
      group.length === 1 ? holdsAnywhere(group, rules, scope) : holdsInOneRow(group, rules, scope);
    if (typeof holds !== "boolean") return holds;
    if (holds !== (branch.logic === "and")) return holds;
  }
  return branch.logic === "and";
}

function rulesOf({ delimiter, delimiterEnabled, caseSensitive }: Branches): ComparisonRules {
  return { delimiter: delimiterEnabled ? delimiter : null, caseSensitive };
}

interface ReadComparison {
  readonly left: Operand;
  readonly operator: Operator;
  readonly right: Operand;
  /** Key of the source whose rows it is about; null: of none. */
  readonly source: string | null;
}

function readComparison({ left, op, right }: Comparison, scope: ConditionScope): ReadComparison {
  const knows = (reference: Reference) => scope.knowsBlock(reference);
  const sides = { left: operandOf(left, knows), right: operandOf(right, knows) };
  return { ...sides, operator: op, source: sourceOf(sides.left) ?? sourceOf(sides.right) };
}

function sourceOf(operand: Operand): string | null {
  return operand.kind === "datapath" ? sourceKey(operand.datapath) : null;
}

function bySource(comparisons: readonly ReadComparison[]): readonly (readonly ReadComparison[])[] {
  const groups = new Map<string, ReadComparison[]>();
  const alone: ReadComparison[][] = [];
  for (const comparison of comparisons) {
    if (comparison.source === null) {
      alone.push([comparison]);
      continue;
    }
    const group = groups.get(comparison.source);
    if (group === undefined) groups.set(comparison.source, [comparison]);
    else group.push(comparison);
  }
  return [...alone, ...groups.values()];
}

function holdsAnywhere(
  group: readonly ReadComparison[],
  rules: ComparisonRules,
  scope: ConditionScope,
): boolean | Unreadable {
  for (const { left, operator, right } of group) {
    const sides = [valuesOf(left, scope), valuesOf(right, scope)] as const;
    if (!sides[0].ok) return sides[0];
    if (!sides[1].ok) return sides[1];
    const [values, expected] = sides;
    const leftSide = { values: values.values, literal: left.kind === "literal" };
    const rightSide = { values: expected.values, literal: right.kind === "literal" };
    if (!compare(leftSide, operator, rightSide, rules)) return false;
  }
  return true;
}

type Values = { readonly ok: true; readonly values: readonly Json[] } | Unreadable;

function valuesOf(operand: Operand, scope: DatapathScope): Values {
  if (operand.kind === "literal") return { ok: true, values: [operand.value] };
  const collected = collectRows([operand.datapath], scope);
  if (!collected.ok) return collected;
  return { ok: true, values: collected.rows.flat() };
}

/** All comparisons of one source hold together for one of its rows; values of other sources count whole. */
function holdsInOneRow(
  group: readonly ReadComparison[],
  rules: ComparisonRules,
  scope: ConditionScope,
): boolean | Unreadable {
  const operands = group.flatMap(({ left, right }) => [left, right]);
  const columns = operands.flatMap((operand): readonly Datapath[] =>
    operand.kind === "datapath" && sourceKey(operand.datapath) === group[0]?.source
      ? [operand.datapath]
      : [],
  );
  const collected = collectRows(columns, scope);
  if (!collected.ok) return collected;
  const rows = collected.rows.length === 0 ? [columns.map(() => null)] : collected.rows;
  const elsewhere = new Map<Operand, readonly Json[]>();
  for (const operand of operands) {
    if (operand.kind === "datapath" && columns.includes(operand.datapath)) continue;
    const values = valuesOf(operand, scope);
    if (!values.ok) return values;
    elsewhere.set(operand, values.values);
  }
  return rows.some((row) =>
    group.every(({ left, operator, right }) => {
      const side = (operand: Operand) => ({
        values: elsewhere.get(operand) ?? [inRow(operand, columns, row)],
        literal: operand.kind === "literal",
      });
      return compare(side(left), operator, side(right), rules);
    }),
  );
}

function inRow(operand: Operand, columns: readonly Datapath[], row: readonly Json[]): Json {
  return operand.kind === "datapath" ? (row[columns.indexOf(operand.datapath)] ?? null) : null;
}
