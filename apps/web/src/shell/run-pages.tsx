import { getRouteApi } from "@tanstack/react-router";
import { lazy, Suspense } from "react";

// The canvas is most of the program: people who only read runs or configure do not load it.
const Editor = lazy(async () => ({
  default: (await import("../editor/editor-page.tsx")).EditorPage,
}));
const Runs = lazy(async () => ({ default: (await import("../runs/runs-page.tsx")).RunsPage }));
const Run = lazy(async () => ({ default: (await import("../runs/run-page.tsx")).RunPage }));

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
