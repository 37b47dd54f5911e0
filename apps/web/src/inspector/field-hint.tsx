import type { ReactNode } from "react";

/** What stands under a field: a warning first, then its hint. Undefined when there is neither. */
export function fieldHint(hint: ReactNode, warning: string | null): ReactNode {
  const empty = hint === undefined || hint === null || hint === "";
  if (warning === null) return empty ? undefined : hint;
  return (
    <>
      <span className="block text-part">{warning}</span>
      {empty ? null : hint}
    </>
  );
}
