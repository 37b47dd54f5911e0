export * from "./authentication.ts";
export * from "./effective-url.ts";
export * from "./form.ts";
export * from "./header-rules.ts";
export * from "./parameter-name.ts";
export * from "./parameter-value.ts";
