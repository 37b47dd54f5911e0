import { Switch as RadixSwitch } from "radix-ui";
import { type ReactNode, useId } from "react";

interface SwitchProps {
  readonly label: ReactNode;
  readonly hint?: ReactNode;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
  /** A disabled switch must say why in its hint. */
  readonly disabled?: boolean;
  readonly id?: string;
}

export function Switch({ label, hint, checked, onChange, disabled = false, id }: SwitchProps) {
  const own = useId();
  const switchId = id ?? own;
  return (
    <div className="flex items-start gap-2">
      <RadixSwitch.Root
        id={switchId}
        checked={checked}
        onCheckedChange={onChange}
        disabled={disabled}
        {...(hint === undefined ? {} : { "aria-describedby": `${switchId}-hint` })}
        className="mt-0.5 flex h-4 w-7 shrink-0 items-center rounded-full border border-line-control bg-surface p-px disabled:border-line-strong disabled:bg-surface-2 data-[state=checked]:border-accent data-[state=checked]:bg-accent"
      >
        <RadixSwitch.Thumb className="size-3 rounded-full bg-line-control transition-transform duration-120 ease-out data-disabled:bg-line-strong data-[state=checked]:translate-x-3 data-[state=checked]:bg-on-accent" />
      </RadixSwitch.Root>
      <div className="min-w-0">
        <label htmlFor={switchId} className="font-medium">
          {label}
        </label>
        {hint !== undefined && (
          <div id={`${switchId}-hint`} className="text-t2 text-text-3">
            {hint}
          </div>
        )}
      </div>
    </div>
  );
}
