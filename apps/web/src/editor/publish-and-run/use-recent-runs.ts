import { useQuery } from "@tanstack/react-query";
import { trpc } from "../../api/trpc.ts";
import { usePaced } from "../../live/index.ts";
import { useRunsChanged } from "../../runs/use-runs-changed.ts";
import { formatTime, states } from "../../ui/index.ts";

/** The last ten runs of a playbook, kept up to date while the page is there. */
export function useRecentRuns(
  playbookId: number,
): readonly { readonly id: number; readonly word: string; readonly when: string }[] {
  const { data, refetch } = useQuery(trpc.runs.list.queryOptions({ playbookId, limit: 10 }));
  useRunsChanged(usePaced(() => refetch({ cancelRefetch: false })));
  const now = new Date();
  return (data?.rows ?? []).map((row) => ({
    id: row.id,
    word: states[row.state].word,
    when: `${formatTime(row.startedAt ?? row.queuedAt, now)}, ${row.startedBy}`,
  }));
}
