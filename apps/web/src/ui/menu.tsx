import { Check, type LucideIcon } from "lucide-react";
import { DropdownMenu } from "radix-ui";
import type { ReactElement, ReactNode } from "react";
import { cx } from "./class-names.ts";

const frame =
  "z-60 min-w-40 max-w-80 animate-fade rounded-r2 border border-line-strong bg-surface p-1 shadow-2";
const row =
  "flex min-h-7 items-center gap-2 rounded-r1 px-2 py-1 outline-none select-none data-disabled:text-text-3 data-highlighted:bg-surface-3";

interface MenuProps {
  /** One button that opens the menu. */
  readonly trigger: ReactElement;
  readonly align?: "start" | "end";
  readonly children: ReactNode;
}

export function Menu({ trigger, align = "end", children }: MenuProps) {
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger asChild>{trigger}</DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <section aria-label="Menu">
          <DropdownMenu.Content align={align} sideOffset={4} collisionPadding={8} className={frame}>
            {children}
          </DropdownMenu.Content>
        </section>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

interface MenuItemProps {
  readonly icon?: LucideIcon;
  readonly onSelect: () => void;
  readonly disabled?: boolean;
  /** Under the label; for a disabled item, the reason. */
  readonly hint?: ReactNode;
  readonly danger?: boolean;
  readonly children: ReactNode;
}

export function MenuItem({
  icon: Icon,
  onSelect,
  disabled = false,
  hint,
  danger = false,
  children,
}: MenuItemProps) {
  return (
    <DropdownMenu.Item
      disabled={disabled}
      onSelect={onSelect}
      className={cx(row, danger && !disabled && "text-fail")}
    >
      {Icon && <Icon size={14} aria-hidden className={danger ? undefined : "text-text-2"} />}
      <span className="min-w-0">
        {children}
        {hint !== undefined && <span className="block text-t2 text-text-3">{hint}</span>}
      </span>
    </DropdownMenu.Item>
  );
}

interface MenuChoiceProps<Value extends string> {
  readonly label: string;
  readonly value: Value;
  readonly options: readonly { readonly value: Value; readonly label: string }[];
  readonly onChange: (value: Value) => void;
}

/** One of several, marked by a check. */
export function MenuChoice<Value extends string>({
  label,
  value,
  options,
  onChange,
}: MenuChoiceProps<Value>) {
  return (
    <DropdownMenu.RadioGroup aria-label={label} value={value}>
      <DropdownMenu.Label className="px-2 py-1 text-t2 text-text-3">{label}</DropdownMenu.Label>
      {options.map((option) => (
        <DropdownMenu.RadioItem
          key={option.value}
          value={option.value}
          className={row}
          onSelect={() => onChange(option.value)}
        >
          <span className="w-3.5">
            <DropdownMenu.ItemIndicator>
              <Check size={14} aria-hidden className="text-link" />
            </DropdownMenu.ItemIndicator>
          </span>
          {option.label}
        </DropdownMenu.RadioItem>
      ))}
    </DropdownMenu.RadioGroup>
  );
}

export function MenuLabel({ children }: { readonly children: ReactNode }) {
  return (
    <DropdownMenu.Label className="px-2 py-1 text-t2 text-text-3">{children}</DropdownMenu.Label>
  );
}

export function MenuLine() {
  return <DropdownMenu.Separator className="my-1 h-px bg-line" />;
}
