/** Sizes and places of blocks and their ports on the canvas, in pixels at 100 %. Pure. */

export interface Point {
  readonly x: number;
  readonly y: number;
}
export interface Size {
  readonly width: number;
  readonly height: number;
}
export interface Box extends Point, Size {}

export const BLOCK_WIDTH = 192;
export const ENTRY_WIDTH = 160;
export const ENTRY_HEIGHT = 28;
export const SNAP = 16;
export const JOIN_STRIP = 20;
export const PORT_ROW = 18;
/** Least room between two rows of blocks, so that pills and bends fit. */
export const ROW_GAP = 40;
/** Ports can be grasped within a square of this side around their socket. */
export const PORT_HIT = 24;

/** What of a block decides its height. Never its state: a run must not move anything. */
export interface BlockShape {
  readonly kind: "entry" | "block";
  readonly subtitle: boolean;
  readonly chips: boolean;
  readonly ports: boolean;
  readonly join: boolean;
}

/** Size of a block's box: 59 for one line, 67 for two, 90 with connections; ports 18 and join strip 20 more. */
export function blockSize(shape: BlockShape): Size {
  if (shape.kind === "entry") return { width: ENTRY_WIDTH, height: ENTRY_HEIGHT };
  const body = shape.chips ? 90 : shape.subtitle ? 67 : 59;
  return {
    width: BLOCK_WIDTH,
    height: body + (shape.ports ? PORT_ROW : 0) + (shape.join ? JOIN_STRIP : 0),
  };
}

/** Distance of a port's socket from the block's left edge; ports share the width in equal cells. */
export function portX(index: number, count: number, width: number): number {
  return count <= 1 ? width / 2 : (width * (index + 0.5)) / count;
}

/** Where an error port without a callback appears: clear of the middle one. */
export function looseErrorPortX(width: number): number {
  return width - 32;
}

/** Distance of the n-th incoming callback's head from the block's left edge; heads stand at most 48 apart. */
export function incomingX(index: number, count: number, width: number): number {
  if (count <= 1) return width / 2;
  const step = Math.min(48, (width - 32) / (count - 1));
  return width / 2 + (index - (count - 1) / 2) * step;
}

/** The nearest point of the 16 px grid. */
export function snapped(point: Point): Point {
  return { x: Math.round(point.x / SNAP) * SNAP + 0, y: Math.round(point.y / SNAP) * SNAP + 0 };
}

export function overlaps(a: Box, b: Box, margin = 0): boolean {
  return (
    a.x < b.x + b.width + margin &&
    b.x < a.x + a.width + margin &&
    a.y < b.y + b.height + margin &&
    b.y < a.y + a.height + margin
  );
}

/** The smallest box around all of them; null for none. */
export function boundsOf(boxes: readonly Box[]): Box | null {
  if (boxes.length === 0) return null;
  let left = Infinity;
  let top = Infinity;
  let right = -Infinity;
  let bottom = -Infinity;
  for (const box of boxes) {
    left = Math.min(left, box.x);
    top = Math.min(top, box.y);
    right = Math.max(right, box.x + box.width);
    bottom = Math.max(bottom, box.y + box.height);
  }
  return { x: left, y: top, width: right - left, height: bottom - top };
}

/**
 * A free place for a new block of this size: at `wanted`, else pushed down and
 * aside in grid steps until it covers no other block.
 */
export function freePlace(wanted: Point, size: Size, taken: readonly Box[]): Point {
  const start = snapped(wanted);
  const stepX = BLOCK_WIDTH + 2 * SNAP;
  for (let ring = 0; ring < 40; ring += 1) {
    for (const column of ring === 0 ? [0] : [0, ring, -ring]) {
      for (let row = 0; row <= ring; row += 1) {
        const place = { x: start.x + column * stepX, y: start.y + row * (size.height + ROW_GAP) };
        const box = { ...snapped(place), ...size };
        if (!taken.some((other) => overlaps(box, other, SNAP / 2))) return snapped(place);
      }
    }
  }
  return start;
}
