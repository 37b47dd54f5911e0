/**
 * Decides for all callbacks at once what one alone cannot know: where each head
 * stands on a join, which lines turn early, and where pills do not cover each
 * other. Pure; computed when the document changes, not while dragging.
 */
import { type Box, incomingX, overlaps } from "./geometry.ts";
import { type BusPlace, type PillPlace, routeCallback } from "./routing.ts";

export interface PlannedCallback {
  readonly id: string;
  readonly source: string;
  readonly target: string;
  /** Distance of the port's socket from the source's left edge. */
  readonly portX: number;
  /** Width of the pill's text, an estimate. */
  readonly pillWidth: number;
}

export interface CallbackPlan {
  /** Distance of the head from the target's left edge. */
  readonly headX: number;
  readonly bus: BusPlace;
  readonly pill: PillPlace;
}

const PILL_HEIGHT = 18;

export function planCallbacks(
  blocks: ReadonlyMap<string, Box>,
  callbacks: readonly PlannedCallback[],
): ReadonlyMap<string, CallbackPlan> {
  const drawn = callbacks.filter(
    (callback) => blocks.has(callback.source) && blocks.has(callback.target),
  );
  const heads = headPlaces(blocks, drawn);
  const joins = new Set<string>();
  for (const [target, incoming] of grouped(drawn, (callback) => callback.target)) {
    if (incoming.length > 1) joins.add(target);
  }
  const buses = busPlaces(blocks, drawn, heads);
  const placed: Box[] = [];
  const plans = new Map<string, CallbackPlan>();
  for (const callback of drawn) {
    const headX = heads.get(callback.id) ?? 0;
    const bus = buses.get(callback.id) ?? "middle";
    // Over the target, except at a join, where the pills of all comers would meet.
    const wanted: readonly PillPlace[] = joins.has(callback.target)
      ? ["bus", "source", "target"]
      : ["target", "bus", "source"];
    const pill = freePill(blocks, callback, headX, bus, wanted, placed);
    placed.push(pillBox(blocks, callback, headX, bus, pill));
    plans.set(callback.id, { headX, bus, pill });
  }
  return plans;
}

/** Heads on one target stand in the order of their sources from left to right, so that lines do not cross. */
function headPlaces(
  blocks: ReadonlyMap<string, Box>,
  callbacks: readonly PlannedCallback[],
): ReadonlyMap<string, number> {
  const places = new Map<string, number>();
  for (const [target, incoming] of grouped(callbacks, (callback) => callback.target)) {
    const width = blocks.get(target)?.width ?? 0;
    const ordered = incoming.toSorted((a, b) => socketX(blocks, a) - socketX(blocks, b));
    ordered.forEach((callback, index) => {
      places.set(callback.id, incomingX(index, ordered.length, width));
    });
  }
  return places;
}

function busPlaces(
  blocks: ReadonlyMap<string, Box>,
  callbacks: readonly PlannedCallback[],
  heads: ReadonlyMap<string, number>,
): ReadonlyMap<string, BusPlace> {
  const places = new Map<string, BusPlace>();
  for (const [, siblings] of grouped(callbacks, (callback) => callback.source)) {
    for (const callback of siblings) {
      const from = socketX(blocks, callback);
      const to = (blocks.get(callback.target)?.x ?? 0) + (heads.get(callback.id) ?? 0);
      const crossesForeignPill = siblings.some((other) => {
        // Only the line further to the right turns early; else both would.
        if (other.portX >= callback.portX) return false;
        const head = (blocks.get(other.target)?.x ?? 0) + (heads.get(other.id) ?? 0);
        const left = Math.min(head - other.pillWidth / 2, socketX(blocks, other));
        const right = Math.max(head + other.pillWidth / 2, socketX(blocks, other));
        return Math.min(from, to) < right && Math.max(from, to) > left;
      });
      places.set(callback.id, crossesForeignPill ? "near" : "middle");
    }
  }
  return places;
}

function freePill(
  blocks: ReadonlyMap<string, Box>,
  callback: PlannedCallback,
  headX: number,
  bus: BusPlace,
  wanted: readonly PillPlace[],
  placed: readonly Box[],
): PillPlace {
  for (const place of wanted) {
    const box = pillBox(blocks, callback, headX, bus, place);
    if (!placed.some((other) => overlaps(box, other))) return place;
  }
  return wanted[0] ?? "target";
}

function pillBox(
  blocks: ReadonlyMap<string, Box>,
  callback: PlannedCallback,
  headX: number,
  bus: BusPlace,
  place: PillPlace,
): Box {
  const source = blocks.get(callback.source);
  const target = blocks.get(callback.target);
  if (source === undefined || target === undefined) return { x: 0, y: 0, width: 0, height: 0 };
  const { pill } = routeCallback(
    {
      from: { x: source.x + callback.portX, y: source.y + source.height },
      to: { x: target.x + headX, y: target.y },
      source,
      target,
    },
    bus,
    place,
  );
  return {
    x: pill.x - callback.pillWidth / 2,
    y: pill.y - PILL_HEIGHT / 2,
    width: callback.pillWidth,
    height: PILL_HEIGHT,
  };
}

function socketX(blocks: ReadonlyMap<string, Box>, callback: PlannedCallback): number {
  return (blocks.get(callback.source)?.x ?? 0) + callback.portX;
}

function grouped<Value>(
  values: readonly Value[],
  key: (value: Value) => string,
): ReadonlyMap<string, readonly Value[]> {
  const groups = new Map<string, Value[]>();
  for (const value of values) {
    const group = groups.get(key(value));
    if (group === undefined) groups.set(key(value), [value]);
    else group.push(value);
  }
  return groups;
}
