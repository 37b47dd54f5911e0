import type { Problem } from "@callbook/core/document";
import { OctagonAlert, TriangleAlert } from "lucide-react";
import { useEffect, useRef } from "react";
import { cx } from "../ui/index.ts";

interface ProblemListProps {
  readonly problems: readonly Problem[];
  readonly nameOf: (problem: Problem) => string;
  /** Scrolls to the first problem of this block. */
  readonly at: string | null;
  readonly onOpen: (problem: Problem) => void;
}

/** All problems, errors first; each leads to its block and field. */
export function ProblemList({ problems, nameOf, at, onOpen }: ProblemListProps) {
  const list = useRef<HTMLUListElement>(null);
  useEffect(() => {
    if (at === null) return;
    const row = list.current?.querySelector<HTMLElement>(`[data-block="${at}"] button`);
    row?.focus();
  }, [at]);
  const ordered = [
    ...problems.filter((problem) => problem.level === "error"),
    ...problems.filter((problem) => problem.level === "warning"),
  ];
  if (ordered.length === 0) {
    return (
      <p className="w-80 px-3 py-2 text-text-2">No problems: this can run and be published.</p>
    );
  }
  return (
    <ul
      ref={list}
      aria-label="Problems"
      className="max-h-[min(420px,60vh)] w-96 overflow-auto py-1"
    >
      {ordered.map((problem) => {
        const error = problem.level === "error";
        const Icon = error ? OctagonAlert : TriangleAlert;
        return (
          <li
            key={`${problem.code} ${problem.path.join("/")} ${problem.message}`}
            data-block={problem.blockId ?? undefined}
          >
            <button
              type="button"
              onClick={() => onOpen(problem)}
              className="flex w-full items-start gap-2 px-3 py-1.5 text-left hover:bg-surface-3 focus-visible:-outline-offset-2"
            >
              <Icon
                size={14}
                aria-hidden
                className={cx("mt-0.5", error ? "text-fail" : "text-part")}
              />
              <span className="min-w-0">
                <span className="block text-t2 text-text-3">
                  {error ? "Error" : "Warning"}
                  {nameOf(problem) === "" ? "" : `, ${nameOf(problem)}`}
                </span>
                <span className="block break-words">{problem.message}</span>
              </span>
            </button>
          </li>
        );
      })}
    </ul>
  );
}
