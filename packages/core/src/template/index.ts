export * from "./fill.ts";
export * from "./json.ts";
export * from "./names.ts";
export * from "./parse.ts";
export * from "./substitute.ts";
export * from "./template.ts";
export * from "./url.ts";
