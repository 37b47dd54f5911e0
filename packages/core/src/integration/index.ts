export * from "./command.ts";
export * from "./connection.ts";
export * from "./manifest.ts";
