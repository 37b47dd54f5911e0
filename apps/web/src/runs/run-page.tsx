import { indexDocument } from "@callbook/core/document";
import { Link, useNavigate } from "@tanstack/react-router";
import { Workflow } from "lucide-react";
import { useState } from "react";
import { QueryProblem } from "../api/query-view.tsx";
import { nothingSelected, type Selection } from "../canvas/canvas-contract.ts";
import { BesideState, ResultsPanel } from "../results/index.ts";
import { Page } from "../shell/page.tsx";
import { formatTime, LoadingRows, Panel, StateMark } from "../ui/index.ts";
import { CancelRun } from "./cancel-run.tsx";
import { PinnedMark } from "./pinned-mark.tsx";
import { RunCanvas } from "./run-canvas.tsx";
import { RunCards } from "./run-cards.tsx";
import { RunLog } from "./run-log.tsx";
import { RunMenu } from "./run-menu.tsx";
import { RunTime } from "./run-time.tsx";
import { ThisRun } from "./this-run.tsx";
import { Timeline } from "./timeline.tsx";
import { countsOf } from "./timeline-rows.ts";
import { useResultsActions } from "./use-results-actions.ts";
import { type FollowedRun, useRun } from "./use-run.ts";
import { useRunResults } from "./use-run-results.ts";

/** One run: what needs a person, its timeline, its log, the revision that ran, its results. */
export function RunPage({ runId }: { readonly runId: number }) {
  const run = useRun(runId);
  if (run.data !== undefined) return <RunView run={run.data} />;
  return (
    <Page
      title={`Run ${runId}`}
      trail={[{ label: "Runs", to: "/runs" }, { label: `Run ${runId}` }]}
    >
      {run.error === null || run.error === undefined ? (
        <LoadingRows rows={8} />
      ) : (
        <QueryProblem error={run.error} onRetry={run.refetch} />
      )}
    </Page>
  );
}

function RunView({ run }: { readonly run: FollowedRun }) {
  const { details, state } = run;
  const [selection, setSelection] = useState<Selection>(nothingSelected);
  const started = details.startedAt ?? details.queuedAt;
  return (
    <Page
      title={`Run ${details.id}`}
      trail={[{ label: "Runs", to: "/runs" }, { label: details.playbookName }]}
      note={
        <span className="flex flex-wrap items-center gap-x-3">
          <StateMark state={state.state} badge />
          <BesideState run={state} />
          <span>
            started {formatTime(started, new Date())} by {details.startedBy}, <RunTime run={run} />
          </span>
          {details.pinned && <PinnedMark />}
        </span>
      }
      actions={
        <>
          <OpenOnCanvas run={run} />
          <CancelRun run={run} />
          <RunMenu details={details} />
        </>
      }
    >
      <RunCards run={run} />
      <Panel title="Timeline" note={countsOf(state)}>
        <Timeline run={run} />
      </Panel>
      <div className="grid grid-cols-1 gap-4 min-[1200px]:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
        <RunLog run={run} />
        <ThisRun run={run} />
      </div>
      <Panel
        title="What ran"
        note={
          details.revision === "draft"
            ? "the draft as it stood then"
            : `revision ${details.revision}`
        }
      >
        <RunCanvas run={run} selection={selection} onSelect={setSelection} />
      </Panel>
      <RunResults run={run} selection={selection} />
    </Page>
  );
}

function OpenOnCanvas({ run }: { readonly run: FollowedRun }) {
  return (
    <Link
      to="/playbooks/$playbookId"
      params={{ playbookId: String(run.details.playbookId) }}
      search={{ run: run.details.id }}
      className="inline-flex h-7 items-center gap-1.5 rounded-r2 border border-line-strong bg-surface px-2.5 font-medium hover:bg-surface-3"
    >
      <Workflow size={16} aria-hidden />
      Open on canvas
    </Link>
  );
}

function RunResults({
  run,
  selection,
}: {
  readonly run: FollowedRun;
  readonly selection: Selection;
}) {
  const navigate = useNavigate();
  const results = useRunResults(run);
  const actions = useResultsActions(run.details.id, (blockId, input) => {
    void navigate({
      to: "/playbooks/$playbookId",
      params: { playbookId: String(run.details.playbookId) },
      search: { run: run.details.id },
      hash: `${blockId}/${input}`,
    });
  });
  const chosen = selection.blocks;
  const index = indexDocument(run.details.document);
  const [only] = [...chosen];
  const groups =
    chosen.size === 0
      ? results.groups
      : results.groups.filter((group) => chosen.has(group.blockId));
  const callbacks =
    chosen.size === 0
      ? results.callbacks
      : results.callbacks.filter((callback) => chosen.has(callback.sourceId));
  return (
    <Panel
      title="Results"
      {...(only === undefined ? {} : { note: `of ${index.blocks.get(only)?.name ?? only}` })}
    >
      <div className="h-[420px]">
        <ResultsPanel
          groups={groups}
          callbacks={callbacks}
          actions={actions}
          runFailure={chosen.size === 0 ? (run.state.failure?.message ?? null) : null}
          enlarged
          className="h-full"
        />
      </div>
    </Panel>
  );
}
