import { OctagonAlert, TriangleAlert } from "lucide-react";
import { cx } from "../ui/index.ts";
import type { BlockView } from "./scene.ts";

/** How many problems a block has; opens the list at this block. */
export function ProblemBadge({
  problems,
  onOpen,
}: {
  readonly problems: NonNullable<BlockView["problems"]>;
  readonly onOpen: () => void;
}) {
  const { errors, warnings, first } = problems;
  const Icon = errors > 0 ? OctagonAlert : TriangleAlert;
  const count = errors + warnings;
  return (
    <button
      type="button"
      title={first}
      aria-label={`${count} ${count === 1 ? "problem" : "problems"}: ${first}`}
      onClick={(event) => {
        event.stopPropagation();
        onOpen();
      }}
      className={cx(
        "nodrag inline-flex h-[18px] items-center gap-[3px] rounded-r1 px-1 text-t1 font-semibold",
        errors > 0 ? "bg-fail-soft text-fail" : "bg-part-soft text-part",
      )}
    >
      <Icon size={12} aria-hidden />
      {count}
    </button>
  );
}
