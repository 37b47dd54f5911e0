export * from "./apply.ts";
export * from "./clipboard.ts";
export * from "./label.ts";
export * from "./operation.ts";
export * from "./read-operation.ts";
export * from "./rebase.ts";
export * from "./same-document.ts";
export * from "./undo.ts";
