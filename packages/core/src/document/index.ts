export type { KnownTypes } from "./check-references.ts";
export * from "./document.ts";
export * from "./ids.ts";
export * from "./index-document.ts";
export * from "./json-schema.ts";
export * from "./limits.ts";
export * from "./names.ts";
export * from "./parse-document.ts";
export * from "./upgrade.ts";
