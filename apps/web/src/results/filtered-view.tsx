import type { FilteredIds } from "@callbook/core/results";
import { useState } from "react";
import { Button } from "../ui/index.ts";
import { filteredLines } from "./filtered-lines.ts";
import type { StoredSlots } from "./results-data.ts";

/** Lines shown at first, and with each further look. */
const SHOWN = 100;

interface FilteredViewProps {
  readonly filtered: FilteredIds;
  readonly stored: StoredSlots;
}

/** What one output of a pass let through, result by result. */
export function FilteredView({ filtered, stored }: FilteredViewProps) {
  const [most, setMost] = useState(SHOWN);
  const lines = filteredLines(filtered, stored);
  if (lines.length === 0)
    return <p className="px-4 py-1 text-t2 text-text-3">It let nothing through.</p>;
  return (
    <>
      <p className="pt-1 pl-4 text-t2 text-text-3">let through, by their ids</p>
      <ol aria-label="Let through" className="py-1">
        {lines.slice(0, most).map(({ key, what, id }) => (
          <li key={key} className="flex gap-3 px-4 text-t2 leading-5">
            <span className="min-w-0 truncate">{what}</span>
            <span className="shrink-0 font-mono text-text-3">{id}</span>
          </li>
        ))}
      </ol>
      {lines.length > most && (
        <div className="px-3 pb-1.5">
          <Button size="sm" variant="ghost" onClick={() => setMost(most + SHOWN)}>
            Show more of {lines.length.toLocaleString("en-GB")}
          </Button>
        </div>
      )}
    </>
  );
}
