import { Hand, Maximize, Minus, MousePointer2, Network, Plus } from "lucide-react";
import { IconButton } from "../ui/index.ts";
import type { CanvasView } from "./canvas-contract.ts";
import { useSeen } from "./react-flow-adapter/index.ts";

interface CanvasToolsProps {
  readonly tool: "pointer" | "hand";
  readonly onTool: (tool: "pointer" | "hand") => void;
  readonly view: CanvasView | null;
  /** Null where nothing may be changed. */
  readonly onTidy: (() => void) | null;
}

export const floating =
  "absolute z-5 flex h-[30px] items-center gap-0.5 rounded-r2 border border-line-strong bg-surface px-0.5 shadow-1";

/** Pointer, zoom, fit and tidy, at the lower left of the canvas. */
export function CanvasTools({ tool, onTool, view, onTidy }: CanvasToolsProps) {
  const { zoom } = useSeen();
  return (
    <div role="toolbar" aria-label="Canvas tools" className={`${floating} bottom-3 left-3`}>
      <IconButton
        size="sm"
        icon={MousePointer2}
        label="Select"
        pressed={tool === "pointer"}
        onClick={() => onTool("pointer")}
      />
      <IconButton
        size="sm"
        icon={Hand}
        label="Pan"
        shortcut="Space"
        pressed={tool === "hand"}
        onClick={() => onTool("hand")}
      />
      <span aria-hidden className="mx-1 h-5 w-px bg-line-strong" />
      <IconButton
        size="sm"
        icon={Minus}
        label="Zoom out"
        shortcut="-"
        onClick={() => view?.zoomOut()}
      />
      <button
        type="button"
        title="Zoom to 100 %"
        aria-label={`Zoom ${Math.round(zoom * 100)} %, to 100 %`}
        className="h-6 w-10 rounded-r1 text-center text-t2 text-text-2 hover:bg-surface-3"
        onClick={() => view?.zoomTo(1)}
      >
        {Math.round(zoom * 100)}%
      </button>
      <IconButton
        size="sm"
        icon={Plus}
        label="Zoom in"
        shortcut="+"
        onClick={() => view?.zoomIn()}
      />
      <IconButton size="sm" icon={Maximize} label="Fit" shortcut="1" onClick={() => view?.fit()} />
      {onTidy !== null && (
        <IconButton size="sm" icon={Network} label="Tidy" shortcut="Shift Alt T" onClick={onTidy} />
      )}
    </div>
  );
}
