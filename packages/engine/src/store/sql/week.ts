/**
 * The log of runs lies in partitions by the week. Only where a statement names the week as a constant
 * is it planned for one partition alone; and only then does PostgreSQL keep the plan, which otherwise
 * costs more at every call than what it is for.
 */
import type { RunKey } from "../rows.ts";
import type { Sql } from "./query.ts";

const dayMs = 86_400_000;
/** 1970-01-01 was a Thursday. */
const daysSinceMonday = 3;

export interface Week {
  /** Its Monday, for names of statements: "20261123". */
  readonly name: string;
  /** That a column of days lies in it. */
  holds(column: string): string;
}

/** The week from Monday to Sunday that holds a day ("2026-11-27"). */
export function weekOf(day: string): Week {
  const days = Date.parse(day) / dayMs;
  const monday = days - ((((days + daysSinceMonday) % 7) + 7) % 7);
  const [from, to] = [dateOf(monday), dateOf(monday + 7)];
  return {
    name: from.replaceAll("-", ""),
    holds: (column) => `(${column} >= date '${from}' and ${column} < date '${to}')`,
  };
}

function dateOf(days: number): string {
  return new Date(days * dayMs).toISOString().slice(0, 10);
}

/** A statement on the log of one run: it writes `run_day = $1 and run_id = $2`, its own values begin with $3. */
export function ofRun({ day, id }: RunKey, { name, text, values = [] }: Sql): Sql {
  const week = weekOf(day);
  const planned = text.replaceAll(
    /((?:\w+\.)?run_day) = \$1/g,
    (equal, column: string) => `${equal} and ${week.holds(column)}`,
  );
  const sql = { text: planned, values: [day, id, ...values] };
  return name === undefined ? sql : { ...sql, name: `${name} ${week.name}` };
}
