import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";
import { cx } from "./class-names.ts";
import { type Tone, toneBorder, toneSoft, toneText } from "./states.ts";

interface TagProps {
  readonly children: ReactNode;
  readonly icon?: LucideIcon | undefined;
  readonly tone?: Tone;
  readonly outline?: boolean;
  readonly title?: string | undefined;
}

/** A short fact, 20 high: kind of a command, "Draft", a role. */
export function Tag({ children, icon: Icon, tone = "none", outline = false, title }: TagProps) {
  return (
    <span
      title={title}
      className={cx(
        "inline-flex h-5 max-w-full items-center gap-1 rounded-r1 px-1.5 text-t2 font-medium whitespace-nowrap",
        outline ? cx("border bg-transparent", toneBorder[tone]) : toneSoft[tone],
        tone === "none" ? "text-text-2" : toneText[tone],
      )}
    >
      {Icon && <Icon size={12} aria-hidden />}
      <span className="truncate">{children}</span>
    </span>
  );
}

/** A named thing, 18 high, such as a connection on a block. */
export function Chip({ children, icon: Icon, tone = "none", title }: Omit<TagProps, "outline">) {
  return (
    <span
      title={title}
      className={cx(
        "inline-flex h-[18px] max-w-full items-center gap-[3px] rounded-r1 border bg-surface pr-[5px] pl-1 text-t1 whitespace-nowrap",
        toneBorder[tone],
        tone === "none" ? "text-text-2" : toneText[tone],
      )}
    >
      {Icon && <Icon size={12} aria-hidden />}
      <span className="truncate">{children}</span>
    </span>
  );
}

/** A count beside a heading or a tab. */
export function Count({
  children,
  tone = "none",
}: {
  readonly children: ReactNode;
  readonly tone?: Tone;
}) {
  return (
    <span
      className={cx(
        "rounded-r1 px-1 font-mono text-t1 font-medium",
        toneSoft[tone],
        tone === "none" ? "text-text-2" : toneText[tone],
      )}
    >
      {children}
    </span>
  );
}
