import { type FormEvent, type ReactNode, useId } from "react";
import { Button } from "./button.tsx";
import { Dialog } from "./dialog.tsx";

interface FormDialogProps {
  readonly title: ReactNode;
  readonly subtitle?: ReactNode;
  readonly width: number;
  readonly submitLabel: string;
  readonly busy: boolean;
  /** Something required is still missing. */
  readonly incomplete: boolean;
  readonly onSubmit: () => void;
  readonly onClose: () => void;
  /** What went wrong as a whole; what belongs to a field stands at the field. */
  readonly error?: ReactNode;
  readonly children: ReactNode;
}

/** A window with one form: Cancel and the one button that sends it, in the foot. */
export function FormDialog({
  title,
  subtitle,
  width,
  submitLabel,
  busy,
  incomplete,
  onSubmit,
  onClose,
  error = null,
  children,
}: FormDialogProps) {
  const formId = useId();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    // A window that is opened from another form would send that one too.
    event.stopPropagation();
    onSubmit();
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={title}
      subtitle={subtitle}
      width={width}
      footer={
        <>
          <span className="flex-1" />
          <Button variant="ghost" size="lg" onClick={onClose}>
            Cancel
          </Button>
          <Button
            variant="primary"
            size="lg"
            type="submit"
            form={formId}
            busy={busy}
            disabled={incomplete}
          >
            {submitLabel}
          </Button>
        </>
      }
    >
      <form id={formId} noValidate onSubmit={submit} className="space-y-4">
        {children}
        {error !== null && (
          <div role="alert" className="text-fail">
            {error}
          </div>
        )}
      </form>
    </Dialog>
  );
}
