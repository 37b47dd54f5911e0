import { Check, ChevronDown } from "lucide-react";
import { Select as RadixSelect } from "radix-ui";
import { type ReactNode, useState } from "react";
import { cx } from "./class-names.ts";
import type { ControlProps } from "./field.tsx";

export interface SelectOption {
  readonly value: string;
  readonly label: string;
  /** Second line or reason, also when the option is disabled. */
  readonly hint?: string | undefined;
  readonly disabled?: boolean;
  readonly mark?: ReactNode;
}

interface SelectProps extends Partial<ControlProps> {
  readonly value: string | null;
  readonly options: readonly SelectOption[];
  readonly onChange: (value: string | null) => void;
  readonly placeholder?: string;
  /** When given, a first entry of this label takes the choice back (null). */
  readonly clearLabel?: string | undefined;
  /** Stands in the open menu when there is nothing to choose. */
  readonly emptyText?: string;
  readonly disabled?: boolean;
  readonly size?: "sm" | "md";
  readonly className?: string;
  readonly "aria-label"?: string;
  readonly name?: string;
}

// Radix refuses an item whose value is the empty string.
const NOTHING = "\u0000none";

export function Select({
  value,
  options,
  onChange,
  placeholder = "Choose",
  clearLabel,
  emptyText = "Nothing to choose",
  disabled = false,
  size = "md",
  className,
  name,
  ...control
}: SelectProps) {
  // The list is in the page also while closed; only an open one is a landmark.
  const [open, setOpen] = useState(false);
  return (
    <RadixSelect.Root
      open={open}
      onOpenChange={setOpen}
      value={value ?? (clearLabel === undefined ? "" : NOTHING)}
      onValueChange={(next) => {
        // A native form reset reports the empty string; it is not a choice.
        if (next !== "") onChange(next === NOTHING ? null : next);
      }}
      disabled={disabled}
      name={name}
    >
      <RadixSelect.Trigger
        {...control}
        className={cx(
          "control-frame flex items-center gap-1.5 text-left data-placeholder:text-text-3",
          size === "sm" && "h-7",
          className,
        )}
      >
        <span className="min-w-0 flex-1 truncate">
          <RadixSelect.Value placeholder={placeholder} />
        </span>
        <RadixSelect.Icon asChild>
          <ChevronDown size={14} aria-hidden className="text-text-3" />
        </RadixSelect.Icon>
      </RadixSelect.Trigger>
      <RadixSelect.Portal>
        <section aria-label={open ? "Choices" : undefined}>
          <RadixSelect.Content
            position="popper"
            sideOffset={4}
            collisionPadding={8}
            className="z-60 max-h-(--radix-select-content-available-height) min-w-(--radix-select-trigger-width) max-w-120 animate-fade overflow-hidden rounded-r2 border border-line-strong bg-surface shadow-2"
          >
            <RadixSelect.Viewport className="p-1">
              {clearLabel !== undefined && (
                <Option option={{ value: NOTHING, label: clearLabel }} quiet />
              )}
              {options.map((option) => (
                <Option key={option.value} option={option} />
              ))}
              {options.length === 0 && (
                <p className="px-2 py-1.5 text-t2 text-text-3">{emptyText}</p>
              )}
            </RadixSelect.Viewport>
          </RadixSelect.Content>
        </section>
      </RadixSelect.Portal>
    </RadixSelect.Root>
  );
}

function Option({ option, quiet = false }: { option: SelectOption; quiet?: boolean }) {
  return (
    <RadixSelect.Item
      value={option.value}
      disabled={option.disabled ?? false}
      className="grid min-h-7 grid-cols-[16px_1fr] items-center gap-x-1.5 rounded-r1 px-1.5 py-1 outline-none select-none data-disabled:text-text-3 data-highlighted:bg-surface-3"
    >
      <RadixSelect.ItemIndicator className="col-start-1 text-link">
        <Check size={14} aria-hidden />
      </RadixSelect.ItemIndicator>
      <span className={cx("col-start-2 row-start-1", quiet && "text-text-3")}>
        <RadixSelect.ItemText>{option.label}</RadixSelect.ItemText>
        {option.mark}
      </span>
      {option.hint !== undefined && (
        <span className="col-start-2 text-t2 text-text-3">{option.hint}</span>
      )}
    </RadixSelect.Item>
  );
}
