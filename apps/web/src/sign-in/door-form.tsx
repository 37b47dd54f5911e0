import type { FormEvent, ReactNode } from "react";
import { Button } from "../ui/index.ts";

interface DoorFormProps {
  readonly submitLabel: string;
  readonly busy: boolean;
  /** Something required is still missing. */
  readonly incomplete?: boolean;
  /** What went wrong as a whole; what belongs to a field stands at the field. */
  readonly error: string | null;
  readonly onSubmit: () => void;
  readonly children: ReactNode;
}

/** The form of a page before the sign-in: its fields, what went wrong, and one wide button. */
export function DoorForm({
  submitLabel,
  busy,
  incomplete = false,
  error,
  onSubmit,
  children,
}: DoorFormProps) {
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSubmit();
  };
  return (
    <form noValidate onSubmit={submit} className="space-y-4">
      {children}
      {error !== null && (
        <p role="alert" className="text-fail">
          {error}
        </p>
      )}
      <Button
        type="submit"
        variant="primary"
        size="lg"
        className="w-full"
        busy={busy}
        disabled={incomplete}
      >
        {submitLabel}
      </Button>
    </form>
  );
}
