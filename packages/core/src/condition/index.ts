export { Branch, type Branches, Comparison, type Unreadable } from "./branch.ts";
export { ELSE_PORT, evaluateBranches, type TakenBranch } from "./branches.ts";
export { type ComparisonRules, compare, type Side } from "./compare.ts";
export { comparedSources } from "./compared.ts";
export { literalValue, numberOf } from "./literal.ts";
export { type MatchedItems, matchedItems, matchedResults } from "./matched-items.ts";
export { type Operand, operandOf } from "./operand.ts";
export { OPERATORS, type Operator } from "./relations.ts";
