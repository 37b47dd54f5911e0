import {
  Ban,
  CircleCheck,
  CircleDashed,
  CircleQuestionMark,
  Contrast,
  History,
  Hourglass,
  LoaderCircle,
  type LucideIcon,
  OctagonX,
  PowerOff,
  SkipForward,
  TimerOff,
} from "lucide-react";

/** The six state colours, and "none" for what has not happened yet. */
export type Tone = "ok" | "part" | "fail" | "run" | "wait" | "skip" | "none";

export type StateName =
  | "not_run"
  | "queued"
  | "running"
  | "waiting"
  | "succeeded"
  | "partly_succeeded"
  | "failed"
  | "timed_out"
  | "outcome_unknown"
  | "cancelled"
  | "reused"
  | "skipped"
  | "disabled"
  | "untested"
  | "testing"
  | "passed"
  | "test_failed"
  | "inactive";

export interface StateLook {
  /** The word that always stands beside the icon. */
  readonly word: string;
  /** For places of 12 px at low zoom; the word itself where it is short enough. */
  readonly shortWord: string;
  readonly icon: LucideIcon | null;
  readonly tone: Tone;
  /** How a block's state strip is filled: finished work is quiet, failed work is solid. */
  readonly strip: "none" | "soft" | "solid";
  readonly spins: boolean;
}

function look(
  word: string,
  icon: LucideIcon | null,
  tone: Tone,
  strip: StateLook["strip"] = "none",
  more: { shortWord?: string; spins?: boolean } = {},
): StateLook {
  return { word, icon, tone, strip, shortWord: more.shortWord ?? word, spins: more.spins ?? false };
}

/** Icon, word and colour of every state of a block, a run and a connection test. */
export const states: Readonly<Record<StateName, StateLook>> = {
  not_run: look("Not run", null, "none"),
  queued: look("Queued", CircleDashed, "skip"),
  running: look("Running", LoaderCircle, "run", "soft", { spins: true }),
  waiting: look("Waiting", Hourglass, "wait", "soft"),
  succeeded: look("Succeeded", CircleCheck, "ok"),
  partly_succeeded: look("Partially Successful", Contrast, "part", "soft", {
    shortWord: "Partial",
  }),
  failed: look("Failed", OctagonX, "fail", "solid"),
  timed_out: look("Timed out", TimerOff, "fail", "solid"),
  outcome_unknown: look("Outcome unknown", CircleQuestionMark, "fail", "solid", {
    shortWord: "Unknown",
  }),
  cancelled: look("Cancelled", Ban, "skip"),
  reused: look("Reused", History, "skip"),
  skipped: look("Skipped", SkipForward, "skip"),
  disabled: look("Disabled", PowerOff, "skip"),
  untested: look("Untested", CircleDashed, "skip"),
  testing: look("Testing", LoaderCircle, "run", "soft", { spins: true }),
  passed: look("Passed", CircleCheck, "ok"),
  test_failed: look("Failed", OctagonX, "fail", "soft"),
  inactive: look("Inactive", PowerOff, "skip"),
};

/** Text colour of a tone. */
export const toneText: Readonly<Record<Tone, string>> = {
  ok: "text-ok",
  part: "text-part",
  fail: "text-fail",
  run: "text-run",
  wait: "text-wait",
  skip: "text-skip",
  none: "text-text-3",
};

/** Quiet background of a tone. */
export const toneSoft: Readonly<Record<Tone, string>> = {
  ok: "bg-ok-soft",
  part: "bg-part-soft",
  fail: "bg-fail-soft",
  run: "bg-run-soft",
  wait: "bg-wait-soft",
  skip: "bg-skip-soft",
  none: "bg-surface-3",
};

/** Border of a tone, 3:1 on surface and canvas. */
export const toneBorder: Readonly<Record<Tone, string>> = {
  ok: "border-ok-line",
  part: "border-part-line",
  fail: "border-fail-line",
  run: "border-run-line",
  wait: "border-wait-line",
  skip: "border-skip-line",
  none: "border-line-strong",
};

/** Bar or square of a tone, for timelines, histories and the minimap. */
export const toneBar: Readonly<Record<Tone, string>> = {
  ok: "bg-ok-line",
  part: "bg-part-line",
  fail: "bg-fail-line",
  run: "bg-run-line",
  wait: "bg-wait-line",
  skip: "bg-skip-line",
  none: "bg-line-strong",
};
