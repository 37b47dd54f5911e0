import type { ExecutionRow } from "@callbook/core/results";
import { Plug } from "lucide-react";
import { type ReactNode, useState } from "react";
import {
  EmptyState,
  formatBytes,
  formatDuration,
  JsonView,
  LoadingRows,
  Select,
  states,
} from "../ui/index.ts";
import { LoadedView } from "./loaded-view.tsx";
import { PagesView } from "./pages-view.tsx";
import {
  byBlock,
  byConnection,
  endedIn,
  executionKey,
  parameterLine,
  type ResultsActions,
  type ResultsGroup,
  spanOfRows,
  stateOfEnded,
} from "./results-data.ts";
import { StoredResults } from "./stored-results.tsx";
import { TreeRow } from "./tree-row.tsx";
import { useExecutions } from "./use-executions.ts";
import { useLoaded } from "./use-loaded.ts";

interface ExecutionTreeProps {
  readonly groups: readonly ResultsGroup[];
  readonly actions: ResultsActions;
}

/** Block, connection, parameter, data: every execution with all of its details, of each block one pass. */
export function ExecutionTree({ groups, actions }: ExecutionTreeProps) {
  if (groups.length === 0) {
    return (
      <EmptyState title="No results yet">They appear here as soon as a block ends.</EmptyState>
    );
  }
  const blocks = byBlock(groups);
  return (
    <ul aria-label="Results" className="min-w-160">
      {blocks.map((passes) => (
        <BlockEntry
          key={passes[0]?.blockId}
          passes={passes}
          actions={actions}
          alone={blocks.length === 1}
        />
      ))}
    </ul>
  );
}

interface BlockEntryProps {
  readonly passes: readonly ResultsGroup[];
  readonly actions: ResultsActions;
  readonly alone: boolean;
}

/** The newest pass of a block, until another one is chosen. */
function BlockEntry({ passes, actions, alone }: BlockEntryProps) {
  const [open, setOpen] = useState(alone);
  const [chosen, setChosen] = useState<string | null>(null);
  const group = passes.find(({ path }) => path === chosen) ?? passes.at(-1);
  if (group === undefined) return null;
  const leaf = group.executions.size === 0 && group.stored === null && passes.length === 1;
  const actionRun = group.actionRunId === null ? "" : `, action run ${group.actionRunId}`;
  return (
    <li className="border-b border-line last:border-b-0">
      <TreeRow
        level={0}
        open={open}
        onToggle={leaf ? null : () => setOpen(!open)}
        name={
          <>
            {group.name}
            {group.pass !== null && (
              <span className="text-t2 font-normal text-text-3"> {group.pass}</span>
            )}
          </>
        }
        strong
        state={group.state}
        message={`${group.message}${actionRun}`}
        duration={formatDuration(group.durationMs)}
      />
      {open && passes.length > 1 && (
        <div className="w-60 py-1 pl-7">
          <Select
            size="sm"
            aria-label={`Pass of ${group.name}`}
            value={group.path}
            options={passes.map((one) => ({
              value: one.path,
              label: `${one.pass ?? one.path}, ${states[one.state].word}`,
            }))}
            onChange={setChosen}
          />
        </div>
      )}
      {open && <PassEntry key={group.path} group={group} actions={actions} />}
    </li>
  );
}

function PassEntry({
  group,
  actions,
}: Pick<BlockEntryProps, "actions"> & { readonly group: ResultsGroup }) {
  if (group.stored !== null) return <StoredResults group={group} actions={actions} />;
  return group.executions.size === 0 ? null : <Executions group={group} actions={actions} />;
}

/** The executions of a pass that have ended, a page at a time, by connection. */
function Executions({
  group,
  actions,
}: Pick<BlockEntryProps, "actions"> & { readonly group: ResultsGroup }) {
  const { succeeded, failed } = endedIn(group);
  const wanted = { path: group.path, failedOnly: false };
  const pages = useExecutions(actions, wanted, succeeded + failed);
  return (
    <PagesView pages={pages} what="Executions" loading={<LoadingRows rows={2} height={24} />}>
      {(rows) => (
        <ul>
          {byConnection(rows).map((connection) => (
            <ConnectionEntry
              key={connection.appRunId}
              group={group}
              rows={connection.rows}
              actions={actions}
            />
          ))}
        </ul>
      )}
    </PagesView>
  );
}

function ConnectionEntry({
  group,
  rows,
  actions,
}: Pick<BlockEntryProps, "actions"> & {
  readonly group: ResultsGroup;
  readonly rows: readonly ExecutionRow[];
}) {
  const [open, setOpen] = useState(true);
  const first = rows[0];
  if (!first) return null;
  const { appRunId } = first;
  const ended = group.executions.get(appRunId) ?? { succeeded: 0, failed: 0 };
  const all = ended.succeeded + ended.failed;
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
        state={stateOfEnded(ended)}
        message={`${ended.succeeded} of ${all}, app run ${appRunId}`}
        // Of some of them it would be too short.
        duration={rows.length < all ? "" : formatDuration(spanOfRows(rows))}
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
