import { LoaderCircle, type LucideIcon, Plus } from "lucide-react";
import type { ComponentProps } from "react";
import { cx } from "./class-names.ts";

export type ButtonVariant = "default" | "primary" | "ghost" | "danger";
/** 24 in rows and on the canvas, 28 by default, 32 in the foot of a dialog. */
export type ButtonSize = "sm" | "md" | "lg";

const variants: Readonly<Record<ButtonVariant, string>> = {
  default:
    "border-line-strong bg-surface text-text not-disabled:hover:bg-surface-3 disabled:border-line",
  primary:
    "border-accent bg-accent text-on-accent not-disabled:hover:bg-accent-hover disabled:border-line",
  ghost:
    "border-transparent bg-transparent text-text-2 not-disabled:hover:bg-surface-3 not-disabled:hover:text-text",
  danger:
    "border-line-strong bg-surface text-fail not-disabled:hover:bg-fail-soft disabled:border-line",
};
const sizes: Readonly<Record<ButtonSize, string>> = {
  sm: "h-6 px-2 text-t2",
  md: "h-7 px-2.5 text-t3",
  lg: "h-8 px-3.5 text-t3",
};

/** Classes of a button, for links that look like one. */
export function buttonClass(variant: ButtonVariant = "default", size: ButtonSize = "md"): string {
  return cx(
    "inline-flex shrink-0 items-center justify-center gap-1.5 rounded-r2 border font-medium whitespace-nowrap transition-colors duration-120 ease-out",
    "disabled:bg-transparent disabled:text-text-3 aria-disabled:text-text-3",
    variants[variant],
    sizes[size],
  );
}

export interface ButtonProps extends ComponentProps<"button"> {
  readonly variant?: ButtonVariant;
  readonly size?: ButtonSize;
  readonly icon?: LucideIcon | undefined;
  /** The label begins with "+", drawn as an icon: "+ Connection". */
  readonly plus?: boolean;
  /** Shows a spinner in place of the icon and refuses clicks; the label should say what goes on. */
  readonly busy?: boolean;
}

export function Button({
  variant = "default",
  size = "md",
  icon,
  plus = false,
  busy = false,
  className,
  children,
  disabled,
  type = "button",
  ...rest
}: ButtonProps) {
  const Icon = plus ? Plus : icon;
  const iconSize = size === "sm" ? 14 : 16;
  return (
    <button
      type={type}
      className={cx(buttonClass(variant, size), className)}
      disabled={disabled === true || busy}
      aria-busy={busy || undefined}
      {...rest}
    >
      {busy ? (
        <LoaderCircle size={iconSize} aria-hidden className="animate-spin" />
      ) : (
        Icon && <Icon size={iconSize} aria-hidden />
      )}
      <span>
        {plus && <span className="sr-only">+ </span>}
        {children}
      </span>
    </button>
  );
}
