import { Switch as RadixSwitch } from "radix-ui";
import { LabelledControl, type TickProps } from "./labelled-control.tsx";

export function Switch({ label, hint, checked, onChange, disabled = false, id }: TickProps) {
  return (
    <LabelledControl label={label} hint={hint} hintBelow id={id}>
      {(control) => (
        <RadixSwitch.Root
          {...control}
          checked={checked}
          onCheckedChange={onChange}
          disabled={disabled}
          className="mt-0.5 flex h-4 w-7 shrink-0 items-center rounded-full border border-line-control bg-surface p-px disabled:border-line-strong disabled:bg-surface-2 data-[state=checked]:border-accent data-[state=checked]:bg-accent"
        >
          <RadixSwitch.Thumb className="size-3 rounded-full bg-line-control transition-transform duration-120 ease-out data-disabled:bg-line-strong data-[state=checked]:translate-x-3 data-[state=checked]:bg-on-accent" />
        </RadixSwitch.Root>
      )}
    </LabelledControl>
  );
}
