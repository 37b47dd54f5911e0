import type { ReactNode } from "react";

/** What stands under a field: a warning first, then its hint. Undefined when there is neither. */
export function fieldHint(
  hint: ReactNode,
  warning: string | null,
): { readonly hint: ReactNode } | Record<string, never> {
  const empty = hint === undefined || hint === null || hint === "";
  if (warning === null) return empty ? {} : { hint };
  return {
    hint: (
      <>
        <span className="block text-part">{warning}</span>
        {empty ? null : hint}
      </>
    ),
  };
}
