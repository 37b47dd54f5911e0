export * from "./block.ts";
