import { type ReactNode, useId } from "react";
import { cx } from "./class-names.ts";

/** What a control needs to be tied to its label, hint and error. Spread it on the control. */
export interface ControlProps {
  readonly id: string;
  readonly "aria-describedby"?: string | undefined;
  readonly "aria-invalid"?: true | undefined;
  readonly "aria-required"?: true | undefined;
  readonly "aria-labelledby"?: string | undefined;
}

interface FieldProps {
  readonly label: ReactNode;
  readonly required?: boolean;
  readonly hint?: ReactNode;
  /** The text of what is wrong; null or undefined when nothing is. */
  readonly error?: string | null | undefined;
  /** Set by callers that focus the control from elsewhere; made up when absent. */
  readonly id?: string;
  /** For groups (radio, several chips) the label names the group in place of one input. */
  readonly group?: boolean;
  /** At the right end of the label's line. */
  readonly aside?: ReactNode;
  readonly className?: string | undefined;
  readonly children: (control: ControlProps) => ReactNode;
}

/** Label, required mark, control, then error or hint. */
export function Field({
  label,
  required = false,
  hint,
  error,
  id,
  group = false,
  aside,
  className,
  children,
}: FieldProps) {
  const own = useId();
  const controlId = id ?? own;
  const hintId = `${controlId}-hint`;
  const errorId = `${controlId}-error`;
  const labelId = `${controlId}-label`;
  const wrong = error !== undefined && error !== null && error !== "";
  const describedBy = cx(wrong && errorId, hint !== undefined && hintId);
  const labelClass = "mb-1 flex items-center gap-1 text-t2 font-medium text-text";
  const mark = required && (
    <span className="text-fail" aria-hidden>
      *
    </span>
  );
  return (
    <div className={cx("min-w-0", className)}>
      <div className="flex items-baseline justify-between gap-2">
        {group ? (
          <span id={labelId} className={labelClass}>
            {label} {mark}
          </span>
        ) : (
          <label id={labelId} htmlFor={controlId} className={labelClass}>
            {label} {mark}
          </label>
        )}
        {aside}
      </div>
      {children({
        id: controlId,
        "aria-describedby": describedBy === "" ? undefined : describedBy,
        "aria-invalid": wrong || undefined,
        "aria-required": (required && !group) || undefined,
        "aria-labelledby": group ? labelId : undefined,
      })}
      {wrong && (
        <p id={errorId} className="mt-1 text-t2 text-fail">
          {asSentence(error)}
        </p>
      )}
      {hint !== undefined && (
        <div id={hintId} className="mt-1 text-t2 text-text-3">
          {hint}
        </div>
      )}
    </div>
  );
}

function asSentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
