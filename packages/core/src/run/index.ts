export * from "./event.ts";
export * from "./state.ts";
export * from "./step.ts";
