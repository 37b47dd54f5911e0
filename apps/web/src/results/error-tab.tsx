import type { Failure } from "@callbook/core/failure";
import type { ExecutionRow } from "@callbook/core/results";
import { useState } from "react";
import { cx, EmptyState, StateMark } from "../ui/index.ts";
import { ErrorDetail } from "./error-detail.tsx";
import { LoadedView } from "./loaded-view.tsx";
import { RawView } from "./raw-view.tsx";
import {
  executionKey,
  parameterLine,
  type ResultsActions,
  type ResultsGroup,
} from "./results-data.ts";
import { useLoaded } from "./use-loaded.ts";

/** One failed execution with the group it belongs to. */
export interface FailedExecution {
  readonly group: ResultsGroup;
  readonly row: ExecutionRow;
  readonly failure: Failure;
}

/** All failed executions of the groups, in their order. */
export function failedExecutions(groups: readonly ResultsGroup[]): readonly FailedExecution[] {
  return groups.flatMap((group) =>
    (group.rows ?? []).flatMap((row) =>
      row.failure ? [{ group, row, failure: row.failure }] : [],
    ),
  );
}

interface ErrorTabProps {
  readonly groups: readonly ResultsGroup[];
  readonly actions: ResultsActions;
  /** All of the screen below the top bar: list, detail and the answer side by side. */
  readonly enlarged: boolean;
}

/** What failed, why, and what to do: one entry per failed execution. */
export function ErrorTab({ groups, actions, enlarged }: ErrorTabProps) {
  const failed = failedExecutions(groups);
  const [chosen, setChosen] = useState<string | null>(null);
  const current = failed.find((entry) => executionKey(entry.row) === chosen) ?? failed[0];
  if (!current) {
    return <EmptyState title="Nothing failed">Errors of this run would be listed here.</EmptyState>;
  }
  const list = failed.length > 1 && (
    <FailureList failed={failed} current={current} onChoose={setChosen} enlarged={enlarged} />
  );
  return (
    <div className={cx("flex min-h-full", enlarged && "h-full")}>
      {list}
      <div className="min-w-0 flex-1 overflow-auto">
        <FailureDetail entry={current} actions={actions} enlarged={enlarged} />
      </div>
      {enlarged && (
        <aside
          aria-label="Answer of the third party"
          className="w-90 shrink-0 overflow-auto border-l border-line max-xl:hidden"
        >
          <AnswerOf key={executionKey(current.row)} row={current.row} actions={actions} />
        </aside>
      )}
    </div>
  );
}

function FailureList({
  failed,
  current,
  onChoose,
  enlarged,
}: {
  readonly failed: readonly FailedExecution[];
  readonly current: FailedExecution;
  readonly onChoose: (key: string) => void;
  readonly enlarged: boolean;
}) {
  const blocks = new Set(failed.map((entry) => entry.group.key)).size;
  return (
    <nav
      aria-label="Failed executions"
      className={cx("shrink-0 overflow-auto border-r border-line", enlarged ? "w-70" : "w-56")}
    >
      <p className="px-4 py-2 text-t2 text-text-3">
        {failed.length} failed {failed.length === 1 ? "execution" : "executions"} in {blocks}{" "}
        {blocks === 1 ? "block" : "blocks"}
      </p>
      <ul>
        {failed.map((entry) => {
          const key = executionKey(entry.row);
          return (
            <li key={key} className="border-t border-line">
              <button
                type="button"
                aria-current={entry === current}
                onClick={() => onChoose(key)}
                className="block w-full px-4 py-1.5 text-left hover:bg-surface-2 focus-visible:-outline-offset-2 aria-[current=true]:bg-accent-soft"
              >
                <span className="flex gap-2">
                  <span className="min-w-0 flex-1 truncate font-semibold">{entry.group.name}</span>
                  <span className="font-semibold text-fail">{entry.failure.statusCode}</span>
                </span>
                <span className="block truncate text-t2 text-text-2">
                  {entry.row.connection},{" "}
                  <span className="font-mono">{parameterLine(entry.row)}</span>
                </span>
                {enlarged && (
                  <span className="block truncate text-t2 text-text-2">
                    {entry.failure.message}
                  </span>
                )}
              </button>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}

function FailureDetail({
  entry,
  actions,
  enlarged,
}: {
  readonly entry: FailedExecution;
  readonly actions: ResultsActions;
  readonly enlarged: boolean;
}) {
  const { group, row, failure } = entry;
  const { openConnection, editInput, retryFrom } = actions;
  const target = failure.target;
  const connectionId = target.kind === "connection" ? target.connectionId : row.connectionId;
  const head = enlarged ? (
    <div>
      <div className="flex items-center gap-2">
        <h2 className="text-t4 font-semibold">{group.name}</h2>
        <StateMark
          state={group.state === "partly_succeeded" ? "partly_succeeded" : "test_failed"}
          detail={`${group.succeeded}/${group.total}`}
          badge
        />
      </div>
      <p className="mt-1 text-t2 text-text-2">
        {group.command ?? group.name} on connection{" "}
        <b className="font-semibold">{row.connection}</b>,{" "}
        <span className="font-mono">{parameterLine(row)}</span>
      </p>
    </div>
  ) : (
    <p className="mb-1 truncate text-t2 text-text-3">
      <b className="font-semibold text-text">{group.name}</b> {row.connection},{" "}
      <span className="font-mono">{parameterLine(row)}</span>
    </p>
  );
  return (
    <ErrorDetail
      key={executionKey(row)}
      failure={failure}
      trace={row.trace}
      head={head}
      compact={!enlarged}
      actions={{
        openConnection: openConnection && ((field) => openConnection(connectionId, field)),
        editInput: editInput && ((input) => editInput(group.key, input)),
        retry: retryFrom && (() => retryFrom(group.key)),
      }}
    />
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
