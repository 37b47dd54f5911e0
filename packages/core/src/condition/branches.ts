/** Branches of comparisons: the first that is true is taken. */
import type { DatapathScope } from "../datapath/index.ts";
import type { Branch, Branches, Unreadable } from "./branch.ts";
import { holdingOf } from "./holds.ts";
import { ReadBranch } from "./read-branch.ts";

/** The port that is taken when no branch is true. */
export const ELSE_PORT = "else";

export type TakenBranch =
  | { readonly ok: true /** Id of a branch, or "else". */; readonly taken: string }
  | (Unreadable & { readonly branchId: string });

/** The first branch that is true in the scope. A branch without comparisons never is. Pure. */
export function evaluateBranches(config: Branches, scope: DatapathScope): TakenBranch {
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
function isTrue(branch: Branch, config: Branches, scope: DatapathScope): boolean | Unreadable {
  if (branch.comparisons.length === 0) return false;
  const isAnd = branch.logic === "and";
  const reading = new ReadBranch(branch, config, scope);
  const groups = isAnd ? reading.groups() : reading.comparisons.map((one) => [one]);
  for (const group of groups) {
    const holding = holdingOf(reading, group, group[0]?.key ?? null);
    const holds = holding.ok ? holding.anywhere() : holding;
    if (holds !== isAnd) return holds;
  }
  return isAnd;
}
