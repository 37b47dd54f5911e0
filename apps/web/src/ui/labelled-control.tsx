import { type ReactNode, useId } from "react";
import { cx } from "./class-names.ts";

export interface TickProps {
  readonly label: ReactNode;
  /** Where the control is disabled, the hint says why. */
  readonly hint?: ReactNode;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
  readonly disabled?: boolean;
  readonly id?: string | undefined;
}

interface LabelledControlProps extends Pick<TickProps, "label" | "hint" | "id"> {
  /** The hint below the label instead of behind it. */
  readonly hintBelow?: boolean;
  readonly children: (control: {
    readonly id: string;
    readonly "aria-describedby": string | undefined;
  }) => ReactNode;
}

/** A control to tick, with its label and hint beside it. */
export function LabelledControl({
  label,
  hint,
  id,
  hintBelow = false,
  children,
}: LabelledControlProps) {
  const own = useId();
  const controlId = id ?? own;
  const hintId = `${controlId}-hint`;
  const Hint = hintBelow ? "div" : "span";
  return (
    <div className={cx("flex items-start gap-2", !hintBelow && "min-h-6")}>
      {children({ id: controlId, "aria-describedby": hint === undefined ? undefined : hintId })}
      <div className={hintBelow ? "min-w-0" : undefined}>
        <label htmlFor={controlId} className="font-medium">
          {label}
        </label>
        {hint !== undefined && (
          <Hint id={hintId} className={cx("text-t2 text-text-3", !hintBelow && "ml-2")}>
            {hint}
          </Hint>
        )}
      </div>
    </div>
  );
}
