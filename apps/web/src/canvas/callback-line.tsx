import { Plus, TriangleAlert } from "lucide-react";
import { useState } from "react";
import { cx } from "../ui/index.ts";
import type { Route } from "./routing.ts";
import type { CallbackLook, CallbackView } from "./scene.ts";

export type ShownLook = CallbackLook | "selected" | "hover";

/** The line, its head, and a wide invisible line to point at. Inside an svg. */
export function CallbackLine({
  route,
  look,
  calling,
}: {
  readonly route: Route;
  readonly look: ShownLook;
  /** True for the first moments after the call: the dashes run once. */
  readonly calling: boolean;
}) {
  return (
    <g className={`callback-line callback-${look}`} data-calling={calling || undefined}>
      {look === "selected" && <path d={route.line} className="halo" />}
      <path d={route.line} className="line" />
      <path d={route.head} className="head" />
      <path d={route.line} className="hit" />
    </g>
  );
}

const pillLooks: Readonly<Record<ShownLook, string>> = {
  idle: "border-line-strong bg-surface text-text-2",
  called: "border-line-strong bg-surface text-text-2",
  open: "border-dashed border-line-control bg-surface text-text-2",
  dead: "border-dashed border-line-strong bg-canvas text-text-3",
  error: "border-fail-line bg-surface text-fail",
  problem: "border-part-line bg-surface text-part",
  selected: "border-accent bg-accent text-on-accent",
  hover: "border-text bg-surface text-text-2",
};

interface PillProps {
  readonly view: CallbackView;
  readonly look: ShownLook;
  /** Zoomed out: only the selected one, and the one that has the focus, are seen. */
  readonly hidden: boolean;
  readonly onOpen: () => void;
  /** Null where nothing may be changed. */
  readonly onInsert: (() => void) | null;
  readonly onHover: (hovered: boolean) => void;
}

/** What the callback carries, over its target; opens the callback. */
export function CallbackPill({ view, look, hidden, onOpen, onInsert, onHover }: PillProps) {
  const [focused, setFocused] = useState(false);
  const shown = focused && look !== "selected" ? "hover" : look;
  const strong =
    shown === "dead"
      ? "font-medium"
      : cx(
          "font-semibold",
          (shown === "idle" || shown === "called" || shown === "open" || shown === "hover") &&
            "text-text",
        );
  return (
    <span
      className="group/pill pointer-events-auto relative inline-flex"
      onPointerEnter={() => onHover(true)}
      onPointerLeave={() => onHover(false)}
    >
      <button
        type="button"
        data-callback={view.id}
        aria-label={view.label}
        aria-pressed={look === "selected"}
        onClick={(event) => {
          event.stopPropagation();
          onOpen();
        }}
        onFocus={() => setFocused(true)}
        onBlur={() => setFocused(false)}
        className={cx(
          "nodrag nopan inline-flex h-[18px] items-center gap-1.5 rounded-r1 border px-1.5 text-t1 whitespace-nowrap",
          pillLooks[shown],
          hidden && look !== "selected" && "opacity-0 focus-visible:opacity-100",
        )}
      >
        {look === "problem" && <TriangleAlert size={11} aria-hidden />}
        <b className={strong}>{look === "problem" ? view.detail : view.name}</b>
        {look !== "problem" && view.detail !== null && <span> {view.detail}</span>}
        {view.took !== null && <span> {view.took}</span>}
      </button>
      {onInsert !== null && (
        <button
          type="button"
          aria-label={`Insert a block on ${view.label}`}
          title="Insert a block here"
          onClick={(event) => {
            event.stopPropagation();
            onInsert();
          }}
          className={cx(
            "nodrag nopan absolute top-1/2 left-full ml-0.5 flex size-[18px] -translate-y-1/2 items-center justify-center rounded-full border border-text bg-surface text-text before:absolute before:-inset-[3px]",
            look === "hover"
              ? "opacity-100"
              : "pointer-events-none opacity-0 group-hover/pill:pointer-events-auto group-hover/pill:opacity-100 focus-visible:pointer-events-auto focus-visible:opacity-100",
          )}
        >
          <Plus size={12} aria-hidden />
        </button>
      )}
    </span>
  );
}
