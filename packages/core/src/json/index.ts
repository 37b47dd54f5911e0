export * from "./compare.ts";
export * from "./json.ts";
export * from "./measure.ts";
export * from "./parse.ts";
