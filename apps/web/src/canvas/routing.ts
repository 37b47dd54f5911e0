/** The line of a callback: orthogonal, with rounded corners, from a port down to its target. Pure. */
import type { Box, Point } from "./geometry.ts";

export const CORNER = 6;
/** A second port's line turns this far below its block, so that it does not run through foreign pills. */
export const NEAR_BUS = 7;
const STUB = 20;

export type BusPlace = "middle" | "near";
export type PillPlace = "target" | "bus" | "source";

export interface RouteEnds {
  /** The socket, on the source's lower edge. */
  readonly from: Point;
  /** The head's tip, on the target's upper edge. */
  readonly to: Point;
  readonly source: Box;
  readonly target: Box;
}

export interface Route {
  readonly points: readonly Point[];
  /** SVG path of the line; it ends inside the head. */
  readonly line: string;
  readonly head: string;
  readonly pill: Point;
}

/** The way of one callback. */
export function routeCallback(ends: RouteEnds, bus: BusPlace, pill: PillPlace): Route {
  const points = waypoints(ends, bus);
  const tip = ends.to;
  const shortened = [...points.slice(0, -1), { x: tip.x, y: tip.y - 5 }];
  return {
    points,
    line: roundedPath(shortened),
    head: `M${tip.x - 4.5} ${tip.y - 7}L${tip.x} ${tip.y}L${tip.x + 4.5} ${tip.y - 7}Z`,
    pill: pillPoint(ends, points, pill),
  };
}

/** The line that hangs at the pointer while a port is being connected. */
export function looseLine(from: Point, to: Point): string {
  if (to.y > from.y + 2 * CORNER) {
    const middle = (from.y + to.y) / 2;
    return roundedPath([from, { x: from.x, y: middle }, { x: to.x, y: middle }, to]);
  }
  const below = from.y + STUB;
  return roundedPath([from, { x: from.x, y: below }, { x: to.x, y: below }, to]);
}

function waypoints({ from, to, source, target }: RouteEnds, bus: BusPlace): readonly Point[] {
  const gap = to.y - from.y;
  if (gap >= 2 * CORNER + NEAR_BUS) {
    if (Math.abs(from.x - to.x) < 1) return [from, to];
    const y = bus === "near" ? from.y + NEAR_BUS : from.y + gap / 2;
    return [from, { x: from.x, y }, { x: to.x, y }, to];
  }
  // The target stands beside or above: out below the source, round the side, in from above.
  const below = from.y + STUB;
  const above = to.y - STUB;
  const side = sideway(source, target);
  return [
    from,
    { x: from.x, y: below },
    { x: side, y: below },
    { x: side, y: above },
    { x: to.x, y: above },
    to,
  ];
}

/** A column that neither block covers: between them where they stand apart, else right of both. */
function sideway(source: Box, target: Box): number {
  const left = source.x < target.x ? source : target;
  const right = left === source ? target : source;
  const free = right.x - (left.x + left.width);
  if (free >= 2 * CORNER) return left.x + left.width + free / 2;
  return Math.max(source.x + source.width, target.x + target.width) + STUB;
}

function pillPoint(ends: RouteEnds, points: readonly Point[], place: PillPlace): Point {
  const { from, to } = ends;
  const middle = (from.y + to.y) / 2;
  const straightDown = points.length === 2;
  const bent = points.length === 4;
  if (straightDown) {
    if (place === "source") return { x: from.x, y: Math.min(middle, from.y + 14) };
    return { x: from.x, y: middle };
  }
  if (bent) {
    const busY = points[1]?.y ?? middle;
    if (place === "target") return { x: to.x, y: middle };
    if (place === "bus") return { x: (from.x + to.x) / 2, y: busY };
    return { x: from.x, y: Math.min(middle, from.y + 14) };
  }
  if (place === "target") return { x: to.x, y: to.y - STUB };
  if (place === "bus") return { x: points[2]?.x ?? to.x, y: middle };
  return { x: from.x, y: from.y + STUB };
}

/** An SVG path through the points whose corners are rounded with radius 6, less where a leg is short. */
export function roundedPath(points: readonly Point[]): string {
  const [first, ...rest] = points;
  if (first === undefined) return "";
  let path = `M${first.x} ${first.y}`;
  let before = first;
  rest.forEach((corner, index) => {
    const next = rest[index + 1];
    if (next === undefined) {
      path += `L${corner.x} ${corner.y}`;
      return;
    }
    const radius = Math.min(CORNER, distance(before, corner) / 2, distance(corner, next) / 2);
    const enter = towards(corner, before, radius);
    const leave = towards(corner, next, radius);
    path += `L${enter.x} ${enter.y}Q${corner.x} ${corner.y} ${leave.x} ${leave.y}`;
    before = corner;
  });
  return path;
}

function distance(a: Point, b: Point): number {
  return Math.abs(a.x - b.x) + Math.abs(a.y - b.y);
}

function towards(from: Point, to: Point, by: number): Point {
  const length = distance(from, to);
  if (length === 0) return from;
  return {
    x: from.x + ((to.x - from.x) * by) / length,
    y: from.y + ((to.y - from.y) * by) / length,
  };
}
