import { Pin } from "lucide-react";

/** Marks a run that is kept beyond the days that runs are kept. */
export function PinnedMark() {
  return (
    <span
      title="Pinned: it stays when the other runs of its week are deleted"
      className="inline-flex items-center gap-1 text-t2 font-normal text-text-3"
    >
      <Pin size={12} aria-hidden />
      <span className="sr-only">pinned</span>
    </span>
  );
}
