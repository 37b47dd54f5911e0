import { type QueryClient, queryOptions, useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useMemo } from "react";
import { client, trpc } from "../api/trpc.ts";
import { useLive } from "../live/index.ts";
import { type CatalogueView, type PageCatalogue, pageCatalogue } from "./page-catalogue.ts";

export interface CatalogueQuery {
  readonly data: PageCatalogue | undefined;
  readonly error: unknown;
  readonly refetch: () => void;
}

/** The present version; one that the page has is not sent again. */
const present = queryOptions({
  queryKey: [...trpc.catalogue.pathKey(), "present"],
  queryFn: async ({ client: queries }): Promise<CatalogueView> => {
    const known = queries.getQueryData<CatalogueView>(present.queryKey);
    const answer = await client.catalogue.current.query({ known: known?.id ?? null });
    const view = answer ?? known;
    if (view === undefined) throw new Error("the server told no catalogue");
    queries.setQueryData(trpc.catalogue.get.queryKey({ id: view.id }), view);
    return view;
  },
});

/** What the server accepts now. It follows every change while it is shown. */
export function usePresentCatalogue(): CatalogueQuery {
  const query = usePresent();
  const { data } = query;
  return {
    data: useMemo(() => (data === undefined ? undefined : pageCatalogue(data)), [data]),
    error: query.error,
    refetch: () => void query.refetch(),
  };
}

/**
 * What a revision was published with.
 * @param id null: that is not known, so it is the present one; undefined: the revision is still to come
 */
export function useCatalogueOf(id: number | null | undefined): CatalogueQuery {
  const now = usePresent();
  const isOther = typeof id === "number" && id !== now.data?.id;
  const version = useQuery({
    ...trpc.catalogue.get.queryOptions({ id: id ?? 0 }),
    enabled: isOther,
    // A version never changes.
    staleTime: Infinity,
    gcTime: Infinity,
  });
  const view = isOther ? version.data : now.data;
  const { data } = now;
  return {
    data: useMemo(
      () =>
        id === undefined || data === undefined || view === undefined
          ? undefined
          : pageCatalogue(data, view),
      [id, data, view],
    ),
    error: now.error ?? (isOther ? version.error : null),
    refetch: () => {
      void now.refetch();
      if (isOther) void version.refetch();
    },
  };
}

/** Reads anew what the server accepts, after it has refused something that the page accepted. */
export function useCatalogueAnew(): () => void {
  const queries = useQueryClient();
  return useCallback(() => void readAnew(queries), [queries]);
}

function usePresent() {
  const queries = useQueryClient();
  useLive("catalogue", (message) => {
    if (!("catalogueId" in message)) return;
    const known = queries.getQueryData<CatalogueView>(present.queryKey);
    if (known !== undefined && known.id !== message.catalogueId) void readAnew(queries);
  });
  return useQuery(present);
}

async function readAnew(queries: QueryClient): Promise<void> {
  await Promise.all([
    queries.invalidateQueries({ queryKey: present.queryKey }),
    queries.invalidateQueries({ queryKey: trpc.integrations.pathKey() }),
  ]);
}
