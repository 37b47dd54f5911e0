export * from "./collect.ts";
export * from "./datapath.ts";
export * from "./names.ts";
export * from "./parse.ts";
export * from "./scope.ts";
export * from "./sources.ts";
