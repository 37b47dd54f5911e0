import type { ExecutionBody, ExecutionRow } from "@callbook/core/results";
import { CopyButton, EmptyState, formatBytes, JsonView, Select } from "../ui/index.ts";
import { LoadedView } from "./loaded-view.tsx";
import { executionKey, parameterLine, type ResultsActions } from "./results-data.ts";
import { useLoaded } from "./use-loaded.ts";

interface RawTabProps {
  readonly rows: readonly ExecutionRow[];
  readonly actions: ResultsActions;
  /** Key of the chosen execution; the first one when null or unknown. */
  readonly chosen: string | null;
  readonly onChoose: (key: string) => void;
}

/** The complete answer of one execution: status, headers, body as received. */
export function RawTab({ rows, actions, chosen, onChoose }: RawTabProps) {
  const row = rows.find((candidate) => executionKey(candidate) === chosen) ?? rows[0];
  if (!row) {
    return (
      <EmptyState title="Nothing was received">No request of this run has ended yet.</EmptyState>
    );
  }
  return (
    <div>
      {rows.length > 1 && (
        <div className="max-w-150 px-4 pt-3">
          <Select
            size="sm"
            aria-label="Execution"
            value={executionKey(row)}
            onChange={(key) => key !== null && onChoose(key)}
            options={rows.map((candidate) => ({
              value: executionKey(candidate),
              label: `${candidate.connection}: ${parameterLine(candidate)}`,
            }))}
          />
        </div>
      )}
      <RawOf key={executionKey(row)} row={row} actions={actions} />
    </div>
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
  const parsed = raw.text === null ? undefined : parseJson(raw.text);
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
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
