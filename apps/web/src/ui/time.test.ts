import { expect, it } from "vitest";
import { formatAgo, formatBytes, formatDuration, formatTime } from "./time.ts";

it.each([
  [null, ""],
  [0, "0 ms"],
  [27.4, "27 ms"],
  [2170, "2.17 s"],
  [31_000, "31.0 s"],
  [557_000, "9 min 17 s"],
  [120_000, "2 min"],
  [7_500_000, "2 h 5 min"],
  [273_600_000, "3 d 4 h"],
])("a duration of %s ms reads %s", (ms, text) => {
  expect(formatDuration(ms)).toBe(text);
});

it("a time of today shows the clock only, an older one the day, and last year's the year", () => {
  const now = new Date(2026, 10, 21, 12, 0, 0);
  expect(formatTime(new Date(2026, 10, 21, 10, 42, 5).toISOString(), now)).toBe("10:42:05");
  expect(formatTime(new Date(2026, 10, 20, 10, 20, 0).toISOString(), now)).toBe("20 Nov 10:20");
  expect(formatTime(new Date(2025, 4, 2, 9, 0, 0).toISOString(), now)).toBe("2 May 2025 09:00");
});

it("an age is rounded to one unit, and null reads never", () => {
  const now = new Date("2026-11-21T12:00:00Z");
  expect(formatAgo(null, now)).toBe("never");
  expect(formatAgo("2026-11-21T11:59:50Z", now)).toBe("just now");
  expect(formatAgo("2026-11-21T11:58:00Z", now)).toBe("2 min ago");
  expect(formatAgo("2026-11-19T12:00:00Z", now)).toBe("2 d ago");
});

it("sizes use binary units", () => {
  expect(formatBytes(96)).toBe("96 B");
  expect(formatBytes(12_700)).toBe("12.4 KiB");
  expect(formatBytes(3_250_000)).toBe("3.1 MiB");
});
