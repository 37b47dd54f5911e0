import { AlertDialog as RadixAlert } from "radix-ui";
import type { ReactNode } from "react";
import { Button } from "./button.tsx";
import { cx } from "./class-names.ts";
import { type StateName, states, toneText } from "./states.ts";

interface AlertDialogProps {
  readonly open: boolean;
  /** Called by OK, Enter on OK, and Escape. */
  readonly onClose: () => void;
  readonly title: string;
  /** Icon and colour at the left; none for a plain question. */
  readonly state?: StateName;
  readonly children?: ReactNode;
  readonly okLabel?: string;
  /** Stands before OK. */
  readonly extra?: ReactNode;
  readonly width?: number;
  /** Id of the element that gets the focus afterwards; null: the one that had it before. */
  readonly focusAfter?: () => string | null;
}

/** A window that must be answered. It says one thing and closes by OK, Enter or Escape. */
export function AlertDialog({
  open,
  onClose,
  title,
  state,
  children,
  okLabel = "OK",
  extra,
  width = 380,
  focusAfter,
}: AlertDialogProps) {
  const look = state && states[state];
  const Icon = look?.icon;
  return (
    <AlertFrame open={open} onClose={onClose} width={width} focusAfter={focusAfter}>
      <div className="flex gap-3.5 p-5">
        {look && Icon && (
          <Icon size={24} aria-hidden className={cx("mt-0.5", toneText[look.tone])} />
        )}
        <div className="min-w-0 flex-1">
          <RadixAlert.Title className="text-t4 font-semibold">{title}</RadixAlert.Title>
          <RadixAlert.Description asChild>
            <div className="mt-1.5 text-text-2">{children}</div>
          </RadixAlert.Description>
        </div>
      </div>
      <footer className="flex h-14 items-center justify-end gap-2 border-t border-line px-4">
        {extra}
        <RadixAlert.Cancel asChild>
          <Button variant="primary" size="lg">
            {okLabel}
          </Button>
        </RadixAlert.Cancel>
      </footer>
    </AlertFrame>
  );
}

interface ConfirmDialogProps {
  readonly open: boolean;
  readonly onCancel: () => void;
  readonly onConfirm: () => void;
  readonly title: string;
  readonly children: ReactNode;
  /** The verb of what will happen, never "OK". */
  readonly confirmLabel: string;
  readonly busy?: boolean;
  readonly error?: string | null;
}

/** Asks before something that cannot be taken back. Cancel has the focus. */
export function ConfirmDialog({
  open,
  onCancel,
  onConfirm,
  title,
  children,
  confirmLabel,
  busy = false,
  error = null,
}: ConfirmDialogProps) {
  return (
    <AlertFrame open={open} onClose={onCancel} width={420}>
      <div className="p-5">
        <RadixAlert.Title className="text-t4 font-semibold">{title}</RadixAlert.Title>
        <RadixAlert.Description asChild>
          <div className="mt-1 text-text-2">{children}</div>
        </RadixAlert.Description>
        {error !== null && (
          <p role="alert" className="mt-3 text-fail">
            {error}
          </p>
        )}
      </div>
      <footer className="flex h-14 items-center justify-end gap-2 border-t border-line px-4">
        <RadixAlert.Cancel asChild>
          <Button variant="ghost" size="lg">
            Cancel
          </Button>
        </RadixAlert.Cancel>
        <Button variant="danger" size="lg" busy={busy} onClick={onConfirm}>
          {confirmLabel}
        </Button>
      </footer>
    </AlertFrame>
  );
}

function AlertFrame({
  open,
  onClose,
  width,
  focusAfter,
  children,
}: {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly width: number;
  readonly focusAfter?: (() => string | null) | undefined;
  readonly children: ReactNode;
}) {
  return (
    <RadixAlert.Root
      open={open}
      onOpenChange={(next) => {
        if (!next) onClose();
      }}
    >
      <RadixAlert.Portal>
        <RadixAlert.Overlay className="fixed inset-0 z-50 animate-fade bg-scrim" />
        <RadixAlert.Content
          style={{ width }}
          onCloseAutoFocus={(event) => {
            const id = focusAfter?.() ?? null;
            const target = id === null ? null : document.getElementById(id);
            if (!target) return;
            event.preventDefault();
            target.focus();
          }}
          className="fixed top-1/2 left-1/2 z-50 max-w-[calc(100vw-24px)] -translate-x-1/2 -translate-y-1/2 animate-enter overflow-hidden rounded-r3 border border-line-strong bg-surface shadow-2 focus:outline-none"
        >
          {children}
        </RadixAlert.Content>
      </RadixAlert.Portal>
    </RadixAlert.Root>
  );
}
