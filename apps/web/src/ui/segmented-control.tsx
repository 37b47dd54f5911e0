import { Check } from "lucide-react";
import { RadioGroup } from "radix-ui";
import type { ControlProps } from "./field.tsx";

interface SegmentedControlProps<Value extends string> extends Partial<ControlProps> {
  readonly value: Value;
  readonly options: readonly { readonly value: Value; readonly label: string }[];
  readonly onChange: (value: Value) => void;
  readonly disabled?: boolean;
  readonly "aria-label"?: string;
}

/** One of a few, all visible. A radio group for keyboard and screen reader. */
export function SegmentedControl<Value extends string>({
  value,
  options,
  onChange,
  disabled = false,
  ...control
}: SegmentedControlProps<Value>) {
  return (
    <RadioGroup.Root
      {...control}
      value={value}
      disabled={disabled}
      orientation="horizontal"
      onValueChange={(next) => {
        const chosen = options.find((option) => option.value === next);
        if (chosen) onChange(chosen.value);
      }}
      className="flex h-8 w-full rounded-r2 border border-line-control bg-surface"
    >
      {options.map((option) => (
        <RadioGroup.Item
          key={option.value}
          value={option.value}
          className="flex min-w-0 flex-auto items-center justify-center gap-1.5 border-r border-line-strong px-2 whitespace-nowrap text-text-2 first:rounded-l-[5px] last:rounded-r-[5px] last:border-r-0 not-disabled:hover:bg-surface-3 disabled:text-text-3 data-[state=checked]:bg-accent-soft data-[state=checked]:font-semibold data-[state=checked]:text-link"
        >
          <RadioGroup.Indicator>
            <Check size={14} aria-hidden />
          </RadioGroup.Indicator>
          <span className="truncate">{option.label}</span>
        </RadioGroup.Item>
      ))}
    </RadioGroup.Root>
  );
}
