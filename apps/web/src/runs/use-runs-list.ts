import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { client } from "../api/trpc.ts";
import { usePaced } from "../live/index.ts";
import {
  type Newer,
  newerRuns,
  PAGE,
  type RunRow,
  type RunsFilter,
  type RunsPage,
  rowsOf,
} from "./runs-list.ts";
import { useRunsChanged } from "./use-runs-changed.ts";

export interface RunsList {
  /** Newest first; undefined: they are not there yet. */
  readonly rows: readonly RunRow[] | undefined;
  readonly error: unknown;
  readonly retry: () => void;
  /** Shows the next page of older ones; null: there is none. */
  readonly older: (() => void) | null;
  /** Older ones are on their way, or why they did not come. */
  readonly growing: boolean;
  readonly olderError: unknown;
  /** Runs that began since older ones are shown. */
  readonly newer: Newer;
  readonly showNewest: () => void;
}

/**
 * The newest page follows what happens. Once older ones are shown the pages stay where they are, so
 * that nothing moves under the reader: their rows are kept up to date, and what is newer is counted.
 */
export function useRunsList(filter: RunsFilter): RunsList {
  const queries = useQueryClient();
  const list = JSON.stringify(filter);
  const [place, setPlace] = useState<{ readonly list: string; readonly before: number } | null>(
    null,
  );
  /** The shown pages begin with the run before this id; null: with the newest. */
  const before = place?.list === list ? place.before : null;

  const newest = useQuery({
    queryKey: ["runs", "newest", list],
    queryFn: () => client.runs.list.query({ ...filter, limit: PAGE }),
  });
  const pagesFrom = (start: number) => ({
    queryKey: ["runs", "from", list, start],
    queryFn: ({ pageParam }: { pageParam: number }) =>
      client.runs.list.query({ ...filter, limit: PAGE, cursor: pageParam }),
    initialPageParam: start,
    getNextPageParam: ({ nextCursor }: RunsPage) => nextCursor,
    staleTime: Infinity,
  });
  const pages = useInfiniteQuery({ ...pagesFrom(before ?? 0), enabled: before !== null });
  const leaveNewest = useMutation({
    mutationFn: (start: number) =>
      queries.fetchInfiniteQuery({ ...pagesFrom(start), pages: 2, staleTime: 0 }),
    onSuccess: (_, start) => setPlace({ list, before: start }),
  });

  const shown = before === null ? newest : pages;
  const rows =
    before === null
      ? newest.data?.rows
      : pages.data === undefined
        ? undefined
        : rowsOf(pages.data.pages);
  const followNewest = usePaced(() => newest.refetch({ cancelRefetch: false }));
  const followPages = usePaced(() => pages.refetch({ cancelRefetch: false }));
  useRunsChanged((runId) => {
    followNewest();
    if (before !== null && (runId === null || rows?.some(({ id }) => id === runId) === true))
      followPages();
  });

  const first = rows?.[0];
  const older = () => {
    if (before !== null) void pages.fetchNextPage({ cancelRefetch: false });
    else if (first !== undefined) leaveNewest.mutate(first.id + 1);
  };
  const hasOlder = before === null ? newest.data?.nextCursor != null : pages.hasNextPage;
  return {
    rows,
    error: rows === undefined ? shown.error : null,
    retry: () => void shown.refetch(),
    older: hasOlder ? older : null,
    growing: leaveNewest.isPending || pages.isFetchingNextPage,
    olderError: leaveNewest.error ?? (pages.isFetchNextPageError ? pages.error : null),
    newer: before === null ? { count: 0, more: false } : newerRuns(newest.data, before),
    showNewest: () => setPlace(null),
  };
}
