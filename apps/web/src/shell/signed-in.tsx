import { Outlet, useNavigate, useRouter } from "@tanstack/react-router";
import { useEffect } from "react";
import { QueryProblem } from "../api/query-view.tsx";
import { queryClient, trpc, whenSignedOut } from "../api/trpc.ts";
import { useLiveState } from "../live/index.ts";
import { prefetchPages } from "./run-pages.tsx";
import { SessionContext, useSessionState } from "./session.ts";

/** Everything behind the sign-in. Signed-out people go there and come back to the page they asked for. */
export function SignedIn() {
  const session = useSessionState();
  const navigate = useNavigate();
  const router = useRouter();
  const live = useLiveState();
  const { refetch } = session;

  useEffect(() => {
    prefetchPages();
    whenSignedOut(() => {
      void queryClient.invalidateQueries({ queryKey: trpc.session.state.queryKey() });
    });
  }, []);
  useEffect(() => {
    // A stream that cannot be opened may mean that the session has ended.
    if (live === "signed-out" || live === "lost") void refetch();
  }, [live, refetch]);

  const state = session.data;
  const goTo = !state ? null : state.setup === "needed" ? "setup" : state.user ? null : "sign-in";
  useEffect(() => {
    if (goTo === "setup") void navigate({ to: "/setup", replace: true });
    if (goTo !== "sign-in") return;
    // Read here and not as a dependency: the navigation itself changes it.
    const next = router.latestLocation.href;
    void navigate({ to: "/sign-in", search: { next }, replace: true });
  }, [goTo, navigate, router]);

  if (!state) {
    return session.error ? (
      <QueryProblem error={session.error} onRetry={() => void refetch()} />
    ) : (
      <p role="status" className="p-6 text-text-3">
        Loading
      </p>
    );
  }
  if (!state.user || goTo !== null) return null;
  return (
    <SessionContext value={state.user}>
      <Outlet />
    </SessionContext>
  );
}
