export * from "./branches.ts";
export * from "./compare.ts";
export * from "./literal.ts";
export * from "./matched-results.ts";
export * from "./operand.ts";
