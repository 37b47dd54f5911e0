import { ChevronDown, ChevronRight, type LucideIcon } from "lucide-react";
import type { ReactNode } from "react";
import { cx, StateMark, type StateName } from "../ui/index.ts";

interface TreeRowProps {
  readonly level: 0 | 1 | 2 | 3;
  readonly open?: boolean;
  /** Null for a leaf. */
  readonly onToggle: (() => void) | null;
  readonly icon?: LucideIcon;
  readonly name: ReactNode;
  readonly strong?: boolean;
  readonly state?: StateName;
  readonly detail?: string;
  readonly message: string;
  readonly duration: string;
}

const indents = ["pl-3", "pl-7", "pl-11", "pl-15"] as const;

/** A row of the results tree, 24 high: name, state, what happened, how long. */
export function TreeRow({
  level,
  open = false,
  onToggle,
  icon: Icon,
  name,
  strong = false,
  state,
  detail,
  message,
  duration,
}: TreeRowProps) {
  const Chevron = open ? ChevronDown : ChevronRight;
  const content = (
    <>
      <span className={cx("flex min-w-0 items-center gap-1.5", indents[level])}>
        {onToggle === null ? (
          <span className="w-3.5 shrink-0" />
        ) : (
          <Chevron size={14} aria-hidden className="text-text-3" />
        )}
        {Icon && <Icon size={14} aria-hidden className="text-text-2" />}
        <span className={cx("truncate", strong && "font-semibold")}>{name}</span>
      </span>
      <span className="truncate">{state && <StateMark state={state} detail={detail} />}</span>
      <span className="truncate text-text-2" title={message}>
        {message}
      </span>
      <span className="pr-3 text-right">{duration}</span>
    </>
  );
  const grid =
    "grid h-6 w-full grid-cols-[minmax(0,5fr)_168px_minmax(0,6fr)_84px] items-center gap-x-2 text-left";
  if (onToggle === null) return <div className={grid}>{content}</div>;
  return (
    <button
      type="button"
      aria-expanded={open}
      onClick={onToggle}
      className={cx(grid, "hover:bg-surface-2 focus-visible:-outline-offset-2")}
    >
      {content}
    </button>
  );
}
