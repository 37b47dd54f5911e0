import { useNow } from "../canvas/use-now.ts";
import { formatDuration } from "../ui/index.ts";
import type { FollowedRun } from "./use-run.ts";

/** How long a run took, or has been going on. */
export function RunTime({ run }: { readonly run: FollowedRun }) {
  const { startedAt, finishedAt } = run.state;
  if (startedAt === null) return "";
  if (finishedAt !== null) {
    return formatDuration(Date.parse(finishedAt) - Date.parse(startedAt));
  }
  return <Growing from={Date.parse(startedAt)} />;
}

function Growing({ from }: { readonly from: number }) {
  const seconds = Math.max(0, Math.floor((useNow() - from) / 1000));
  return formatDuration(seconds * 1000);
}
