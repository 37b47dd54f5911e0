import type { ExecutionRow } from "@callbook/core/results";
import { Plug } from "lucide-react";
import { type ReactNode, useState } from "react";
import { EmptyState, formatBytes, formatDuration, JsonView, LoadingRows } from "../ui/index.ts";
import { LoadedView } from "./loaded-view.tsx";
import {
  byConnection,
  executionKey,
  parameterLine,
  type ResultsActions,
  type ResultsGroup,
  spanOfRows,
  stateOfRows,
} from "./results-data.ts";
import { TreeRow } from "./tree-row.tsx";
import { useLoaded } from "./use-loaded.ts";

interface ExecutionTreeProps {
  readonly groups: readonly ResultsGroup[];
  readonly actions: ResultsActions;
}

/** Block, connection, parameter, data: every execution with all of its details. */
export function ExecutionTree({ groups, actions }: ExecutionTreeProps) {
  if (groups.length === 0) {
    return (
      <EmptyState title="No results yet">They appear here as soon as a block ends.</EmptyState>
    );
  }
  return (
    <ul aria-label="Results" className="min-w-160">
      {groups.map((group) => (
        <GroupEntry key={group.key} group={group} actions={actions} alone={groups.length === 1} />
      ))}
    </ul>
  );
}

interface GroupEntryProps {
  readonly group: ResultsGroup;
  readonly actions: ResultsActions;
  readonly alone: boolean;
}

function GroupEntry({ group, actions, alone }: GroupEntryProps) {
  const [open, setOpen] = useState(alone);
  const leaf = group.rows !== undefined && group.rows.length === 0;
  const actionRun = group.actionRunId === null ? "" : `, action run ${group.actionRunId}`;
  return (
    <li className="border-b border-line last:border-b-0">
      <TreeRow
        level={0}
        open={open}
        onToggle={leaf ? null : () => setOpen(!open)}
        name={group.name}
        strong
        state={group.state}
        message={`${group.message}${actionRun}`}
        duration={formatDuration(group.durationMs)}
      />
      {open && group.rows === undefined && <LoadingRows rows={2} height={24} />}
      {open && group.rows !== undefined && group.rows.length > 0 && (
        <ul>
          {byConnection(group.rows).map(({ appRunId, rows }) => (
            <ConnectionEntry key={appRunId} rows={rows} actions={actions} />
          ))}
        </ul>
      )}
    </li>
  );
}

function ConnectionEntry({
  rows,
  actions,
}: {
  readonly rows: readonly ExecutionRow[];
  readonly actions: ResultsActions;
}) {
  const [open, setOpen] = useState(true);
  const first = rows[0];
  if (!first) return null;
  const succeeded = rows.filter((row) => row.status === "success").length;
  return (
    <li className="border-t border-line">
      <TreeRow
        level={1}
        open={open}
        onToggle={() => setOpen(!open)}
        icon={Plug}
        name={
          <>
            {first.connection} <span className="text-t2 text-text-3">{first.integration}</span>
          </>
        }
        state={stateOfRows(rows)}
        message={`${succeeded} of ${rows.length}, app run ${first.appRunId}`}
        duration={formatDuration(spanOfRows(rows))}
      />
      {open && (
        <ul>
          {rows.map((row) => (
            <ParameterEntry key={executionKey(row)} row={row} actions={actions} />
          ))}
        </ul>
      )}
    </li>
  );
}

function ParameterEntry({
  row,
  actions,
}: {
  readonly row: ExecutionRow;
  readonly actions: ResultsActions;
}) {
  const [open, setOpen] = useState(false);
  const body = useLoaded(executionKey(row), open, () => actions.loadBody(row));
  const code = row.statusCode === null ? "" : `${row.statusCode} `;
  return (
    <li className="border-t border-line">
      <TreeRow
        level={2}
        open={open}
        onToggle={() => setOpen(!open)}
        name={<span className="font-mono text-t2">{parameterLine(row)}</span>}
        state={row.status === "success" ? "succeeded" : "failed"}
        message={`${code}${row.message}`}
        duration={formatDuration(Date.parse(row.finishedAt) - Date.parse(row.startedAt))}
      />
      {open && (
        <div className="border-t border-line bg-surface-2 pl-11">
          <Caption>parameter</Caption>
          <JsonView label="parameter" value={row.parameter} openLevels={1} copy={false} />
          <Caption>summary</Caption>
          <JsonView label="summary" value={row.summary} openLevels={1} copy={false} />
          <LoadedView loaded={body} what="Data">
            {(loaded) => (
              <>
                <Caption>
                  data, {loaded.data.length} {loaded.data.length === 1 ? "item" : "items"},{" "}
                  {formatBytes(row.size)}
                </Caption>
                <JsonView label="data" value={loaded.data} openLevels={2} />
              </>
            )}
          </LoadedView>
        </div>
      )}
    </li>
  );
}

function Caption({ children }: { readonly children: ReactNode }) {
  return <p className="pt-1 pl-4 text-t2 text-text-3">{children}</p>;
}
