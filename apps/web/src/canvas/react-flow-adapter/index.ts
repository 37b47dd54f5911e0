/**
 * The one place that knows React Flow. Blocks are its nodes, callbacks its
 * edges, ports its handles; what happens comes out in our own words.
 */
export { FlowCanvas } from "./flow-canvas.tsx";
export { useSeen } from "./use-view.tsx";
