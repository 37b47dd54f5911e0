export { type Graph, graphOf } from "./graph.ts";
export { isRunnable, validate } from "./validate.ts";
