/** What is kept of the run log, in words for people. Pure. */
import type { Outputs } from "../api/types.ts";

export type RunLogSettings = Outputs["settings"]["runLog"];
type KeptLog = RunLogSettings["kept"];
export type KeptWeek = KeptLog["weeks"][number];
export type KeptTable = KeptLog["tables"][number];

const DAY_MS = 86_400_000;

const dayFormat = new Intl.DateTimeFormat("en-GB", {
  day: "numeric",
  month: "short",
  year: "numeric",
  timeZone: "UTC",
});

/** A day such as "2026-11-23", some days later. */
export function laterDay(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

/** "23 Nov 2026". */
export function dayText(day: string): string {
  return dayFormat.format(new Date(`${day}T00:00:00Z`));
}

/** "23 Nov 2026 to 29 Nov 2026". */
export function weekText({ from, to }: KeptWeek): string {
  return `${dayText(from)} to ${dayText(laterDay(to, -1))}`;
}

/** The day from which on a week may be deleted: then all of it lies further back than is kept. */
export function goesOn({ to }: KeptWeek, daysToKeep: number): string {
  return laterDay(to, daysToKeep);
}

const TABLE_WORDS: Readonly<Record<string, string>> = {
  run: "Runs, as they are listed",
  run_body: "Inputs, outputs and failures of runs",
  run_event: "Events",
  action_run: "Action runs",
  block_result: "Results",
  run_log: "Lines that blocks wrote",
  wait: "Waits",
  callback_delivery: "Deliveries of callbacks",
  run_inbox: "Inbox",
};

/** What a table holds; its name where that is not known here. */
export function tableText(table: string): string {
  return TABLE_WORDS[table] ?? table;
}

const counted = new Intl.NumberFormat("en-GB");

/** "12,300". */
export function countText(count: number): string {
  return counted.format(count);
}

/** The number of whole days that was written; null: it is none. */
export function readDays(text: string): number | null {
  return /^\s*\d{1,9}\s*$/.test(text) ? Number(text) : null;
}
