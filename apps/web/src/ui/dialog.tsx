import { X } from "lucide-react";
import { Dialog as RadixDialog } from "radix-ui";
import { type ReactNode, useRef } from "react";
import { cx } from "./class-names.ts";
import { IconButton } from "./icon-button.tsx";

interface DialogProps {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly title: ReactNode;
  /** Quiet text behind the title. */
  readonly subtitle?: ReactNode;
  /** At the right of the head, before the close button. */
  readonly headAside?: ReactNode;
  readonly footer?: ReactNode;
  /** Pixels; the dialog shrinks to the window when that is smaller. */
  readonly width?: number;
  readonly height?: number;
  readonly children: ReactNode;
  /** Called when the dialog would close by Escape or a click outside; false keeps it open. */
  readonly mayClose?: () => boolean;
  /** Escape and clicks outside do nothing: only the buttons close it. */
  readonly onlyByButton?: boolean;
  /** The element to focus first; the first control of the body by default. */
  readonly initialFocusId?: string;
  readonly bodyClassName?: string;
}

// The close button of the head comes first in the page, but nobody opens a window to close it.
const FOCUSABLE = "input, textarea, select, button:not([disabled]), a[href], [tabindex='0']";

/** A window over the page: head 52, foot 56, focus kept inside and given back at the end. */
export function Dialog({
  open,
  onClose,
  title,
  subtitle,
  headAside,
  footer,
  width = 520,
  height,
  children,
  mayClose,
  onlyByButton = false,
  initialFocusId,
  bodyClassName,
}: DialogProps) {
  const body = useRef<HTMLDivElement>(null);
  return (
    <RadixDialog.Root
      open={open}
      onOpenChange={(next) => {
        if (!next && (mayClose?.() ?? true)) onClose();
      }}
    >
      <RadixDialog.Portal>
        <RadixDialog.Overlay className="fixed inset-0 z-40 animate-fade bg-scrim" />
        <RadixDialog.Content
          aria-describedby={undefined}
          onOpenAutoFocus={(event) => {
            const first =
              initialFocusId === undefined
                ? body.current?.querySelector<HTMLElement>(FOCUSABLE)
                : document.getElementById(initialFocusId);
            if (!first) return;
            event.preventDefault();
            first.focus();
          }}
          onEscapeKeyDown={(event) => onlyByButton && event.preventDefault()}
          onInteractOutside={(event) => onlyByButton && event.preventDefault()}
          style={{ width, height }}
          className="fixed top-1/2 left-1/2 z-40 flex max-h-[calc(100vh-24px)] max-w-[calc(100vw-24px)] -translate-x-1/2 -translate-y-1/2 animate-enter flex-col overflow-hidden rounded-r3 border border-line-strong bg-surface shadow-2 focus:outline-none"
        >
          <header className="flex h-13 shrink-0 items-center gap-2 border-b border-line pr-3 pl-5">
            <RadixDialog.Title className="truncate text-t4 font-semibold">
              {title}
            </RadixDialog.Title>
            {subtitle !== undefined && (
              <div className="min-w-0 truncate text-text-2">{subtitle}</div>
            )}
            <span className="flex-1" />
            {headAside}
            <RadixDialog.Close asChild>
              <IconButton icon={X} label="Close" />
            </RadixDialog.Close>
          </header>
          <div ref={body} className={cx("min-h-0 flex-1 overflow-auto", bodyClassName ?? "p-5")}>
            {children}
          </div>
          {footer !== undefined && (
            <footer className="flex h-14 shrink-0 items-center gap-2 border-t border-line px-5">
              {footer}
            </footer>
          )}
        </RadixDialog.Content>
      </RadixDialog.Portal>
    </RadixDialog.Root>
  );
}
