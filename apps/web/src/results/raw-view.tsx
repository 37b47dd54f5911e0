import { parseExactly } from "@callbook/core/json";
import type { ExecutionBody, ExecutionRow } from "@callbook/core/results";
import { Button, CopyButton, EmptyState, formatBytes, JsonView, Select } from "../ui/index.ts";
import { LoadedView } from "./loaded-view.tsx";
import { PagesView } from "./pages-view.tsx";
import {
  endedIn,
  executionKey,
  groupTitle,
  parameterLine,
  type ResultsActions,
  type ResultsGroup,
} from "./results-data.ts";
import { useExecutions } from "./use-executions.ts";
import { useLoaded } from "./use-loaded.ts";

interface RawTabProps {
  readonly groups: readonly ResultsGroup[];
  readonly actions: ResultsActions;
  /** Key of the chosen execution; the first one when null or unknown. */
  readonly chosen: string | null;
  readonly onChoose: (key: string) => void;
}

/** The complete answer of one execution: status, headers, body as received. */
export function RawTab({ groups, actions, chosen, onChoose }: RawTabProps) {
  const having = groups.filter(({ executions }) => executions.size > 0);
  const [only] = having;
  const path = having.length === 1 && only !== undefined ? only.path : null;
  const ended = having.reduce((sum, group) => {
    const { succeeded, failed } = endedIn(group);
    return sum + succeeded + failed;
  }, 0);
  const pages = useExecutions(actions, { path, failedOnly: false }, ended);
  if (ended === 0) {
    return (
      <EmptyState title="Nothing was received">No request of this run has ended yet.</EmptyState>
    );
  }
  const names = new Map(having.map((group) => [group.actionRunId, groupTitle(group)]));
  return (
    <PagesView pages={{ ...pages, more: null }} what="Executions">
      {(rows) => {
        const all = rows.filter(({ actionRunId }) => names.has(actionRunId));
        const row = all.find((one) => executionKey(one) === chosen) ?? all[0];
        if (row === undefined) return null;
        const key = executionKey(row);
        return (
          <div>
            {all.length > 1 && (
              <div className="flex max-w-200 items-center gap-2 px-4 pt-3">
                <Select
                  size="sm"
                  aria-label="Execution"
                  value={key}
                  onChange={(next) => next !== null && onChoose(next)}
                  options={all.map((one) => ({
                    value: executionKey(one),
                    label: `${one.connection}: ${parameterLine(one)}`,
                    ...(names.size > 1 ? { hint: names.get(one.actionRunId) } : {}),
                  }))}
                />
                {pages.more !== null && (
                  <Button size="sm" variant="ghost" busy={pages.growing} onClick={pages.more}>
                    Show more
                  </Button>
                )}
              </div>
            )}
            <RawOf key={key} row={row} actions={actions} />
          </div>
        );
      }}
    </PagesView>
  );
}

function RawOf({ row, actions }: { readonly row: ExecutionRow; readonly actions: ResultsActions }) {
  const body = useLoaded(executionKey(row), true, () => actions.loadBody(row));
  return (
    <LoadedView loaded={body} what="Answer">
      {(loaded) => <RawView body={loaded} size={row.size} />}
    </LoadedView>
  );
}

interface RawViewProps {
  readonly body: ExecutionBody;
  readonly size: number;
}

/** Status line, headers and body. A body that is JSON is shown as a tree, with the text to copy. */
export function RawView({ body, size }: RawViewProps) {
  const raw = body.raw;
  if (raw === null) {
    return (
      <EmptyState title="There was no response">
        The request failed before the third party answered, or nothing was sent.
      </EmptyState>
    );
  }
  const parsed = raw.text === null ? undefined : jsonIn(raw.text);
  return (
    <div className="space-y-3 p-4">
      <div>
        <h2 className="mb-1 font-semibold">
          Response received{" "}
          <span className="ml-2 text-t2 font-normal text-text-3">
            {formatBytes(size)}, secrets masked
          </span>
        </h2>
        <div className="rounded-r2 border border-line bg-surface-2 px-3 py-2 font-mono text-t2 leading-[18px] break-words text-text-2">
          <p className="font-semibold text-text">{raw.status}</p>
          {Object.entries(raw.headers).map(([name, value]) => (
            <p key={name}>
              {name}: {value}
            </p>
          ))}
        </div>
      </div>
      <div className="relative rounded-r2 border border-line bg-surface-2">
        {raw.text === null ? (
          <p className="px-3 py-2 text-text-3">Binary body, {formatBytes(size)}</p>
        ) : parsed === undefined ? (
          <>
            <div className="absolute top-1 right-1">
              <CopyButton text={raw.text} label="Copy body" />
            </div>
            <pre className="max-h-120 overflow-auto px-3 py-2 pr-10 font-mono text-t2 leading-[18px] break-words whitespace-pre-wrap">
              {raw.text === "" ? "(empty body)" : raw.text}
            </pre>
          </>
        ) : (
          <JsonView label="body" value={parsed} openLevels={3} />
        )}
      </div>
    </div>
  );
}

/** The value, or undefined when the text is no JSON. */
function jsonIn(text: string): unknown {
  try {
    return parseExactly(text);
  } catch {
    return undefined;
  }
}
