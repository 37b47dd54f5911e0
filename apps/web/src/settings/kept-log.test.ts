import { expect, it } from "vitest";
import { dayText, goesOn, readDays, tableText, weekText } from "./kept-log.ts";

const week = { from: "2026-12-28", to: "2027-01-04", bytes: 1, rows: 1 };

it("names a week by its first and its last day", () => {
  expect(weekText(week)).toBe("28 Dec 2026 to 3 Jan 2027");
  expect(dayText("2026-03-29")).toBe("29 Mar 2026");
});

it("says when a week goes: once all of it lies further back than the days to keep", () => {
  expect(goesOn(week, 90)).toBe("2027-04-04");
  expect(goesOn(week, 1)).toBe("2027-01-05");
});

it("names a table by what it holds, and one that is not known by its name", () => {
  expect(tableText("run_event")).toBe("Events");
  expect(tableText("run_video")).toBe("run_video");
});

it.each([
  ["90", 90],
  [" 7 ", 7],
  ["", null],
  ["1.5", null],
  ["-3", null],
  ["ninety", null],
])("reads %j as %j days", (text, days) => {
  expect(readDays(text)).toBe(days);
});
