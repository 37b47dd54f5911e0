import { Check } from "lucide-react";
import { Checkbox as RadixCheckbox } from "radix-ui";
import { type ReactNode, useId } from "react";

interface CheckboxProps {
  readonly label: ReactNode;
  readonly hint?: ReactNode;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
  readonly disabled?: boolean;
  readonly id?: string;
}

export function Checkbox({ label, hint, checked, onChange, disabled = false, id }: CheckboxProps) {
  const own = useId();
  const boxId = id ?? own;
  return (
    <div className="flex min-h-6 items-start gap-2">
      <RadixCheckbox.Root
        id={boxId}
        checked={checked}
        onCheckedChange={(next) => onChange(next === true)}
        disabled={disabled}
        {...(hint === undefined ? {} : { "aria-describedby": `${boxId}-hint` })}
        className="mt-0.5 flex size-4 shrink-0 items-center justify-center rounded-r1 border border-line-control bg-surface disabled:border-line-strong disabled:bg-surface-2 data-[state=checked]:border-accent data-[state=checked]:bg-accent data-[state=checked]:text-on-accent"
      >
        <RadixCheckbox.Indicator>
          <Check size={12} strokeWidth={2.5} aria-hidden />
        </RadixCheckbox.Indicator>
      </RadixCheckbox.Root>
      <div>
        <label htmlFor={boxId} className="font-medium">
          {label}
        </label>
        {hint !== undefined && (
          <span id={`${boxId}-hint`} className="ml-2 text-t2 text-text-3">
            {hint}
          </span>
        )}
      </div>
    </div>
  );
}
