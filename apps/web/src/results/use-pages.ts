import { useInfiniteQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { usePaced } from "../live/index.ts";

interface Page<Row, Cursor> {
  readonly rows: readonly Row[];
  readonly nextCursor: Cursor | null;
}

interface PagesOptions<Row, Cursor> {
  /** Identity of the list; what was read is kept under it. */
  readonly key: readonly (string | null)[];
  /** When it changes, what is shown is read again. */
  readonly version: number;
  readonly wanted?: boolean;
  readonly load: (after: Cursor | null) => Promise<Page<Row, Cursor>>;
}

export interface Pages<Row> {
  /** As far as they have been read; null: nothing has. */
  readonly rows: readonly Row[] | null;
  /** Why nothing could be read, or no more. */
  readonly error: Error | null;
  /** Reads the next page; null: there is none. */
  readonly more: (() => void) | null;
  /** The next page is on its way. */
  readonly growing: boolean;
  readonly retry: () => void;
}

/** A list that is read page by page, each when it is asked for. */
export function usePages<Row, Cursor>({
  key,
  version,
  wanted = true,
  load,
}: PagesOptions<Row, Cursor>): Pages<Row> {
  const first: Cursor | null = null;
  const query = useInfiniteQuery({
    queryKey: ["pages", ...key],
    queryFn: async ({ pageParam }) => ({ ...(await load(pageParam as Cursor | null)), version }),
    initialPageParam: first as Cursor | null,
    getNextPageParam: ({ nextCursor }) => nextCursor,
    enabled: wanted,
    staleTime: ({ state }) =>
      state.data?.pages.every((page) => page.version === version) === true ? Infinity : 0,
  });
  const { refetch, fetchNextPage } = query;
  const follow = usePaced(() => refetch({ cancelRefetch: false }));
  const behind =
    wanted &&
    query.data?.pages.some((page) => page.version !== version) === true &&
    query.isFetched;
  // biome-ignore lint/correctness/useExhaustiveDependencies: each version is to be followed
  useEffect(() => {
    if (behind) follow();
  }, [behind, version, follow]);
  return {
    rows: query.data?.pages.flatMap(({ rows }) => rows) ?? null,
    error: query.error,
    more: query.hasNextPage ? () => void fetchNextPage({ cancelRefetch: false }) : null,
    growing: query.isFetchingNextPage,
    retry: () => void (query.isFetchNextPageError ? fetchNextPage() : refetch()),
  };
}
