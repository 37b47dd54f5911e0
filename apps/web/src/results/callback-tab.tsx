import { ArrowRight, ChevronDown, ChevronRight } from "lucide-react";
import { useState } from "react";
import { cx, EmptyState, formatClock } from "../ui/index.ts";
import { CallbackArgumentsView } from "./callback-arguments.tsx";
import { LoadedView } from "./loaded-view.tsx";
import type { CallbackRow, ResultsActions } from "./results-data.ts";
import { useLoaded } from "./use-loaded.ts";

interface CallbackTabProps {
  readonly callbacks: readonly CallbackRow[];
  readonly actions: ResultsActions;
}

/** Every callback of the run: each time it was called, by whom, with which arguments. */
export function CallbackTab({ callbacks, actions }: CallbackTabProps) {
  if (callbacks.length === 0) {
    return (
      <EmptyState title="No callbacks here">This block has no callback to another one.</EmptyState>
    );
  }
  return (
    <ul aria-label="Callbacks">
      {callbacks.map((callback) => (
        <CallbackEntry key={callback.key} callback={callback} actions={actions} />
      ))}
    </ul>
  );
}

/** "called by the engine at 10:42:07.311", "called directly at …", or why it was not. */
export function callbackSentence(callback: CallbackRow): string {
  switch (callback.state) {
    case "called":
      return `called ${callback.mode === "direct" ? "directly" : "by the engine"}${
        callback.at === null ? "" : ` at ${formatClock(callback.at)}`
      }`;
    case "dead":
      return `not called: ${callback.reason ?? "can no longer happen"}`;
    case "open":
      return "open, may still be called";
  }
}

function CallbackEntry({
  callback,
  actions,
}: {
  readonly callback: CallbackRow;
  readonly actions: ResultsActions;
}) {
  const [open, setOpen] = useState(false);
  const called = callback.state === "called";
  const loaded = useLoaded(callback.key, open && called, () => actions.loadArguments(callback));
  const Chevron = open ? ChevronDown : ChevronRight;
  const row = (
    <>
      <span className="w-3.5 shrink-0">{called && <Chevron size={14} aria-hidden />}</span>
      <span className="flex min-w-0 items-center gap-1.5 font-semibold">
        <span className="truncate">{callback.source}</span>
        <ArrowRight size={12} aria-label="to" className="text-text-3" />
        <span className="truncate">{callback.target}</span>
      </span>
      <span className="shrink-0 rounded-r1 border border-line-strong px-1.5 text-t1 font-semibold">
        {callback.port}
      </span>
      <span className="truncate text-text-2">{callbackSentence(callback)}</span>
    </>
  );
  const line = "flex h-7 w-full items-center gap-2 px-3 text-left";
  return (
    <li className="border-b border-line last:border-b-0">
      {called ? (
        <button
          type="button"
          aria-expanded={open}
          onClick={() => setOpen(!open)}
          className={cx(line, "hover:bg-surface-2 focus-visible:-outline-offset-2")}
        >
          {row}
        </button>
      ) : (
        <div className={cx(line, "text-text-3")}>{row}</div>
      )}
      {open && (
        <div className="border-t border-line pl-6">
          <LoadedView loaded={loaded} what="Arguments">
            {(value) => <CallbackArgumentsView value={value} />}
          </LoadedView>
        </div>
      )}
    </li>
  );
}
