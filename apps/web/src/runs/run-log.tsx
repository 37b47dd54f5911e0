import { useMemo, useState } from "react";
import { errorText } from "../api/refusal.ts";
import { Button, cx, formatClock, Panel } from "../ui/index.ts";
import { eventLines } from "./event-line.ts";
import type { FollowedRun } from "./use-run.ts";
import { useWrittenLines } from "./use-written-lines.ts";

/** Events shown at first, and with each further look back. */
const SHOWN = 200;

/** The log of the run, as it was written; new lines appear at the end. */
export function RunLog({ run }: { readonly run: FollowedRun }) {
  const [most, setMost] = useState(SHOWN);
  const { events } = run;
  const shown = useMemo(() => events.slice(-most), [events, most]);
  const written = useWrittenLines(run.details.id, shown);
  const { document } = run.details;
  const lines = useMemo(
    () =>
      shown.flatMap((recorded) =>
        eventLines(recorded, { document, state: run.state }, written.lines.get(recorded.seq) ?? []),
      ),
    [shown, document, run.state, written.lines],
  );
  const earlier = events.length - shown.length;
  return (
    <Panel title="Run log" count={events.length} note="append-only, live">
      {written.error !== null && (
        <div
          role="alert"
          className="flex items-center gap-2 border-b border-line px-4 py-1.5 text-t2 text-fail"
        >
          What the blocks wrote could not be loaded: {errorText(written.error)}
          <Button size="sm" onClick={written.retry}>
            Try again
          </Button>
        </div>
      )}
      <section
        aria-label="Events"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        tabIndex={0}
        className="max-h-[420px] overflow-auto"
      >
        {earlier > 0 && (
          <div className="border-b border-line px-4 py-1.5">
            <Button size="sm" variant="ghost" onClick={() => setMost(most + SHOWN)}>
              Show {Math.min(SHOWN, earlier)} earlier
              {earlier > SHOWN && ` of ${earlier}`}
            </Button>
          </div>
        )}
        <ol>
          {lines.map(({ key, at, what, text, level }) => (
            <li
              key={key}
              className="grid grid-cols-[96px_140px_minmax(0,1fr)] gap-x-3 border-b border-line px-4 py-0.5 last:border-b-0"
            >
              <span className="font-mono text-t2 leading-5 text-text-3">{formatClock(at)}</span>
              <span className="truncate font-medium">{what}</span>
              <span
                className={cx(
                  "min-w-0 break-words text-text-2",
                  level === "error" && "text-fail",
                  level === "warning" && "text-part",
                )}
              >
                {text}
              </span>
            </li>
          ))}
        </ol>
      </section>
    </Panel>
  );
}
