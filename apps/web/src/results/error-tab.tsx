import type { ExecutionRow } from "@callbook/core/results";
import { useEffect, useState } from "react";
import { Button, cx, EmptyState, StateMark } from "../ui/index.ts";
import { ErrorDetail } from "./error-detail.tsx";
import { LoadedView } from "./loaded-view.tsx";
import { PagesView } from "./pages-view.tsx";
import { RawView } from "./raw-view.tsx";
import {
  endedIn,
  executionKey,
  type FailedPart,
  failedParts,
  failureCount,
  groupTitle,
  parameterLine,
  type ResultsActions,
  type ResultsGroup,
} from "./results-data.ts";
import { useExecutions } from "./use-executions.ts";
import { useLoaded } from "./use-loaded.ts";
import type { Pages } from "./use-pages.ts";

interface ErrorTabProps {
  readonly groups: readonly ResultsGroup[];
  /** Why the run as a whole failed; shown when no block of it did (its limit, a cycle). */
  readonly runFailure: string | null;
  readonly actions: ResultsActions;
  /** All of the screen below the top bar: list, detail and the answer side by side. */
  readonly enlarged: boolean;
}

/** What failed, why, and what to do: one entry per failed execution, or block that failed before any. */
export function ErrorTab({ groups, runFailure, actions, enlarged }: ErrorTabProps) {
  const pages = useFailedExecutions(groups, actions);
  const count = failureCount(groups);
  if (count === 0) {
    if (runFailure !== null) return <EmptyState title="The run failed">{runFailure}</EmptyState>;
    return <EmptyState title="Nothing failed">Errors of this run would be listed here.</EmptyState>;
  }
  const failed = failedParts(groups, pages.rows ?? []);
  return (
    <PagesView
      pages={{ ...pages, rows: pages.rows ?? (failed.length > 0 ? [] : null), more: null }}
      what="Errors"
    >
      {() => (
        <Failures
          failed={failed}
          count={count}
          pages={pages}
          actions={actions}
          enlarged={enlarged}
        />
      )}
    </PagesView>
  );
}

/** The failed executions of these passes. */
function useFailedExecutions(
  groups: readonly ResultsGroup[],
  actions: ResultsActions,
): Pages<ExecutionRow> {
  const having = groups.filter((group) => endedIn(group).failed > 0);
  const [only] = having;
  const path = having.length === 1 && only !== undefined ? only.path : null;
  const ended = having.reduce((sum, group) => sum + endedIn(group).failed, 0);
  const pages = useExecutions(actions, { path, failedOnly: true }, ended);
  const wanted = new Set(having.map(({ actionRunId }) => actionRunId));
  const rows = pages.rows?.filter(({ actionRunId }) => wanted.has(actionRunId)) ?? null;
  // Those of the passes that are shown may come after many others.
  const { more, growing, error } = pages;
  const searching = rows?.length === 0 && more !== null && !growing && error === null;
  useEffect(() => {
    if (searching) more?.();
  }, [searching, more]);
  return { ...pages, rows };
}

interface FailuresProps {
  readonly failed: readonly FailedPart[];
  /** Of all, also of those that have not been read. */
  readonly count: number;
  readonly pages: Pages<ExecutionRow>;
  readonly actions: ResultsActions;
  readonly enlarged: boolean;
}

function Failures({ failed, count, pages, actions, enlarged }: FailuresProps) {
  const [chosen, setChosen] = useState<string | null>(null);
  const current = failed.find((entry) => entry.key === chosen) ?? failed[0];
  if (current === undefined) return null;
  return (
    <div className={cx("flex min-h-full", enlarged && "h-full")}>
      {count > 1 && (
        <FailureList
          failed={failed}
          count={count}
          pages={pages}
          current={current}
          onChoose={setChosen}
          enlarged={enlarged}
        />
      )}
      <div className="min-w-0 flex-1 overflow-auto">
        <FailureDetail entry={current} actions={actions} enlarged={enlarged} />
      </div>
      {enlarged && (
        <aside
          aria-label="Answer of the third party"
          className="w-90 shrink-0 overflow-auto border-l border-line max-xl:hidden"
        >
          {current.row === null ? (
            <EmptyState title="Nothing was sent">The block failed before any request.</EmptyState>
          ) : (
            <AnswerOf key={current.key} row={current.row} actions={actions} />
          )}
        </aside>
      )}
    </div>
  );
}

