import { type ReactNode, useId } from "react";
import { cx } from "./class-names.ts";
import { Count } from "./tag.tsx";

interface PanelProps {
  readonly title: ReactNode;
  readonly count?: number | undefined;
  readonly note?: ReactNode;
  /** Buttons at the right of the head. */
  readonly actions?: ReactNode;
  readonly className?: string;
  readonly children: ReactNode;
}

/** A titled section of a page. */
export function Panel({ title, count, note, actions, className, children }: PanelProps) {
  const id = useId();
  return (
    <section
      aria-labelledby={id}
      className={cx("overflow-hidden rounded-r3 border border-line bg-surface", className)}
    >
      <header className="flex h-11 items-center gap-2 border-b border-line px-4">
        <h2 id={id} className="text-t4 font-semibold">
          {title}
        </h2>
        {count !== undefined && <Count>{count}</Count>}
        {note !== undefined && <span className="truncate text-t2 text-text-3">{note}</span>}
        <span className="flex-1" />
        {actions}
      </header>
      {children}
    </section>
  );
}
