export * from "./document.ts";
export * from "./index-document.ts";
export * from "./names.ts";
