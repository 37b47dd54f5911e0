import type { ReactNode } from "react";
import { cx } from "./class-names.ts";

export interface Pair {
  readonly key: string;
  readonly value: ReactNode;
  /** Ids, addresses, clock times and datapaths are in mono. */
  readonly mono?: boolean;
}

/** Names at the left, values at the right. A missing value is written "none", never left blank. */
export function KeyValue({
  pairs,
  keyWidth = 120,
  className,
}: {
  readonly pairs: readonly Pair[];
  readonly keyWidth?: number;
  readonly className?: string;
}) {
  return (
    <dl className={cx("grid gap-y-1.5", className)}>
      {pairs.map((pair) => (
        <div
          key={pair.key}
          className="grid gap-x-3"
          style={{ gridTemplateColumns: `${keyWidth}px minmax(0, 1fr)` }}
        >
          <dt className="text-text-3">{pair.key}</dt>
          <dd
            className={cx(
              "min-w-0 break-words",
              pair.mono === true && "font-mono text-t2 leading-5",
            )}
          >
            {pair.value ?? <span className="text-text-3">none</span>}
          </dd>
        </div>
      ))}
    </dl>
  );
}
