import { Maximize2, Minimize2, PanelBottomClose } from "lucide-react";
import { useState } from "react";
import { failingField } from "../../inspector/failing-field.ts";
import { BesideState, ResultsPanel } from "../../results/index.ts";
import { CancelRun } from "../../runs/cancel-run.tsx";
import { RunTime } from "../../runs/run-time.tsx";
import { Timeline } from "../../runs/timeline.tsx";
import { useResultsActions } from "../../runs/use-results-actions.ts";
import type { FollowedRun } from "../../runs/use-run.ts";
import { useRunResults } from "../../runs/use-run-results.ts";
import { IconButton, ResizablePanel, StateMark } from "../../ui/index.ts";
import { useEditor } from "../open-playbook/index.ts";

const DEFAULT_HEIGHT = 179;

interface DockedResultsProps {
  readonly run: FollowedRun;
  readonly enlarged: boolean;
  readonly onEnlarge: (enlarged: boolean) => void;
  readonly onHide: () => void;
}

/** The results panel of the run that is laid over the canvas. */
export function DockedResults({ run, enlarged, onEnlarge, onHide }: DockedResultsProps) {
  const { goTo, document, catalogue } = useEditor();
  const results = useRunResults(run);
  const actions = useResultsActions(run.details.id, (blockId, input) => {
    onEnlarge(false);
    goTo(blockId, failingField(document, catalogue, blockId, input));
  });
  const [height, setHeight] = useState(DEFAULT_HEIGHT);
  const [tab, setTab] = useState<string | null>(null);
  const first = run.state.state === "failed" ? "error" : "results";
  const panel = (
    <ResultsPanel
      groups={results.groups}
      callbacks={results.callbacks}
      enlarged={enlarged}
      tab={tab ?? first}
      onTab={setTab}
      className="h-full min-h-0"
      actions={actions}
      runFailure={run.state.failure?.message ?? null}
      extraTabs={[{ id: "timeline", label: "Timeline", content: <Timeline run={run} dense /> }]}
      aside={
        <>
          <span className="text-t2 text-text-2 max-[1199px]:hidden">Run {run.details.id}</span>
          <StateMark state={run.state.state} />
          <span className="text-t2">
            <BesideState run={run.state} />
          </span>
          <span className="text-t2 text-text-3 max-[1199px]:hidden">
            <RunTime run={run} />
          </span>
          <CancelRun run={run} size="sm" />
          <IconButton
            size="sm"
            icon={enlarged ? Minimize2 : Maximize2}
            label={enlarged ? "Make the panel small" : "Enlarge panel"}
            onClick={() => onEnlarge(!enlarged)}
          />
          <IconButton size="sm" icon={PanelBottomClose} label="Hide panel" onClick={onHide} />
        </>
      }
    />
  );
  return (
    <section
      aria-label={`Results of run ${run.details.id}`}
      className={
        enlarged ? "absolute inset-0 z-10 bg-surface" : "shrink-0 border-t border-line bg-surface"
      }
    >
      <ResizablePanel
        side="bottom"
        label="results panel"
        fill={enlarged}
        size={height}
        min={80}
        max={600}
        onResize={setHeight}
      >
        {panel}
      </ResizablePanel>
    </section>
  );
}
