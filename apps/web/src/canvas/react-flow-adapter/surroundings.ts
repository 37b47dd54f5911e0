import { createContext, useContext } from "react";
import type { CanvasProps } from "../canvas-contract.ts";
import type { Point } from "../geometry.ts";
import type { LevelOfDetail } from "../level-of-detail.ts";

/** What every block and callback needs; it changes only when all of them must be drawn anew. */
export interface Surroundings {
  readonly level: LevelOfDetail;
  readonly readOnly: boolean;
  readonly onProblems: CanvasProps["onProblems"];
  readonly onSelect: CanvasProps["onSelect"];
  /** @param place of the pill, in canvas pixels */
  readonly onInsertOn: (callbackId: string, place: Point) => void;
}

export const SurroundingsContext = createContext<Surroundings | null>(null);

export function useSurroundings(): Surroundings {
  const value = useContext(SurroundingsContext);
  if (value === null) throw new Error("part of the canvas outside the canvas");
  return value;
}
