import { useQuery, useQueryClient } from "@tanstack/react-query";
import { CloudOff } from "lucide-react";
import { useEffect, useSyncExternalStore } from "react";
import { isOffline } from "../api/refusal.ts";

const PROBE_MS = 3000;

/** Says that the server cannot be reached, and goes on by itself when it is back. */
export function ConnectionBanner() {
  const queries = useQueryClient();
  const lost = useServerLost();
  const probe = useQuery({
    queryKey: ["livez"],
    enabled: lost,
    refetchInterval: PROBE_MS,
    retry: false,
    gcTime: 0,
    staleTime: 0,
    queryFn: async () => {
      const answer = await fetch("/livez");
      if (!answer.ok) throw new Error(`the server answers ${answer.status}`);
      return true;
    },
  });
  const back = lost && probe.isSuccess;
  useEffect(() => {
    if (back)
      void queries.invalidateQueries({ predicate: (query) => query.queryKey[0] !== "livez" });
  }, [back, queries]);
  if (!lost) return null;
  return (
    <div
      role="status"
      className="flex h-7 shrink-0 items-center gap-2 border-b border-line bg-part-soft px-3 text-t2 font-medium text-part"
    >
      <CloudOff size={14} aria-hidden />
      The server cannot be reached. What you see may be old; the page tries again by itself.
    </div>
  );
}

/** True while a query on the screen has failed without any answer. */
function useServerLost(): boolean {
  const cache = useQueryClient().getQueryCache();
  return useSyncExternalStore(
    (listener) => cache.subscribe(listener),
    () =>
      cache
        .getAll()
        .some(
          (query) =>
            query.isActive() && isOffline(query.state.error ?? query.state.fetchFailureReason),
        ),
  );
}
