import { useQuery, useQueryClient } from "@tanstack/react-query";
import { trpc } from "../../api/trpc.ts";
import { useLive } from "../../live/index.ts";
import { formatTime, states } from "../../ui/index.ts";

/** The last ten runs of a playbook, kept up to date while the page is there. */
export function useRecentRuns(
  playbookId: number,
): readonly { readonly id: number; readonly word: string; readonly when: string }[] {
  const queries = useQueryClient();
  const options = trpc.runs.list.queryOptions({ playbookId, limit: 10 });
  const { data } = useQuery(options);
  useLive("runs:list", (message) => {
    if ("runId" in message) void queries.invalidateQueries({ queryKey: options.queryKey });
  });
  const now = new Date();
  return (data?.rows ?? []).map((row) => ({
    id: row.id,
    word: states[row.state].word,
    when: `${formatTime(row.startedAt ?? row.queuedAt, now)}, ${row.startedBy}`,
  }));
}
