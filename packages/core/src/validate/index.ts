export * from "./graph.ts";
export * from "./problem.ts";
export * from "./texts.ts";
export * from "./validate.ts";
