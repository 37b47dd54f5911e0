import { getRouteApi } from "@tanstack/react-router";
import { type ComponentType, lazy } from "react";

const editorFile = import.meta.glob<{
  EditorPage: ComponentType<{ playbookId: number; runId: number | null }>;
}>("../editor/editor-page.tsx");
const runsFile = import.meta.glob<{ RunsPage: ComponentType }>("../runs/runs-page.tsx");
const runFile = import.meta.glob<{ RunPage: ComponentType<{ runId: number }> }>(
  "../runs/run-page.tsx",
);

async function only<Module>(files: Record<string, () => Promise<Module>>): Promise<Module> {
  const load = Object.values(files)[0];
  if (!load) throw new Error("This page is not part of this build");
  return load();
}

const Editor = lazy(async () => ({ default: (await only(editorFile)).EditorPage }));
const Runs = lazy(async () => ({ default: (await only(runsFile)).RunsPage }));
const Run = lazy(async () => ({ default: (await only(runFile)).RunPage }));

const editorRoute = getRouteApi("/signed-in/playbooks/$playbookId");
const runRoute = getRouteApi("/signed-in/framed/runs/$runId");

export function EditorRoute() {
  const { playbookId } = editorRoute.useParams();
  const { run } = editorRoute.useSearch();
  return <Editor key={playbookId} playbookId={Number(playbookId)} runId={run ?? null} />;
}

export function RunsRoute() {
  return <Runs />;
}

export function RunRoute() {
  const { runId } = runRoute.useParams();
  return <Run key={runId} runId={Number(runId)} />;
}
