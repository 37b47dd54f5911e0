export * from "./block.ts";
export * from "./spec-of.ts";
