import { useEffect } from "react";
import { useEditor } from "../open-playbook/index.ts";

/** When a panel takes room from the canvas, what matters stays seen: the selected block, or all of a run. */
export function useKeepInView(): void {
  const { run, view, selection, scene } = useEditor();
  const runId = run?.details.id ?? null;
  useEffect(() => {
    if (runId === null) return;
    return afterLayout(() => view.get()?.fit());
  }, [runId, view]);

  const [blockId, more] = [...selection.blocks];
  const only = more === undefined ? blockId : undefined;
  // biome-ignore lint/correctness/useExhaustiveDependencies: a block that is only moved must not pull the view after it
  useEffect(() => {
    if (only === undefined) return;
    return afterLayout(() => {
      const box = scene.blocks.get(only)?.box;
      if (box !== undefined) view.get()?.reveal(box);
    });
  }, [only, view]);
}

/** The canvas learns its new size one frame after the layout. */
function afterLayout(act: () => void): () => void {
  let frame = requestAnimationFrame(() => {
    frame = requestAnimationFrame(() => {
      frame = requestAnimationFrame(act);
    });
  });
  return () => cancelAnimationFrame(frame);
}
