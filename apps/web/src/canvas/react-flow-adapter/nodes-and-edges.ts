import { type NodeHandle, Position } from "@xyflow/react";
import { useMemo, useRef } from "react";
import type { CanvasProps, PortRef } from "../canvas-contract.ts";
import { PORT_HIT, type Point } from "../geometry.ts";
import type { BlockView } from "../scene.ts";
import { type BlockNode, type CallbackEdge, HALF_PORT, IN_PORT } from "./flow-types.ts";

/** Blocks as nodes; a node is the same object as before while nothing of it changed. */
export function useNodes(
  { scene, selection, readOnly, mayConnect }: CanvasProps,
  places: ReadonlyMap<string, Point>,
  connecting: PortRef | null,
): BlockNode[] {
  const cache = useRef(new Map<string, BlockNode>());
  return useMemo(() => {
    const next = new Map<string, BlockNode>();
    const nodes: BlockNode[] = [];
    for (const id of scene.order) {
      const view = scene.blocks.get(id);
      if (view === undefined) continue;
      const selected = selection.blocks.has(id);
      const place = places.get(id) ?? view.box;
      const dimmed =
        connecting !== null && connecting.blockId !== id && !mayConnect(connecting, id);
      const before = cache.current.get(id);
      const same =
        before?.data.view === view &&
        before.selected === selected &&
        before.data.dimmed === dimmed &&
        before.draggable === !readOnly &&
        before.position.x === place.x &&
        before.position.y === place.y;
      const node = same ? before : nodeOf(view, place, selected, dimmed, readOnly);
      next.set(id, node);
      nodes.push(node);
    }
    cache.current = next;
    return nodes;
  }, [scene, selection, readOnly, mayConnect, places, connecting]);
}

function nodeOf(
  view: BlockView,
  place: Point,
  selected: boolean,
  dimmed: boolean,
  readOnly: boolean,
): BlockNode {
  const { width, height } = view.box;
  return {
    id: view.id,
    type: "block",
    position: { x: place.x, y: place.y },
    width,
    height,
    measured: { width, height },
    data: { view, dimmed },
    selected,
    draggable: !readOnly,
    ariaRole: "group",
    ariaLabel: view.label,
    domAttributes: { "aria-roledescription": "block" },
    handles: handlesOf(view),
  };
}

function handlesOf(view: BlockView): NodeHandle[] {
  const square = { width: PORT_HIT, height: PORT_HIT };
  const handles: NodeHandle[] = view.ports.map((port) => ({
    id: port.id,
    type: "source",
    position: Position.Bottom,
    x: port.x - HALF_PORT,
    y: view.box.height - HALF_PORT,
    ...square,
  }));
  if (view.takesCallbacks) {
    handles.push({
      id: IN_PORT,
      type: "target",
      position: Position.Top,
      x: view.box.width / 2 - HALF_PORT,
      y: -HALF_PORT,
      ...square,
    });
  }
  return handles;
}

/** Callbacks as edges, kept in the same way. */
export function useEdges({ scene, selection }: CanvasProps): CallbackEdge[] {
  const cache = useRef(new Map<string, CallbackEdge>());
  return useMemo(() => {
    const next = new Map<string, CallbackEdge>();
    for (const view of scene.callbacks.values()) {
      const source = scene.blocks.get(view.source);
      const target = scene.blocks.get(view.target);
      if (source === undefined || target === undefined) continue;
      const selected = selection.callbacks.has(view.id);
      const before = cache.current.get(view.id);
      const same =
        before?.data?.view === view &&
        before.data.source === source &&
        before.data.target === target &&
        before.selected === selected;
      next.set(
        view.id,
        same
          ? before
          : {
              id: view.id,
              type: "callback",
              source: view.source,
              sourceHandle: view.port,
              target: view.target,
              targetHandle: IN_PORT,
              selected,
              data: { view, source, target },
              ariaRole: "presentation",
              ariaLabel: view.label,
              domAttributes: { "aria-hidden": true },
            },
      );
    }
    cache.current = next;
    return [...next.values()];
  }, [scene, selection]);
}
