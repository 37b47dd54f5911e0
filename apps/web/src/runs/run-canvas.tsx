import { useEffect, useMemo, useRef, useState } from "react";
import type { CanvasView, Selection } from "../canvas/canvas-contract.ts";
import { CanvasTools } from "../canvas/canvas-tools.tsx";
import { makeScene } from "../canvas/make-scene.ts";
import { Minimap } from "../canvas/minimap.tsx";
import { FlowCanvas } from "../canvas/react-flow-adapter/index.ts";
import { emptyScene, type Scene } from "../canvas/scene.ts";
import type { FollowedRun } from "./use-run.ts";

const NO_NAMES: ReadonlyMap<number, string> = new Map();

interface RunCanvasProps {
  readonly run: FollowedRun;
  readonly selection: Selection;
  readonly onSelect: (selection: Selection) => void;
}

/** The revision that ran, as it stood, with what became of each block; nothing can be changed. */
export function RunCanvas({ run, selection, onSelect }: RunCanvasProps) {
  const before = useRef<Scene>(emptyScene);
  const [tool, setTool] = useState<"pointer" | "hand">("hand");
  const [view, setView] = useState<CanvasView | null>(null);
  const { catalogue } = run;
  const { document } = run.details;
  const scene = useMemo(
    () =>
      makeScene(
        {
          document,
          catalogue,
          connections: NO_NAMES,
          run: { state: run.state, document },
          problems: [],
        },
        before.current,
      ),
    [document, catalogue, run.state],
  );
  useEffect(() => {
    before.current = scene;
  }, [scene]);
  return (
    <section aria-label="Playbook canvas" data-canvas className="relative h-[420px]">
      <FlowCanvas
        label="Blocks and callbacks of this run"
        scene={scene}
        selection={selection}
        readOnly
        tool={tool}
        onView={setView}
        onSelect={onSelect}
        onMove={nothing}
        mayConnect={never}
        onConnect={nothing}
        onConnectToNew={nothing}
        onInsertOn={nothing}
        onProblems={nothing}
      >
        <Minimap scene={scene} view={view} />
        <CanvasTools tool={tool} onTool={setTool} view={view} onTidy={null} />
      </FlowCanvas>
    </section>
  );
}

function nothing(): void {
  // Nothing can be changed on a run.
}

function never(): boolean {
  return false;
}
