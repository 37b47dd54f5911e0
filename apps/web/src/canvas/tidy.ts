/** Tidy layout: rows from top to bottom, everything on the grid, one operation. */
import dagre from "@dagrejs/dagre";
import { type Box, boundsOf, type Point, ROW_GAP, SNAP, snapped } from "./geometry.ts";

export interface TidyBlock {
  readonly id: string;
  readonly box: Box;
}
export interface TidyCallback {
  readonly source: string;
  readonly target: string;
}

/**
 * New places of the given blocks; those that stay where they are are left out.
 * Present places decide the order of siblings, so that a second call changes
 * nothing. The whole keeps its upper left corner.
 */
export function tidyLayout(
  blocks: readonly TidyBlock[],
  callbacks: readonly TidyCallback[],
): ReadonlyMap<string, Point> {
  const bounds = boundsOf(blocks.map((block) => block.box));
  if (bounds === null) return new Map();
  const graph = new dagre.graphlib.Graph();
  graph.setGraph({ rankdir: "TB", nodesep: 2 * SNAP, ranksep: ROW_GAP + SNAP / 2 });
  graph.setDefaultEdgeLabel(() => ({}));
  const known = new Set(blocks.map((block) => block.id));
  const ordered = blocks.toSorted((a, b) => a.box.x - b.box.x || a.box.y - b.box.y);
  for (const { id, box } of ordered) graph.setNode(id, { width: box.width, height: box.height });
  for (const { source, target } of callbacks) {
    if (known.has(source) && known.has(target) && source !== target) graph.setEdge(source, target);
  }
  dagre.layout(graph);
  const placed = ordered.map(({ id, box }) => {
    const { x, y } = graph.node(id);
    return { id, old: box, box: { ...box, x: x - box.width / 2, y: y - box.height / 2 } };
  });
  const tidied = boundsOf(placed.map((block) => block.box)) ?? bounds;
  const moves = new Map<string, Point>();
  for (const { id, old, box } of placed) {
    const place = snapped({ x: box.x - tidied.x + bounds.x, y: box.y - tidied.y + bounds.y });
    // Start is narrower than a block by three grid steps; its middle may stand half a step aside.
    if (place.x !== old.x || place.y !== old.y) moves.set(id, place);
  }
  return moves;
}
