/** One table's share of an append. */
import type { Append } from "../rows.ts";

export interface Part {
  /** Of the common table expression. */
  readonly name: string;
  /** Name and type of each value; "bytes" is cut out by `bytesOf`. */
  readonly columns: readonly (readonly [name: string, type: string])[];
  /** In it `$rows` stands for the rows as `x`, and `$executor` for the process that writes. */
  readonly sql: string;
  /** The rows of one append, their values in the order of the columns. */
  rows(append: Append): readonly (readonly Value[])[];
}

export type Value = string | number | boolean | Buffer | null;

/** In the SQL of a part: the bytes of this column in the present row. */
export function bytesOf(column: string): string {
  return `substring($bytes from x.${column}_from for x.${column}_length)`;
}
