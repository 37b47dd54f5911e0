/** Events of a run in one answer. */
export const EVENTS_AT_ONCE = 2000;

/** Part of a list that may be longer than anybody wants to read at once. */
export interface Page<Row, Cursor> {
  readonly rows: Row[];
  /** Leads to what comes after these; null: nothing does, at this moment. */
  readonly nextCursor: Cursor | null;
}

/** The page of rows of which one more than `limit` was read, so that it is known whether more come. */
export function pageOf<Row, Cursor>(
  read: readonly Row[],
  limit: number,
  cursorOf: (row: Row) => Cursor,
): Page<Row, Cursor> {
  const rows = read.slice(0, limit);
  const last = rows.at(-1);
  const nextCursor = read.length > limit && last !== undefined ? cursorOf(last) : null;
  return { rows, nextCursor };
}
