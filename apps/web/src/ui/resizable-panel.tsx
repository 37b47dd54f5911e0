import { type KeyboardEvent, type PointerEvent, type ReactNode, useRef } from "react";
import { cx } from "./class-names.ts";

interface ResizablePanelProps {
  /** The side of the page where the panel lies; the bar stands on the opposite edge. */
  readonly side: "bottom" | "right" | "left";
  readonly size: number;
  readonly min: number;
  readonly max: number;
  readonly onResize: (size: number) => void;
  /** What is resized, for screen readers: "Results panel". */
  readonly label: string;
  /** Takes all of its place, without a bar; what is inside stays as it is. */
  readonly fill?: boolean;
  readonly className?: string;
  readonly children: ReactNode;
}

/** A panel with a bar to drag; arrow keys move the bar by 16, Home and End to the limits. */
export function ResizablePanel({
  side,
  size,
  min,
  max,
  onResize,
  label,
  fill = false,
  className,
  children,
}: ResizablePanelProps) {
  const start = useRef<{ at: number; size: number } | null>(null);
  const vertical = side === "bottom";
  // Moving the bar away from the panel makes the panel larger.
  const sign = side === "left" ? 1 : -1;
  const clamp = (value: number) => Math.round(Math.min(max, Math.max(min, value)));
  const place = (event: PointerEvent) => (vertical ? event.clientY : event.clientX);

  const onKeyDown = (event: KeyboardEvent) => {
    const grow = vertical ? "ArrowUp" : side === "right" ? "ArrowLeft" : "ArrowRight";
    const shrink = vertical ? "ArrowDown" : side === "right" ? "ArrowRight" : "ArrowLeft";
    const next =
      event.key === grow
        ? size + 16
        : event.key === shrink
          ? size - 16
          : event.key === "Home"
            ? min
            : event.key === "End"
              ? max
              : null;
    if (next === null) return;
    event.preventDefault();
    onResize(clamp(next));
  };

  return (
    <div
      className={cx("relative flex min-h-0 min-w-0 flex-col", className)}
      style={fill ? { height: "100%" } : vertical ? { height: size } : { width: size }}
    >
      {!fill && (
        // biome-ignore lint/a11y/useSemanticElements: a separator that moves cannot be an hr
        <div
          role="separator"
          tabIndex={0}
          aria-label={`Resize ${label}`}
          aria-orientation={vertical ? "horizontal" : "vertical"}
          aria-valuenow={size}
          aria-valuemin={min}
          aria-valuemax={max}
          onKeyDown={onKeyDown}
          onPointerDown={(event) => {
            event.currentTarget.setPointerCapture(event.pointerId);
            start.current = { at: place(event), size };
          }}
          onPointerMove={(event) => {
            const from = start.current;
            if (from) onResize(clamp(from.size + sign * (place(event) - from.at)));
          }}
          onPointerUp={() => {
            start.current = null;
          }}
          onLostPointerCapture={() => {
            start.current = null;
          }}
          className={cx(
            "absolute z-2 touch-none hover:bg-accent-line/30 focus-visible:bg-accent-line",
            vertical ? "inset-x-0 -top-1 h-2 cursor-row-resize" : "inset-y-0 w-2 cursor-col-resize",
            side === "right" && "-left-1",
            side === "left" && "-right-1",
          )}
        />
      )}
      {children}
    </div>
  );
}
