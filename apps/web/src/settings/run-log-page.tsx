import { useQuery } from "@tanstack/react-query";
import { QueryView } from "../api/query-view.tsx";
import { trpc } from "../api/trpc.ts";
import { Page } from "../shell/page.tsx";
import {
  type Column,
  DataTable,
  EmptyState,
  formatBytes,
  KeyValue,
  LoadingRows,
  Panel,
} from "../ui/index.ts";
import { DaysToKeep } from "./days-to-keep.tsx";
import {
  countText,
  dayText,
  goesOn,
  type KeptTable,
  type KeptWeek,
  type RunLogSettings,
  tableText,
  weekText,
} from "./kept-log.ts";

/** How long runs are kept, how much is kept, and how large it is. */
export function RunLogPage() {
  const settings = useQuery(trpc.settings.runLog.queryOptions());
  return (
    <Page title="Run log" note="What is kept of runs, of all sites, and for how long.">
      <QueryView query={settings} loading={<LoadingRows rows={8} />}>
        {(value) => (
          <>
            <div className="grid grid-cols-1 items-start gap-4 min-[1200px]:grid-cols-2">
              <DaysToKeep settings={value} />
              <Kept settings={value} />
            </div>
            <Weeks settings={value} />
            <Tables settings={value} />
          </>
        )}
      </QueryView>
    </Page>
  );
}

function Kept({ settings: { kept } }: { readonly settings: RunLogSettings }) {
  const { excepted } = kept;
  return (
    <Panel title="What is kept" note="sizes with their indexes">
      <div className="p-4">
        <KeyValue
          keyWidth={160}
          pairs={[
            { key: "Size", value: formatBytes(kept.bytes) },
            {
              key: "Oldest day",
              value: kept.oldestDay === null ? "no run yet" : dayText(kept.oldestDay),
            },
            {
              key: "Beyond their time",
              value:
                excepted.rows === 0
                  ? "none: no older run waits, is pinned or has ended lately"
                  : `${formatBytes(excepted.bytes)}, about ${countText(excepted.rows)} rows of older runs that wait, are pinned or have ended lately`,
            },
          ]}
        />
      </div>
    </Panel>
  );
}

function Weeks({ settings: { kept, daysToKeep } }: { readonly settings: RunLogSettings }) {
  const weeks = kept.weeks.toReversed();
  return (
    <Panel title="By week" count={weeks.length} note="of the start of the run, newest first">
      <DataTable
        caption="What is kept, by week"
        columns={weekColumns(daysToKeep, largestOf(weeks))}
        rows={weeks}
        rowKey={({ from }) => from}
        empty={<EmptyState title="Nothing is kept yet">Weeks appear as runs begin.</EmptyState>}
      />
    </Panel>
  );
}

function Tables({ settings: { kept } }: { readonly settings: RunLogSettings }) {
  const tables = kept.tables.toSorted((one, other) => other.bytes - one.bytes);
  return (
    <Panel title="By table" count={tables.length} note="all weeks together, largest first">
      <DataTable
        caption="What is kept, by table"
        columns={tableColumns(largestOf(tables))}
        rows={tables}
        rowKey={({ table }) => table}
      />
    </Panel>
  );
}

function largestOf(parts: readonly { readonly bytes: number }[]): number {
  return Math.max(1, ...parts.map(({ bytes }) => bytes));
}

function weekColumns(daysToKeep: number, largest: number): readonly Column<KeptWeek>[] {
  return [
    { id: "week", head: "Week", names: true, cell: weekText },
    { id: "goes", head: "Goes on", cell: (week) => dayText(goesOn(week, daysToKeep)) },
    ...sizeColumns<KeptWeek>(largest),
  ];
}

function tableColumns(largest: number): readonly Column<KeptTable>[] {
  return [
    { id: "holds", head: "Holds", names: true, cell: ({ table }) => tableText(table) },
    { id: "table", head: "Table", mono: true, cell: ({ table }) => table },
    ...sizeColumns<KeptTable>(largest),
  ];
}

/** Rows, size, and the size beside that of the largest. */
function sizeColumns<Part extends { readonly bytes: number; readonly rows: number }>(
  largest: number,
): readonly Column<Part>[] {
  return [
    {
      id: "rows",
      head: "Rows, about",
      width: "120px",
      align: "right",
      cell: ({ rows }) => countText(rows),
    },
    {
      id: "size",
      head: "Size",
      width: "110px",
      align: "right",
      cell: ({ bytes }) => formatBytes(bytes),
    },
    {
      id: "share",
      head: <span className="sr-only">Size beside the largest</span>,
      width: "24%",
      cell: ({ bytes }) => (
        <span
          aria-hidden
          className="block h-2 rounded-r1 bg-accent"
          style={{ width: `${Math.max(0.5, (100 * bytes) / largest)}%` }}
        />
      ),
    },
  ];
}
