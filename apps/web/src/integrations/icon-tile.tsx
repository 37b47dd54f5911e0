import { NamedIcon } from "../canvas/named-icon.tsx";
import { cx } from "../ui/index.ts";

/** The icon of an integration in a framed square. */
export function IconTile({
  icon,
  large = false,
}: {
  readonly icon: string;
  readonly large?: boolean;
}) {
  return (
    <span
      className={cx(
        "flex shrink-0 items-center justify-center rounded-r2 border border-line-strong bg-surface text-text-2",
        large ? "size-10" : "size-8",
      )}
    >
      <NamedIcon name={icon} size={large ? 20 : 16} />
    </span>
  );
}
