import type { ReactNode } from "react";

/** A key or a chord of keys, as printed on them. */
export function Kbd({ children }: { readonly children: ReactNode }) {
  return (
    <kbd className="rounded-r1 border border-line-strong bg-surface px-1 font-mono text-t1 text-text-3">
      {children}
    </kbd>
  );
}
