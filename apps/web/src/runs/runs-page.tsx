import type { RunStateName } from "@callbook/core/log";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { ArrowUp } from "lucide-react";
import { useState } from "react";
import { QueryProblem } from "../api/query-view.tsx";
import { errorText } from "../api/refusal.ts";
import { trpc } from "../api/trpc.ts";
import { useNow } from "../canvas/use-now.ts";
import { BesideState, besideState } from "../results/index.ts";
import { Page } from "../shell/page.tsx";
import {
  Button,
  type Column,
  DataTable,
  EmptyState,
  formatDuration,
  formatTime,
  Select,
  StateMark,
  states,
} from "../ui/index.ts";
import { PinnedMark } from "./pinned-mark.tsx";
import { RUN_STATES } from "./run-states.ts";
import { newerText, PAGE, type RunRow, waitText } from "./runs-list.ts";
import { useRunsList } from "./use-runs-list.ts";

/** All runs that this person may see, newest first, as they happen. */
export function RunsPage() {
  const [state, setState] = useState<RunStateName | null>(null);
  const [playbookId, setPlaybookId] = useState<number | null>(null);
  const runs = useRunsList({
    ...(state === null ? {} : { state }),
    ...(playbookId === null ? {} : { playbookId }),
  });
  const { rows, newer } = runs;
  return (
    <Page title="Runs" note="Newest first, live">
      <div className="flex flex-wrap items-center gap-2">
        <Filters
          state={state}
          playbookId={playbookId}
          onState={setState}
          onPlaybook={setPlaybookId}
        />
        <span className="flex-1" />
        <output aria-label="Newer runs">
          {newer.count > 0 && (
            <Button size="sm" icon={ArrowUp} onClick={runs.showNewest}>
              {newerText(newer)}
            </Button>
          )}
        </output>
      </div>
      {runs.error !== null ? (
        <QueryProblem error={runs.error} onRetry={runs.retry} />
      ) : (
        <section
          aria-label="Runs"
          className="overflow-hidden rounded-r3 border border-line bg-surface"
        >
          <DataTable
            caption="Runs, newest first"
            columns={columns}
            rows={rows}
            rowKey={(row) => String(row.id)}
            rowHeight={34}
            loadingRows={10}
            empty={
              state === null && playbookId === null ? (
                <EmptyState title="Nothing has run yet">
                  Open a playbook and press Run, or start one over the REST API.
                </EmptyState>
              ) : (
                <EmptyState title="No run fits">Choose another state or playbook.</EmptyState>
              )
            }
          />
          <footer className="flex h-10 items-center gap-3 border-t border-line px-4 text-t2 text-text-3">
            {rows === undefined ? "" : `${rows.length} shown`}
            <span className="flex-1" />
            {runs.olderError !== null && (
              <span role="alert" className="text-fail">
                Older runs could not be loaded: {errorText(runs.olderError)}
              </span>
            )}
            {runs.older !== null && (
              <Button size="sm" variant="ghost" busy={runs.growing} onClick={runs.older}>
                Show {PAGE} more
              </Button>
            )}
          </footer>
        </section>
      )}
    </Page>
  );
}

interface FiltersProps {
  readonly state: RunStateName | null;
  readonly playbookId: number | null;
  readonly onState: (state: RunStateName | null) => void;
  readonly onPlaybook: (id: number | null) => void;
}

function Filters({ state, playbookId, onState, onPlaybook }: FiltersProps) {
  const playbooks = useQuery(trpc.playbooks.list.queryOptions({}));
  return (
    <>
      <div className="w-44">
        <Select
          aria-label="State"
          size="sm"
          value={state}
          clearLabel="State: all"
          options={RUN_STATES.map((name) => ({ value: name, label: states[name].word }))}
          onChange={(next) => onState(RUN_STATES.find((name) => name === next) ?? null)}
        />
      </div>
      <div className="w-72">
        <Select
          aria-label="Playbook"
          size="sm"
          value={playbookId === null ? null : String(playbookId)}
          clearLabel="Playbook: all"
          options={(playbooks.data ?? []).map((row) => ({
            value: String(row.id),
            label: row.name,
            hint: row.siteName,
          }))}
          onChange={(next) => onPlaybook(next === null ? null : Number(next))}
        />
      </div>
    </>
  );
}

const columns: readonly Column<RunRow>[] = [
  {
    id: "run",
    head: "Run",
    names: true,
    width: "80px",
    cell: (row) => (
      <span className="inline-flex items-center gap-1.5">
        <Link
          to="/runs/$runId"
          params={{ runId: String(row.id) }}
          className="text-link hover:underline"
        >
          {row.id}
        </Link>
        {row.pinned && <PinnedMark />}
      </span>
    ),
  },
  { id: "state", head: "State", width: "120px", cell: (row) => <StateMark state={row.state} /> },
  {
    id: "playbook",
    head: "Playbook",
    cell: (row) => (
      <span title={row.playbookName}>
        <span className="font-medium">{row.playbookName}</span>{" "}
        <span className="text-t2 text-text-3">
          {row.revision === "draft" ? "draft" : `rev ${row.revision}`}
        </span>
      </span>
    ),
  },
  { id: "what", head: "What happened", cell: (row) => <WhatHappened row={row} /> },
  {
    id: "started",
    head: "Started",
    width: "120px",
    cell: (row) => formatTime(row.startedAt ?? row.queuedAt, new Date()),
  },
  {
    id: "duration",
    head: "Duration",
    width: "110px",
    align: "right",
    cell: (row) => <Duration row={row} />,
  },
  { id: "site", head: "Site", width: "140px", cell: (row) => row.siteName },
  { id: "by", head: "Started by", width: "160px", cell: (row) => row.startedBy },
];

function WhatHappened({ row }: { readonly row: RunRow }) {
  if (row.failureMessage !== null) {
    return (
      <span className="text-fail" title={row.failureMessage}>
        {row.failureMessage}
      </span>
    );
  }
  if (besideState(row) !== "") return <BesideState run={row} />;
  return row.nextWait === null ? "" : waitText(row.nextWait, new Date());
}

function Duration({ row }: { readonly row: RunRow }) {
  if (row.startedAt === null) return "";
  if (row.finishedAt === null) return <Growing from={Date.parse(row.startedAt)} />;
  return formatDuration(Date.parse(row.finishedAt) - Date.parse(row.startedAt));
}

function Growing({ from }: { readonly from: number }) {
  return formatDuration(Math.max(0, Math.floor((useNow() - from) / 1000)) * 1000);
}
