/**
 * The instants at which dying matters. A test hands in a hook that kills the
 * process at one of them; the product hands in nothing.
 */
export const BOUNDARIES = [
  "between run row and enqueue",
  "before intent",
  "after intent",
  "after the call",
  "after the answer",
  "after the commit",
  "before an inbox row is taken",
  "after an inbox row is taken",
] as const;
export type Boundary = (typeof BOUNDARIES)[number];

/** Called synchronously at each boundary that a run passes. */
export type BoundaryHook = (boundary: Boundary) => void;

export const noBoundaryHook: BoundaryHook = () => undefined;
