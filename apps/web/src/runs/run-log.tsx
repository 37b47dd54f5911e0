import { useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { client } from "../api/trpc.ts";
import { Button, cx, formatClock, Panel } from "../ui/index.ts";
import { eventLine } from "./event-line.ts";
import type { FollowedRun } from "./use-run.ts";

const SHOWN = 200;

/** The log of the run, as it was written; new lines appear at the end. */
export function RunLog({ run }: { readonly run: FollowedRun }) {
  const [whole, setWhole] = useState(false);
  const { events } = run;
  const written = events.filter(({ event }) => event.type === "LogWritten").length;
  const logs = useQuery({
    queryKey: ["run-logs", run.details.id, written],
    queryFn: () => client.runs.logs.query({ id: run.details.id }),
    enabled: written > 0,
    staleTime: Infinity,
  });
  const texts = useMemo(
    () => new Map((logs.data ?? []).map((line) => [line.seq, line.text])),
    [logs.data],
  );
  const shown = whole ? events : events.slice(-SHOWN);
  return (
    <Panel title="Run log" count={events.length} note="append-only, live">
      <section
        aria-label="Events"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        tabIndex={0}
        className="max-h-[420px] overflow-auto"
      >
        {shown.length < events.length && (
          <div className="border-b border-line px-4 py-1.5">
            <Button size="sm" variant="ghost" onClick={() => setWhole(true)}>
              Show {events.length - shown.length} earlier
            </Button>
          </div>
        )}
        <ol>
          {shown.map(({ seq, at, event }) => (
            <li
              key={seq}
              className="grid grid-cols-[96px_140px_minmax(0,1fr)] gap-x-3 border-b border-line px-4 py-0.5 last:border-b-0"
            >
              <span className="font-mono text-t2 leading-5 text-text-3">{formatClock(at)}</span>
              <span className="truncate font-medium">{event.type}</span>
              <span
                className={cx(
                  "min-w-0 break-words text-text-2",
                  event.type === "LogWritten" && event.level === "error" && "text-fail",
                  event.type === "LogWritten" && event.level === "warning" && "text-part",
                )}
              >
                {eventLine(event, run.details.document, texts.get(seq))}
              </span>
            </li>
          ))}
        </ol>
      </section>
    </Panel>
  );
}
