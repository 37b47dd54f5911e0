/** Days and weeks by which the run log is kept, in UTC. */

/** The day of runs that retention excepts; theirs is a partition of its own. */
export const KEPT_DAY = "1970-01-01";

const FIRST_DAY = "1970-01-08";
const LAST_DAY = "9990-12-31";

/** The day of a moment: "2026-11-27". */
export function dayOf(moment: Date): string {
  return moment.toISOString().slice(0, 10);
}

/** An id of a wait that tells where it lies: "20261127-<uuid>". */
export function waitIdOn(day: string, uuid: string): string {
  return `${day.replaceAll("-", "")}-${uuid}`;
}

const uuid = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}";
const present = new RegExp(`^(\\d{4})(\\d{2})(\\d{2})-${uuid}$`);
const version1 = new RegExp(`^${uuid}$`);

/** Where a wait lies by its id: a day; "anywhere": the id is of version 1; null: it is no id of a wait. */
export function placeOfWait(waitId: string): { readonly day: string } | "anywhere" | null {
  if (version1.test(waitId)) return "anywhere";
  const [, year, month, date] = present.exec(waitId) ?? [];
  const day = `${year}-${month}-${date}`;
  const isDay = !Number.isNaN(Date.parse(day)) && dayOf(new Date(day)) === day;
  // Beside these years a week has no name that PostgreSQL reads.
  if (day < FIRST_DAY || day > LAST_DAY) return null;
  return isDay ? { day } : null;
}
