import { useReactFlow, useStore, useStoreApi } from "@xyflow/react";
import { useEffect, useRef } from "react";
import type { CanvasView } from "../canvas-contract.ts";
import type { Box } from "../geometry.ts";
import type { Scene } from "../scene.ts";

export const fitOptions = { padding: 0.12, maxZoom: 1, minZoom: 0.1 } as const;

/**
 * The dots of the ground, which move with the view, and the zoom for counter-scaled
 * text. Only the zoom is handed down: a variable that every block inherits must not
 * change with each pixel of panning.
 */
export function Ground() {
  const store = useStoreApi();
  const ground = useRef<HTMLDivElement>(null);
  const [x, y, zoom] = useStore((state) => state.transform);
  useEffect(() => {
    const style = ground.current?.style;
    style?.setProperty("background-position", `${x}px ${y}px`);
  }, [x, y]);
  useEffect(() => {
    ground.current?.style.setProperty("background-size", `${16 * zoom}px ${16 * zoom}px`);
    store.getState().domNode?.style.setProperty("--zoom", String(zoom));
  }, [zoom, store]);
  return <div ref={ground} aria-hidden className="ground" />;
}

/** A playbook with nothing but Start begins at the top, where the next block goes below it. */
export function useStartAtTop(scene: Scene): void {
  const flow = useReactFlow();
  const width = useStore((state) => state.width);
  const done = useRef(scene.order.length > 1);
  const [first] = scene.order;
  const box = first === undefined ? undefined : scene.blocks.get(first)?.box;
  useEffect(() => {
    if (done.current || width === 0) return;
    done.current = true;
    const left = box === undefined ? 0 : box.x + box.width / 2;
    void flow.setViewport({ x: width / 2 - left, y: 72 - (box?.y ?? 0), zoom: 1 });
  }, [width, flow, box]);
}

/** Hands out how the view is moved, once. */
export function useView(onView: (view: CanvasView) => void): void {
  const flow = useReactFlow();
  const store = useStoreApi();
  const announce = useRef(onView);
  useEffect(() => {
    const size = () => store.getState();
    announce.current({
      fit: () => void flow.fitView({ ...fitOptions, duration: motion() }),
      zoomIn: () => void flow.zoomIn({ duration: motion() }),
      zoomOut: () => void flow.zoomOut({ duration: motion() }),
      zoomTo: (zoom) => void flow.zoomTo(zoom, { duration: motion() }),
      centre: ({ x, y }) => void flow.setCenter(x, y, { zoom: flow.getZoom(), duration: 0 }),
      reveal: (box) => {
        const { x, y, zoom } = flow.getViewport();
        const { width, height } = size();
        const left = box.x * zoom + x;
        const top = box.y * zoom + y;
        const seen =
          left >= 8 &&
          top >= 8 &&
          left + box.width * zoom <= width - 8 &&
          top + box.height * zoom <= height - 8;
        if (seen) return;
        void flow.setCenter(box.x + box.width / 2, box.y + box.height / 2, {
          zoom,
          duration: motion(),
        });
      },
      toCanvas: (screen) => flow.screenToFlowPosition(screen, { snapToGrid: false }),
      toScreen: (place) => flow.flowToScreenPosition(place),
      middle: () => {
        const { x, y, zoom } = flow.getViewport();
        const { width, height } = size();
        return { x: (width / 2 - x) / zoom, y: (height / 2 - y) / zoom };
      },
    });
  }, [flow, store]);
}

function motion(): number {
  return matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 200;
}

/** Share of the canvas that is seen, for the minimap: pan and zoom with the size of the window. */
export function useSeen(): { readonly box: Box; readonly zoom: number } {
  const x = useStore((state) => state.transform[0]);
  const y = useStore((state) => state.transform[1]);
  const zoom = useStore((state) => state.transform[2]);
  const width = useStore((state) => state.width);
  const height = useStore((state) => state.height);
  return {
    box: { x: -x / zoom, y: -y / zoom, width: width / zoom, height: height / zoom },
    zoom,
  };
}
