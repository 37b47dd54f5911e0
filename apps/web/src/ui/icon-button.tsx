import type { LucideIcon } from "lucide-react";
import type { ComponentProps } from "react";
import { type ButtonSize, type ButtonVariant, buttonClass } from "./button.tsx";
import { cx } from "./class-names.ts";
import { Tooltip } from "./tooltip.tsx";

export interface IconButtonProps extends Omit<ComponentProps<"button">, "aria-label"> {
  readonly icon: LucideIcon;
  /** Read by screen readers and shown as a tooltip. */
  readonly label: string;
  readonly variant?: ButtonVariant;
  readonly size?: ButtonSize;
  /** For toggles: the button looks held down and says so. */
  readonly pressed?: boolean | undefined;
  readonly shortcut?: string | undefined;
}

const widths: Readonly<Record<ButtonSize, string>> = {
  sm: "w-6 px-0",
  md: "w-7 px-0",
  lg: "w-8 px-0",
};

/** A button that shows an icon only; its label is never missing. */
export function IconButton({
  icon: Icon,
  label,
  variant = "ghost",
  size = "md",
  pressed,
  shortcut,
  className,
  type = "button",
  ...rest
}: IconButtonProps) {
  return (
    <Tooltip text={label} shortcut={shortcut}>
      <button
        type={type}
        aria-label={label}
        aria-pressed={pressed}
        className={cx(
          buttonClass(variant, size).replace(/\bpx-\S+/, ""),
          widths[size],
          pressed === true && "bg-surface-3 text-text",
          className,
        )}
        {...rest}
      >
        <Icon size={size === "sm" ? 14 : 16} aria-hidden />
      </button>
    </Tooltip>
  );
}
