import { useId, useMemo } from "react";
import { useNow } from "../canvas/use-now.ts";
import { cx, formatClock, formatDuration, StateMark, states, type Tone } from "../ui/index.ts";
import { type TimeScale, timeScale } from "./time-scale.ts";
import { spansOf, type TimelineRow, timelineRows } from "./timeline-rows.ts";
import type { FollowedRun } from "./use-run.ts";

const fills: Readonly<Record<Tone, string>> = {
  ok: "var(--ok-line)",
  part: "var(--part-line)",
  fail: "var(--fail-line)",
  run: "var(--run-line)",
  wait: "var(--wait-line)",
  skip: "var(--skip-line)",
  none: "var(--line-control)",
};

/** Part of the width that the axis takes; the rest is for the words behind the last bars. */
const AXIS = 0.82;

/** The run as a picture: when each block began, how long it took, what it waited for. */
export function Timeline({
  run,
  dense = false,
}: {
  readonly run: FollowedRun;
  readonly dense?: boolean;
}) {
  return run.state.finishedAt === null ? (
    <LiveTimeline run={run} dense={dense} />
  ) : (
    <TimelineTable run={run} dense={dense} now={Date.parse(run.state.finishedAt)} />
  );
}

function LiveTimeline({ run, dense }: { readonly run: FollowedRun; readonly dense: boolean }) {
  return <TimelineTable run={run} dense={dense} now={useNow()} />;
}

function TimelineTable({
  run,
  dense,
  now,
}: {
  readonly run: FollowedRun;
  readonly dense: boolean;
  readonly now: number;
}) {
  const { document } = run.details;
  const rows = useMemo(() => timelineRows(document, run.state, now), [document, run.state, now]);
  const pattern = useId();
  if (rows.length === 0) return <p className="px-4 py-3 text-text-3">Nothing has begun yet.</p>;
  const scale = timeScale(spansOf(rows));
  const live = run.state.finishedAt === null;
  const height = dense ? 16 : 27;
  return (
    <table className={cx("w-full table-fixed border-collapse", dense ? "my-1" : "my-2")}>
      <caption className="sr-only">Timeline of run {run.details.id}</caption>
      <colgroup>
        <col className={dense ? "w-32" : "w-40"} />
        <col className="w-44" />
        <col />
      </colgroup>
      <thead>
        <tr>
          <th scope="col">
            <span className="sr-only">Block</span>
          </th>
          <th scope="col">
            <span className="sr-only">State</span>
          </th>
          <th scope="col" className="p-0 pr-3 text-left font-normal">
            <span className="sr-only">Time</span>
            <Axis
              scale={scale}
              end={live ? `now ${formatClock(new Date(now).toISOString()).slice(0, 8)}` : null}
            />
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row, index) => (
          <tr key={row.path} style={{ height }}>
            <th scope="row" title={row.name} className="truncate p-0 pl-4 text-left font-medium">
              {row.name}
            </th>
            <td className="p-0 pl-2 leading-none">
              <StateMark state={row.state} />
            </td>
            <td className="p-0 pr-3">
              <Bar row={row} scale={scale} height={height} pattern={`${pattern}-${index}`} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function percent(part: number): string {
  return `${(part * AXIS * 100).toFixed(3)}%`;
}

function Axis({ scale, end }: { readonly scale: TimeScale; readonly end: string | null }) {
  return (
    <svg width="100%" height={18} aria-hidden className="block text-t1">
      {readable(scale).map((tick) => (
        <text key={tick.ms} x={percent(tick.at)} y={12} fill="var(--text-3)">
          {tick.ms === 0 ? "0 s" : formatTick(tick.ms)}
        </text>
      ))}
      {scale.breaks.map((one) => (
        <text key={one.from} x={percent(one.from)} dx={6} y={12} fill="var(--text-3)">
          axis broken
        </text>
      ))}
      {end !== null && (
        <text x="100%" y={12} textAnchor="end" fill="var(--text-3)">
          {end}
        </text>
      )}
    </svg>
  );
}

/** Ticks whose words do not run into those of a break. */
function readable({ ticks, breaks }: TimeScale): TimeScale["ticks"] {
  return ticks.filter(({ at }) => breaks.every((one) => at <= one.from - 0.09 || at > one.to));
}

function formatTick(ms: number): string {
  return ms < 10_000 && ms % 1000 === 0 ? `${ms / 1000} s` : formatDuration(ms);
}

interface BarProps {
  readonly row: TimelineRow;
  readonly scale: TimeScale;
  readonly height: number;
  readonly pattern: string;
}

function Bar({ row, scale, height, pattern }: BarProps) {
  const from = scale.place(row.from);
  const to = scale.place(row.to);
  const { tone } = states[row.state];
  const hatched = row.waits && row.live;
  const words = hatched
    ? `waits ${formatDuration(row.to - row.from)}`
    : formatDuration(row.to - row.from);
  return (
    <svg width="100%" height={height} className="block text-t1">
      <title>{`${row.name}: ${states[row.state].word}, ${words}`}</title>
      {hatched && (
        <defs>
          <pattern
            id={pattern}
            width="6"
            height="6"
            patternUnits="userSpaceOnUse"
            patternTransform="rotate(45)"
          >
            <rect width="6" height="6" fill="var(--wait-soft)" />
            <rect width="3" height="6" fill="var(--wait-line)" />
          </pattern>
        </defs>
      )}
      {scale.ticks.map((tick) => (
        <line
          key={tick.ms}
          x1={percent(tick.at)}
          x2={percent(tick.at)}
          y1={0}
          y2={height}
          stroke="var(--line)"
        />
      ))}
      {scale.breaks.map((one) => (
        <line
          key={one.from}
          x1={percent(one.from)}
          x2={percent(one.from)}
          y1={0}
          y2={height}
          stroke="var(--line)"
          strokeDasharray="2 3"
        />
      ))}
      <rect
        x={percent(from)}
        y={height / 2 - 5}
        height={10}
        width={percent(Math.max(0.004, to - from))}
        rx={2}
        fill={hatched ? `url(#${pattern})` : fills[tone]}
        stroke={hatched ? "var(--wait-line)" : "none"}
      />
      <text
        x={percent(Math.max(from + 0.004, to))}
        dx={8}
        y={height / 2 + 4}
        fill={hatched ? "var(--wait)" : "var(--text-2)"}
      >
        {words}
      </text>
    </svg>
  );
}
