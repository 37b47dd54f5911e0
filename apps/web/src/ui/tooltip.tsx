import { Tooltip as RadixTooltip } from "radix-ui";
import type { ReactElement, ReactNode } from "react";
import { Kbd } from "./kbd.tsx";

interface TooltipProps {
  readonly text: ReactNode;
  readonly shortcut?: string | undefined;
  readonly side?: "top" | "right" | "bottom" | "left";
  /** One element that can take focus and a ref. */
  readonly children: ReactElement;
}

/** A hint on hover and focus. It repeats or explains; it never holds the only copy of a fact. */
export function Tooltip({ text, shortcut, side = "bottom", children }: TooltipProps) {
  return (
    <RadixTooltip.Provider delayDuration={400} skipDelayDuration={200}>
      <RadixTooltip.Root>
        <RadixTooltip.Trigger asChild>{children}</RadixTooltip.Trigger>
        <RadixTooltip.Portal>
          <section aria-label="Hint">
            <RadixTooltip.Content
              side={side}
              sideOffset={6}
              collisionPadding={8}
              className="z-70 flex max-w-80 animate-fade items-center gap-2 rounded-r1 border border-line-strong bg-surface px-2 py-1 text-t2 text-text shadow-2"
            >
              {text}
              {shortcut !== undefined && <Kbd>{shortcut}</Kbd>}
            </RadixTooltip.Content>
          </section>
        </RadixTooltip.Portal>
      </RadixTooltip.Root>
    </RadixTooltip.Provider>
  );
}
