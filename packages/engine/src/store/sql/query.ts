/** Runs SQL of the run log. Ids come as numbers, days as "2026-11-27", times as ISO texts, jsonb parsed. */
import { parseExactly } from "@callbook/core/json";
import pg from "pg";

/** A pool, or one connection of it. */
export type Queryable = Pick<pg.Pool | pg.PoolClient | pg.Client, "query">;

export interface Sql {
  /** Of the prepared statement; without it it is planned anew each time. */
  readonly name?: string;
  readonly text: string;
  readonly values?: readonly unknown[];
}

/** The rows of an answer, in the types that this file promises. The caller names their shape. */
export async function rowsOf<Row extends object>(db: Queryable, sql: Sql): Promise<Row[]> {
  return (await run<Row>(db, sql)).rows;
}

/** The first row; null: there is none. */
export async function rowOf<Row extends object>(db: Queryable, sql: Sql): Promise<Row | null> {
  return (await run<Row>(db, sql)).rows[0] ?? null;
}

/** How many rows a statement changed. */
export async function changedBy(db: Queryable, sql: Sql): Promise<number> {
  return (await run(db, sql)).rowCount ?? 0;
}

/** PostgreSQL cuts the name of a statement here, and two that begin alike would be one. */
const longestName = 63;

function run<Row extends object>(db: Queryable, { values = [], ...sql }: Sql) {
  if ((sql.name ?? "").length > longestName) throw new Error(`the name "${sql.name}" is too long`);
  return db.query<Row>({ ...sql, values: [...values], types });
}

const int8 = 20;
const jsonb = 3802;
const date = 1082;
const timestamptz = 1184;
const readTime: (text: string) => Date = pg.types.getTypeParser(timestamptz);

const types: pg.CustomTypesConfig = {
  getTypeParser: (oid: number, format?: "text" | "binary") => {
    if (format === "binary") return pg.types.getTypeParser(oid, format);
    if (oid === int8) return Number;
    if (oid === jsonb) return (text: string) => parseExactly(text);
    if (oid === date) return String;
    if (oid === timestamptz) return (text: string) => readTime(text).toISOString();
    return pg.types.getTypeParser(oid);
  },
};
