/** What the drawing of the canvas is given and what it reports: the words of the product, none of a library. */
import type { Box, Point } from "./geometry.ts";
import type { Scene } from "./scene.ts";

export interface Selection {
  readonly blocks: ReadonlySet<string>;
  readonly callbacks: ReadonlySet<string>;
}

export const nothingSelected: Selection = { blocks: new Set(), callbacks: new Set() };

export interface PortRef {
  readonly blockId: string;
  readonly port: string;
}

export interface BlockMove {
  readonly blockId: string;
  readonly to: Point;
}

/** Moves the view; places are canvas pixels at 100 %, screen points are of the window. */
export interface CanvasView {
  fit(): void;
  zoomIn(): void;
  zoomOut(): void;
  zoomTo(zoom: number): void;
  centre(place: Point): void;
  /** Brings a box into view without changing the zoom, when it is not seen whole. */
  reveal(box: Box): void;
  toCanvas(screen: Point): Point;
  toScreen(place: Point): Point;
  /** The middle of what is seen. */
  middle(): Point;
}

export interface CanvasProps {
  readonly scene: Scene;
  readonly selection: Selection;
  readonly readOnly: boolean;
  readonly tool: "pointer" | "hand";
  readonly label: string;
  readonly onView: (view: CanvasView) => void;
  readonly onSelect: (selection: Selection) => void;
  /** Blocks were dropped or moved by keys; one call for the whole gesture. */
  readonly onMove: (moves: readonly BlockMove[]) => void;
  readonly mayConnect: (from: PortRef, targetId: string) => boolean;
  readonly onConnect: (from: PortRef, targetId: string) => void;
  /** A callback was dropped on free ground. */
  readonly onConnectToNew: (from: PortRef, screen: Point) => void;
  readonly onInsertOn: (callbackId: string, screen: Point) => void;
  readonly onProblems: (blockId: string) => void;
}
