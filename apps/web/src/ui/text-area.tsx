import type { ComponentProps } from "react";
import { cx } from "./class-names.ts";

export interface TextAreaProps extends Omit<ComponentProps<"textarea">, "onChange"> {
  readonly onChange?: ((value: string) => void) | undefined;
  readonly mono?: boolean;
}

/** Several lines of text; as high as its content up to twelve lines, then it scrolls. */
export function TextArea({ onChange, mono = false, className, rows = 3, ...rest }: TextAreaProps) {
  return (
    <textarea
      rows={rows}
      spellCheck={false}
      onChange={(event) => onChange?.(event.currentTarget.value)}
      className={cx(
        "control-frame field-sizing-content h-auto max-h-60 resize-y py-1.5",
        mono && "font-mono text-t2 leading-[18px]",
        className,
      )}
      style={{ minHeight: `${rows * (mono ? 18 : 20) + 14}px` }}
      {...rest}
    />
  );
}