function FailureList({
  failed,
  count,
  pages: { more, growing },
  current,
  onChoose,
  enlarged,
}: Omit<FailuresProps, "actions"> & {
  readonly current: FailedPart;
  readonly onChoose: (key: string) => void;
}) {
  const blocks = new Set(failed.map((entry) => entry.group.blockId)).size;
  return (
    <nav
      aria-label="Failures"
      className={cx("shrink-0 overflow-auto border-r border-line", enlarged ? "w-70" : "w-56")}
    >
      <p className="px-4 py-2 text-t2 text-text-3">
        {failed.length < count ? `${failed.length} of ` : ""}
        {count} {count === 1 ? "failure" : "failures"} in {blocks}{" "}
        {blocks === 1 ? "block" : "blocks"}
      </p>
      <ul>
        {failed.map((entry) => (
          <li key={entry.key} className="border-t border-line">
            <button
              type="button"
              aria-current={entry === current}
              onClick={() => onChoose(entry.key)}
              className="block w-full px-4 py-1.5 text-left hover:bg-surface-2 focus-visible:-outline-offset-2 aria-[current=true]:bg-accent-soft"
            >
              <span className="flex gap-2">
                <span className="min-w-0 flex-1 truncate font-semibold">
                  {groupTitle(entry.group)}
                </span>
                <span className="font-semibold text-fail">{entry.failure.statusCode}</span>
              </span>
              <span className="block truncate text-t2 text-text-2">
                <WhereOf row={entry.row} />
              </span>
              {enlarged && (
                <span className="block truncate text-t2 text-text-2">{entry.failure.message}</span>
              )}
            </button>
          </li>
        ))}
      </ul>
      {more !== null && (
        <div className="border-t border-line px-3 py-1.5">
          <Button size="sm" variant="ghost" busy={growing} onClick={more}>
            Show more
          </Button>
        </div>
      )}
    </nav>
  );
}

function FailureDetail({
  entry,
  actions,
  enlarged,
}: {
  readonly entry: FailedPart;
  readonly actions: ResultsActions;
  readonly enlarged: boolean;
}) {
  const { group, row, failure, key } = entry;
  const { openConnection, editInput, retryFrom } = actions;
  const target = failure.target;
  const connectionId =
    target.kind === "connection" ? target.connectionId : (row?.connectionId ?? null);
  const head = enlarged ? (
    <div>
      <div className="flex items-center gap-2">
        <h2 className="text-t4 font-semibold">{groupTitle(group)}</h2>
        <StateMark
          state={group.state === "partly_succeeded" ? "partly_succeeded" : "test_failed"}
          {...(group.total === 0 ? {} : { detail: `${group.succeeded}/${group.total}` })}
          badge
        />
      </div>
      <p className="mt-1 text-t2 text-text-2">
        {group.command ?? group.name} <WhereOf row={row} />
      </p>
    </div>
  ) : (
    <p className="mb-1 truncate text-t2 text-text-3">
      <b className="font-semibold text-text">{groupTitle(group)}</b> <WhereOf row={row} />
    </p>
  );
  return (
    <ErrorDetail
      key={key}
      failure={failure}
      trace={row?.trace ?? []}
      head={head}
      compact={!enlarged}
      actions={{
        openConnection:
          connectionId === null
            ? undefined
            : openConnection && ((field) => openConnection(connectionId, field)),
        editInput: editInput && ((input) => editInput(group.blockId, input)),
        retry: retryFrom && (() => retryFrom(group.path)),
      }}
    />
  );
}

/** On which connection and with which parameters it failed. */
function WhereOf({ row }: { readonly row: ExecutionRow | null }) {
  if (row === null) return "before anything was executed";
  return (
    <>
      on {row.connection}, <span className="font-mono">{parameterLine(row)}</span>
    </>
  );
}

function AnswerOf({
  row,
  actions,
}: {
  readonly row: ExecutionRow;
  readonly actions: ResultsActions;
}) {
  const body = useLoaded(executionKey(row), true, () => actions.loadBody(row));
  return (
    <LoadedView loaded={body} what="Answer">
      {(loaded) => <RawView body={loaded} size={row.size} />}
    </LoadedView>
  );
}
