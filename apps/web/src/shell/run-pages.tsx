import { getRouteApi } from "@tanstack/react-router";
import { lazy, Suspense } from "react";

// The canvas is most of the program, so the first page does not wait for it.
const loadEditor = async () => ({
  default: (await import("../editor/editor-page.tsx")).EditorPage,
});
const loadRuns = async () => ({ default: (await import("../runs/runs-page.tsx")).RunsPage });
const loadRun = async () => ({ default: (await import("../runs/run-page.tsx")).RunPage });
const Editor = lazy(loadEditor);
const Runs = lazy(loadRuns);
const Run = lazy(loadRun);

/** Fetches the other pages while nothing else goes on, so that they open also when the server is away. */
export function prefetchPages(): void {
  const later = window.requestIdleCallback ?? ((task: () => void) => setTimeout(task, 500));
  later(() => {
    // A page that cannot be fetched now is fetched, and its failure told, when it is opened.
    for (const load of [loadRuns, loadRun, loadEditor]) load().catch(() => undefined);
  });
}

const editorRoute = getRouteApi("/signed-in/playbooks/$playbookId");
const runRoute = getRouteApi("/signed-in/framed/runs/$runId");

export function EditorRoute() {
  const { playbookId } = editorRoute.useParams();
  const { run } = editorRoute.useSearch();
  return (
    <Suspense fallback={<Loading />}>
      <Editor key={playbookId} playbookId={Number(playbookId)} runId={run ?? null} />
    </Suspense>
  );
}

export function RunsRoute() {
  return (
    <Suspense fallback={<Loading />}>
      <Runs />
    </Suspense>
  );
}

export function RunRoute() {
  const { runId } = runRoute.useParams();
  return (
    <Suspense fallback={<Loading />}>
      <Run key={runId} runId={Number(runId)} />
    </Suspense>
  );
}

function Loading() {
  return (
    <p role="status" className="p-6 text-text-3">
      Loading
    </p>
  );
}
