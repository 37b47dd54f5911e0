export * from "./callback-arguments.ts";
export * from "./entry.ts";
export * from "./error-lines.ts";
export * from "./parse.ts";
export * from "./results.ts";
export * from "./status.ts";
