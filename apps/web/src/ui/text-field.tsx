import type { LucideIcon } from "lucide-react";
import type { ComponentProps, ReactNode } from "react";
import { cx } from "./class-names.ts";

export interface TextFieldProps extends Omit<ComponentProps<"input">, "onChange" | "size"> {
  readonly onChange?: ((value: string) => void) | undefined;
  /** 28 in bars, 32 in forms. */
  readonly size?: "sm" | "md";
  readonly mono?: boolean;
  readonly icon?: LucideIcon;
  /** Inside the frame at the right, for example "write only". */
  readonly suffix?: ReactNode;
}

export function TextField({
  onChange,
  size = "md",
  mono = false,
  icon: Icon,
  suffix,
  className,
  type = "text",
  ...rest
}: TextFieldProps) {
  const input = (
    <input
      type={type}
      spellCheck={false}
      autoComplete="off"
      onChange={(event) => onChange?.(event.currentTarget.value)}
      className={cx(
        Icon || suffix ? "h-full min-w-0 flex-1 bg-transparent outline-none" : "control-frame",
        !Icon && !suffix && size === "sm" && "h-7",
        mono && "font-mono text-t2",
        !Icon && !suffix && className,
      )}
      {...rest}
    />
  );
  if (!Icon && !suffix) return input;
  return (
    <div
      className={cx("control-frame flex items-center gap-1.5", size === "sm" && "h-7", className)}
      data-invalid={rest["aria-invalid"]}
    >
      {Icon && <Icon size={14} aria-hidden className="text-text-3" />}
      {input}
      {suffix}
    </div>
  );
}
