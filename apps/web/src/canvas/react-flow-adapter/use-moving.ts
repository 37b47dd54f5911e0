import type { NodeChange } from "@xyflow/react";
import { useEffect, useRef, useState } from "react";
import type { BlockMove, CanvasProps } from "../canvas-contract.ts";
import type { Point } from "../geometry.ts";
import type { BlockNode } from "./flow-types.ts";

const KEY_PAUSE_MS = 350;

/** Keeps moved blocks under the pointer until they are dropped; arrow keys count as one gesture until they rest. */
export function useMoving({ onMove, scene }: CanvasProps) {
  const [places, setPlaces] = useState<ReadonlyMap<string, Point>>(new Map());
  const latest = useRef(places);
  const dragging = useRef(false);
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);

  const commit = () => {
    if (timer.current !== null) clearTimeout(timer.current);
    timer.current = null;
    const moves: BlockMove[] = [];
    for (const [blockId, to] of latest.current) {
      const box = scene.blocks.get(blockId)?.box;
      if (box !== undefined && (box.x !== to.x || box.y !== to.y)) moves.push({ blockId, to });
    }
    latest.current = new Map();
    setPlaces(latest.current);
    if (moves.length > 0) onMove(moves);
  };
  const commitLatest = useRef(commit);
  useEffect(() => {
    commitLatest.current = commit;
  });
  useEffect(() => () => commitLatest.current(), []);

  return {
    places,
    grab: () => {
      dragging.current = true;
    },
    drop: () => {
      dragging.current = false;
      commitLatest.current();
    },
    take: (changes: readonly NodeChange<BlockNode>[]) => {
      const next = new Map(latest.current);
      for (const change of changes) {
        if (change.type === "position" && change.position) next.set(change.id, change.position);
      }
      if (next.size === 0) return;
      latest.current = next;
      setPlaces(next);
      if (dragging.current) return;
      if (timer.current !== null) clearTimeout(timer.current);
      timer.current = setTimeout(() => commitLatest.current(), KEY_PAUSE_MS);
    },
  };
}
