import type { Json } from "@callbook/core/json";
import { readStoredIds } from "@callbook/core/results";
import { useState } from "react";
import type { ResultHead } from "../api/run-reads.ts";
import { CopyButton, formatBytes, formatDuration, JsonView } from "../ui/index.ts";
import { FilteredView } from "./filtered-view.tsx";
import { LoadedView } from "./loaded-view.tsx";
import { PagesView } from "./pages-view.tsx";
import type { ResultsActions, ResultsGroup, StoredSlots } from "./results-data.ts";
import { TreeRow } from "./tree-row.tsx";
import { useLoaded } from "./use-loaded.ts";
import { usePages } from "./use-pages.ts";

interface StoredResultsProps {
  readonly group: ResultsGroup;
  readonly actions: ResultsActions;
}

/** What a pass stored beside executions: a row for each slot, whose value opens. */
export function StoredResults({ group, actions }: StoredResultsProps) {
  const { path, stored } = group;
  const pages = usePages({
    key: [actions.source, "stored", path],
    // What is stored is on disk once the pass has ended.
    version: group.durationMs === null ? 0 : 1,
    load: (after: Parameters<typeof actions.loadStored>[1]) => actions.loadStored(path, after),
  });
  return (
    <PagesView pages={pages} what="Results">
      {(heads) =>
        heads.length === 0 ? (
          <p className="border-t border-line px-4 py-1 text-t2 text-text-3">Nothing was stored.</p>
        ) : (
          <ul>
            {inOrder(heads, stored).map((head) => (
              <StoredEntry
                key={`${head.slot} ${head.attempt}`}
                head={head}
                stored={stored}
                actions={actions}
              />
            ))}
          </ul>
        )
      }
    </PagesView>
  );
}

/** Those of ports in the order of the ports, the others behind them. */
function inOrder(heads: readonly ResultHead[], stored: StoredSlots | null): readonly ResultHead[] {
  const places = new Map([...(stored?.ports.keys() ?? [])].map((id, place) => [id, place]));
  const placeOf = ({ slot }: ResultHead) => places.get(slot) ?? places.size;
  return heads.toSorted((one, other) => placeOf(one) - placeOf(other));
}

function StoredEntry({
  head,
  stored,
  actions,
}: {
  readonly head: ResultHead;
  readonly stored: StoredSlots | null;
  readonly actions: ResultsActions;
}) {
  const port = stored?.ports.get(head.slot);
  const name = port ?? head.slot;
  const [open, setOpen] = useState(false);
  const body = useLoaded(`${head.path} ${head.slot} ${head.attempt}`, open, () =>
    actions.loadStoredBody(head),
  );
  const code = head.statusCode === null ? "" : `${head.statusCode} `;
  return (
    <li className="border-t border-line">
      <TreeRow
        level={1}
        open={open}
        onToggle={() => setOpen(!open)}
        name={head.attempt === 1 ? name : `${name}, attempt ${head.attempt}`}
        state={head.status === "success" ? "succeeded" : "failed"}
        message={`${code}${head.message}`}
        duration={formatDuration(Date.parse(head.finishedAt) - Date.parse(head.startedAt))}
      />
      {open && (
        <div className="border-t border-line bg-surface-2 pl-7">
          {Object.keys(head.summary).length > 0 && (
            <>
              <p className="pt-1 pl-4 text-t2 text-text-3">summary</p>
              <JsonView label="summary" value={head.summary} openLevels={1} copy={false} />
            </>
          )}
          <LoadedView loaded={body} what="Value">
            {({ data }) => {
              const filtered = port === undefined ? null : readStoredIds(data);
              return filtered === null || stored === null ? (
                <StoredValue value={data} size={head.size} />
              ) : (
                <FilteredView filtered={filtered} stored={stored} />
              );
            }}
          </LoadedView>
        </div>
      )}
    </li>
  );
}

function StoredValue({ value, size }: { readonly value: Json; readonly size: number }) {
  return (
    <>
      <p className="pt-1 pl-4 text-t2 text-text-3">value, {formatBytes(size)}</p>
      {typeof value === "string" ? (
        <TextValue text={value} />
      ) : (
        <JsonView label="value" value={value} openLevels={4} />
      )}
    </>
  );
}

function TextValue({ text }: { readonly text: string }) {
  return (
    <section aria-label="value" className="relative">
      <div className="absolute top-1 right-1">
        <CopyButton text={text} label="Copy value" />
      </div>
      <pre className="max-h-120 overflow-auto py-1 pr-10 pl-4 font-mono text-t2 leading-[18px] break-words whitespace-pre-wrap text-text-2">
        {text === "" ? "(empty text)" : text}
      </pre>
    </section>
  );
}
