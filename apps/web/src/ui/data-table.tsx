import type { ReactNode } from "react";
import { cx } from "./class-names.ts";

export interface Column<Row> {
  readonly id: string;
  readonly head: ReactNode;
  readonly cell: (row: Row) => ReactNode;
  /** CSS width; the rest is shared. */
  readonly width?: string;
  /** Numbers stand right. */
  readonly align?: "left" | "right";
  /** True for the cell that names the row. */
  readonly names?: boolean;
  /** For cells of data, not for their head. */
  readonly mono?: boolean;
  /** For head and cells, for example to leave the column out of narrow windows. */
  readonly className?: string;
}

interface DataTableProps<Row> {
  /** What the table lists, for screen readers. */
  readonly caption: string;
  readonly columns: readonly Column<Row>[];
  /** Undefined while loading: rows of the same height stand in. */
  readonly rows: readonly Row[] | undefined;
  readonly rowKey: (row: Row) => string;
  readonly rowHeight?: 24 | 32 | 34;
  readonly isSelected?: (row: Row) => boolean;
  /** Shown in place of rows when there are none. */
  readonly empty?: ReactNode;
  readonly loadingRows?: number;
}

const heights = { 24: "h-6", 32: "h-8", 34: "h-[34px]" } as const;

/** Head 28, rows 32 (34 for runs, 24 in trees); scrolls sideways when it must. */
export function DataTable<Row>({
  caption,
  columns,
  rows,
  rowKey,
  rowHeight = 32,
  isSelected,
  empty,
  loadingRows = 3,
}: DataTableProps<Row>) {
  const height = heights[rowHeight];
  if (rows?.length === 0 && empty !== undefined) return empty;
  return (
    <div className="w-full overflow-x-auto">
      <table className="w-full border-collapse" aria-busy={rows === undefined}>
        <caption className="sr-only">{caption}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <th
                key={column.id}
                scope="col"
                style={column.width === undefined ? undefined : { width: column.width }}
                className={cx(
                  "table-head first:pl-4 last:pr-4",
                  column.align === "right" && "text-right",
                  column.className,
                )}
              >
                {column.head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows === undefined
            ? placeholderRows(columns.length, loadingRows, height)
            : rows.map((row) => (
                <tr
                  key={rowKey(row)}
                  aria-selected={isSelected?.(row) || undefined}
                  className="border-b border-line last:border-b-0 hover:bg-surface-2 aria-selected:bg-accent-soft"
                >
                  {columns.map((column) => (
                    <Cell key={column.id} column={column} row={row} height={height} />
                  ))}
                </tr>
              ))}
        </tbody>
      </table>
    </div>
  );
}

function Cell<Row>({
  column,
  row,
  height,
}: {
  readonly column: Column<Row>;
  readonly row: Row;
  readonly height: string;
}) {
  const className = cx(
    "max-w-100 truncate px-2 text-left first:pl-4 last:pr-4",
    height,
    column.align === "right" && "text-right",
    column.names === true ? "font-semibold" : "font-normal",
    column.mono === true && "font-mono text-t2",
    column.className,
  );
  const content = column.cell(row);
  const title = typeof content === "string" ? content : undefined;
  if (column.names === true) {
    return (
      <th scope="row" className={className} title={title}>
        {content}
      </th>
    );
  }
  return (
    <td className={className} title={title}>
      {content}
    </td>
  );
}

function placeholderRows(columns: number, count: number, height: string) {
  return Array.from({ length: count }, (_, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: placeholders have no identity
    <tr key={index} className="border-b border-line last:border-b-0">
      <td colSpan={columns} className={cx("px-4", height)}>
        <span className="block h-2 w-2/5 rounded-r1 bg-surface-3" />
        {index === 0 && <span className="sr-only">Loading</span>}
      </td>
    </tr>
  ));
}
