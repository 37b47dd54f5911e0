import type { ReactNode } from "react";
import { EmptyState, ErrorState, NoPermission, OfflineNotice } from "../ui/index.ts";
import { errorText, isOffline, refusalOf } from "./refusal.ts";

interface QueryLike<Data> {
  readonly data: Data | undefined;
  readonly error: unknown;
  readonly refetch: () => unknown;
}

interface QueryViewProps<Data> {
  readonly query: QueryLike<Data>;
  /** Stands in while loading, of the size of what will come. */
  readonly loading: ReactNode;
  readonly children: (data: Data) => ReactNode;
}

/** What a query holds, or the right one of: loading, offline, no permission, gone, failed. */
export function QueryView<Data>({ query, loading, children }: QueryViewProps<Data>) {
  if (query.data !== undefined) return children(query.data);
  if (!query.error) return loading;
  return <QueryProblem error={query.error} onRetry={() => void query.refetch()} />;
}

/** The screen for a failed request. */
export function QueryProblem({
  error,
  onRetry,
}: {
  readonly error: unknown;
  readonly onRetry: () => void;
}) {
  if (isOffline(error)) return <OfflineNotice onRetry={onRetry} />;
  const refusal = refusalOf(error);
  switch (refusal?.code) {
    case "FORBIDDEN":
      return <NoPermission>{refusal.message}</NoPermission>;
    case "NOT_FOUND":
      return <EmptyState title="This does not exist">{refusal.message}</EmptyState>;
    default:
      return <ErrorState message={errorText(error)} onRetry={onRetry} />;
  }
}
