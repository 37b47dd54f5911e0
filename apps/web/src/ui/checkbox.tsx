import { Check } from "lucide-react";
import { Checkbox as RadixCheckbox } from "radix-ui";
import { LabelledControl, type TickProps } from "./labelled-control.tsx";

export function Checkbox({ label, hint, checked, onChange, disabled = false, id }: TickProps) {
  return (
    <LabelledControl label={label} hint={hint} id={id}>
      {(control) => (
        <RadixCheckbox.Root
          {...control}
          checked={checked}
          onCheckedChange={(next) => onChange(next === true)}
          disabled={disabled}
          className="mt-0.5 flex size-4 shrink-0 items-center justify-center rounded-r1 border border-line-control bg-surface disabled:border-line-strong disabled:bg-surface-2 data-[state=checked]:border-accent data-[state=checked]:bg-accent data-[state=checked]:text-on-accent"
        >
          <RadixCheckbox.Indicator>
            <Check size={12} strokeWidth={2.5} aria-hidden />
          </RadixCheckbox.Indicator>
        </RadixCheckbox.Root>
      )}
    </LabelledControl>
  );
}
