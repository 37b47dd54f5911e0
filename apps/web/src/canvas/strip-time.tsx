import { formatDuration, formatTime } from "../ui/index.ts";
import type { TimeView } from "./scene.ts";
import { useNow } from "./use-now.ts";

/** A countdown in clock form: "20:45", "23:50:45". Past the deadline it stays at 0:00. */
export function countdown(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  const two = (value: number) => String(value).padStart(2, "0");
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor((seconds % 3600) / 60);
  return hours > 0
    ? `${hours}:${two(minutes)}:${two(seconds % 60)}`
    : `${minutes}:${two(seconds % 60)}`;
}

/** What stands at the right of a state strip. */
export function StripTime({
  time,
  short = false,
}: {
  readonly time: TimeView;
  readonly short?: boolean;
}) {
  switch (time.kind) {
    case "took":
      return formatDuration(time.ms);
    case "note":
      return time.text;
    case "since":
      return <Since at={time.at} count={time.count} />;
    case "until":
      return time.shown === "moment" ? (
        <Moment at={time.at} short={short} />
      ) : (
        <Countdown at={time.at} short={short} />
      );
  }
}

function Since({ at, count }: { readonly at: string; readonly count: string }) {
  const seconds = Math.max(0, Math.floor((useNow() - Date.parse(at)) / 1000));
  return `${count === "" ? "" : `${count}, `}${formatDuration(seconds * 1000)}`;
}

function Countdown({ at, short }: { readonly at: string; readonly short: boolean }) {
  const left = countdown(Date.parse(at) - useNow());
  // Zoomed out there is room for hours and minutes.
  return short ? left.replace(/^(\d+:\d\d):\d\d$/, "$1") : `${left} left`;
}

function Moment({ at, short }: { readonly at: string; readonly short: boolean }) {
  const moment = formatTime(at, new Date(useNow()));
  return short ? moment.replace(/^(\d+:\d\d):\d\d$/, "$1") : `until ${moment}`;
}

/** The two-pixel bar at the foot of a strip: executions done, or how much of the wait has passed. */
export function StripBar({
  time,
  progress,
}: {
  readonly time: TimeView | null;
  readonly progress: number | null;
}) {
  if (progress !== null) return <Bar part={progress} />;
  if (time?.kind === "until") return <WaitBar from={time.from} until={time.at} />;
  return null;
}

function WaitBar({ from, until }: { readonly from: string; readonly until: string }) {
  const start = Date.parse(from);
  const whole = Math.max(1, Date.parse(until) - start);
  return <Bar part={(useNow() - start) / whole} />;
}

function Bar({ part }: { readonly part: number }) {
  const width = `${Math.round(Math.min(1, Math.max(0.02, part)) * 100)}%`;
  return (
    <span aria-hidden className="absolute inset-x-0 bottom-0 h-0.5">
      <span className="block h-0.5 bg-current" style={{ width }} />
    </span>
  );
}
