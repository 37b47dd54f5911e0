import { expect, it } from "vitest";
import { newerRuns, newerText, type RunRow, rowsOf, waitText } from "./runs-list.ts";

function row(id: number, state: RunRow["state"] = "succeeded"): RunRow {
  return {
    id,
    state,
    nextWait: null,
    playbookId: 1,
    playbookName: "Triage",
    revision: "1",
    testRun: false,
    startedBy: "Ana Duarte",
    queuedAt: "2026-11-21T09:00:00.000Z",
    startedAt: null,
    finishedAt: null,
    handledFailures: 0,
    requests: 0,
    failedRequests: 0,
    unknownRequests: 0,
    requestNote: null,
    failureMessage: null,
    siteName: "Headquarters",
    pinned: false,
  };
}

const page = (ids: readonly number[], nextCursor: number | null = null) => ({
  rows: ids.map((id) => row(id)),
  nextCursor,
});

it("shows a run once, although the page before it was filled up with it", () => {
  const rows = rowsOf([page([9, 8, 7, 5]), page([6, 5, 4])]);
  expect(rows.map(({ id }) => id)).toEqual([9, 8, 7, 6, 5, 4]);
});

it("counts what is newer than the pages that are shown", () => {
  expect(newerRuns(page([12, 11, 10, 9]), 11)).toEqual({ count: 2, more: false });
  expect(newerRuns(page([12, 11, 10, 9], 9), 10)).toEqual({ count: 3, more: false });
  expect(newerRuns(page([12, 11, 10, 9], 9), 5)).toEqual({ count: 4, more: true });
  expect(newerRuns(page([12, 11]), 5)).toEqual({ count: 2, more: false });
  expect(newerRuns(undefined, 5)).toEqual({ count: 0, more: false });
});

it.each([
  [{ count: 1, more: false }, "1 newer run"],
  [{ count: 12, more: false }, "12 newer runs"],
  [{ count: 50, more: true }, "50 or more newer runs"],
])("says %j as %j", (newer, text) => {
  expect(newerText(newer)).toBe(text);
});

it("says what a run waits for, and of a time until when", () => {
  const deadline = new Date(2026, 10, 21, 10, 30).toISOString();
  const now = new Date(2026, 10, 21, 9, 0);
  expect(waitText({ kind: "callback", deadline }, now)).toBe("Waits for a callback");
  expect(waitText({ kind: "delay", deadline }, now)).toBe("Waits until 10:30:00");
});
