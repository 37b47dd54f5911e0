import { ChevronDown, ChevronRight, CornerDownRight } from "lucide-react";
import { type KeyboardEvent, useMemo, useRef, useState } from "react";
import { cx, states, toneText } from "../ui/index.ts";
import type { Selection } from "./canvas-contract.ts";
import { NamedIcon } from "./named-icon.tsx";
import { type OutlineRow, outlineRows } from "./outline-rows.ts";
import type { Scene } from "./scene.ts";

interface OutlineProps {
  readonly scene: Scene;
  readonly selection: Selection;
  readonly onSelect: (selection: Selection) => void;
  /** Opens the menu of blocks that this one may call. */
  readonly onConnect: ((blockId: string, at: { x: number; y: number }) => void) | null;
}

/** The playbook as a tree: each block with the callbacks that leave it. An equal of the canvas for the keyboard. */
export function Outline({ scene, selection, onSelect, onConnect }: OutlineProps) {
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set());
  const [active, setActive] = useState<string | null>(null);
  const tree = useRef<HTMLDivElement>(null);
  const rows = useMemo(() => outlineRows(scene, closed), [scene, closed]);
  const current =
    rows.find((row) => row.key === active) ??
    rows.find((row) => isSelected(row, selection)) ??
    rows[0];

  const focus = (row: OutlineRow | undefined) => {
    if (row === undefined) return;
    setActive(row.key);
    tree.current?.querySelector<HTMLElement>(`[data-row="${row.key}"]`)?.focus();
  };
  const toggle = (row: OutlineRow, open: boolean) => {
    const next = new Set(closed);
    if (open) next.delete(row.key);
    else next.add(row.key);
    setClosed(next);
  };
  const onKeyDown = (event: KeyboardEvent, row: OutlineRow) => {
    const index = rows.indexOf(row);
    switch (event.key) {
      case "ArrowDown":
        focus(rows[index + 1]);
        break;
      case "ArrowUp":
        focus(rows[index - 1]);
        break;
      case "Home":
        focus(rows[0]);
        break;
      case "End":
        focus(rows.at(-1));
        break;
      case "ArrowRight":
        if (row.expandable && !row.open) toggle(row, true);
        else if (row.expandable) focus(rows[index + 1]);
        break;
      case "ArrowLeft":
        if (row.expandable && row.open) toggle(row, false);
        else focus(rows.find((other) => other.key === row.parent));
        break;
      case "Enter":
      case " ":
        onSelect(selectionOf(row));
        break;
      case "c":
        if (onConnect === null || row.kind !== "block" || event.ctrlKey || event.metaKey) return;
        onConnect(row.id, placeOf(event.currentTarget));
        break;
      default:
        return;
    }
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <div
      ref={tree}
      role="tree"
      aria-label="Outline of the playbook"
      className="max-h-[min(420px,60vh)] w-72 overflow-auto py-1"
    >
      {rows.length === 0 && <p className="px-3 py-2 text-t2 text-text-3">No blocks yet.</p>}
      {rows.map((row) => (
        <div
          key={row.key}
          data-row={row.key}
          role="treeitem"
          aria-level={row.kind === "block" ? 1 : 2}
          aria-selected={isSelected(row, selection)}
          aria-expanded={row.expandable ? row.open : undefined}
          tabIndex={row === current ? 0 : -1}
          onFocus={() => setActive(row.key)}
          onKeyDown={(event) => onKeyDown(event, row)}
          onClick={() => onSelect(selectionOf(row))}
          className={cx(
            "flex h-6 items-center gap-1.5 pr-2 whitespace-nowrap hover:bg-surface-3 focus-visible:-outline-offset-2 aria-selected:bg-accent-soft",
            row.kind === "block" ? "pl-1.5" : "pl-7 text-t2 text-text-2",
          )}
        >
          {row.kind === "block" ? (
            <BlockRow row={row} onToggle={(open) => toggle(row, open)} />
          ) : (
            <>
              <CornerDownRight size={12} aria-hidden className="text-text-3" />
              <span className="font-medium">{row.port}</span>
              <span className="truncate">{row.target}</span>
              {row.detail !== null && (
                <span className="ml-auto text-t1 text-text-3">{row.detail}</span>
              )}
            </>
          )}
        </div>
      ))}
    </div>
  );
}

function BlockRow({
  row,
  onToggle,
}: {
  readonly row: Extract<OutlineRow, { kind: "block" }>;
  readonly onToggle: (open: boolean) => void;
}) {
  const look = states[row.view.state];
  const Chevron = row.open ? ChevronDown : ChevronRight;
  return (
    <>
      <span
        aria-hidden
        className="flex size-4 items-center justify-center text-text-3"
        onClick={(event) => {
          event.stopPropagation();
          if (row.expandable) onToggle(!row.open);
        }}
      >
        {row.expandable && <Chevron size={12} />}
      </span>
      <NamedIcon name={row.view.icon} size={14} className="text-text-2" />
      <span className="truncate font-medium">{row.view.name}</span>
      <span className={cx("ml-auto flex items-center gap-1 pl-2 text-t1", toneText[look.tone])}>
        {look.icon && <look.icon size={12} aria-hidden />}
        {row.view.state === "not_run" ? "" : look.shortWord}
      </span>
    </>
  );
}

function isSelected(row: OutlineRow, selection: Selection): boolean {
  return row.kind === "block" ? selection.blocks.has(row.id) : selection.callbacks.has(row.id);
}

function selectionOf(row: OutlineRow): Selection {
  return row.kind === "block"
    ? { blocks: new Set([row.id]), callbacks: new Set() }
    : { blocks: new Set(), callbacks: new Set([row.id]) };
}

function placeOf(element: EventTarget & Element): { x: number; y: number } {
  const rect = element.getBoundingClientRect();
  return { x: rect.left + 24, y: rect.bottom };
}
