export { sampleRemove } from "./remove.ts";
export { sampleState } from "./state.ts";
