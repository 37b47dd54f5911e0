/**
 * One statement appends for many runs: it is its own transaction, and one round trip. Rows travel as
 * one list for each column, which costs the same for every row, and bytes as one piece of which each
 * row has its cut. What belongs to a run that is no longer ours finds no row in `live` and is not written.
 */
import type { Append } from "../rows.ts";
import type { Part, Value } from "./part.ts";
import { parts } from "./parts.ts";

export interface Statement {
  /** Of the prepared statement; one for each set of parts. */
  readonly name: string;
  readonly text: string;
  readonly values: readonly unknown[];
}

/** The statement that writes these appends and answers with the ids of the runs that were written. */
export function appendStatement(appends: readonly Append[], executorId: string): Statement {
  const values: unknown[] = [];
  const used: string[] = [];
  const sql: string[] = [];
  const parameter = (value: unknown): string => {
    values.push(value);
    return `$${values.length}`;
  };
  // Parts by their number, since a statement's name has 63 characters at most.
  const numbers: number[] = [];
  for (const [number, part] of parts.entries()) {
    const rows = appends.flatMap((append) => part.rows(append));
    if (rows.length === 0) continue;
    used.push(part.name);
    numbers.push(number);
    sql.push(withRows(part, rows, executorId, parameter));
  }
  const makers = used.filter((name) => name === "created" || name === "owned");
  const live = makers
    .map((name) => `select id, run_day, is_shown from ${name}`)
    .join(" union all ");
  sql.splice(makers.length, 0, `live as (${live})`);
  return {
    name: `append ${numbers.join(" ")}`,
    text: `with ${sql.join(",\n")}\nselect id from live`,
    values,
  };
}

function withRows(
  part: Part,
  rows: readonly (readonly Value[])[],
  executorId: string,
  parameter: (value: unknown) => string,
): string {
  const lists: string[] = [];
  const names: string[] = [];
  const list = (name: string, type: string, column: readonly unknown[]): void => {
    names.push(name);
    lists.push(`${parameter(column)}::${type}[]`);
  };
  const bytes: Buffer[] = [];
  let length = 0;
  for (const [index, [name, type]] of part.columns.entries()) {
    const column = rows.map((row) => row[index] ?? null);
    if (type !== "bytes") {
      list(name, type, column);
      continue;
    }
    const pieces = column.map((piece) => (Buffer.isBuffer(piece) ? piece : Buffer.of()));
    const starts: number[] = [];
    for (const piece of pieces) {
      starts.push(length + 1);
      length += piece.length;
    }
    bytes.push(...pieces);
    const lengths = pieces.map((piece) => piece.length);
    list(`${name}_from`, "int", starts);
    list(`${name}_length`, "int", lengths);
  }
  let text = part.sql.replace("$rows", `unnest(${lists.join(", ")}) as x(${names.join(", ")})`);
  if (bytes.length > 0)
    text = text.replaceAll("$bytes", `${parameter(Buffer.concat(bytes))}::bytea`);
  return text.includes("$executor")
    ? text.replace("$executor", `${parameter(executorId)}::text`)
    : text;
}
