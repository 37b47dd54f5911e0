/** How much of a block is drawn at a zoom; its box never changes. */
export type LevelOfDetail =
  /** Everything. */
  | "full"
  /** Name and state, counter-scaled so that they stay readable. */
  | "name"
  /** The state's icon on its colour. */
  | "mark";

/** Level of a zoom factor: above 0.7 everything, below 0.35 the mark alone. */
export function levelOfDetail(zoom: number): LevelOfDetail {
  // A zoom of 70 % arrives as 0.7000000001 from the wheel.
  if (zoom > 0.7 + 1e-6) return "full";
  return zoom >= 0.35 - 1e-6 ? "name" : "mark";
}
