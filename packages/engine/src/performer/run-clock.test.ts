import { expect, it } from "vitest";
import { RunClock } from "./run-clock.ts";

it("stands still while the database's clock has been set back, and goes on with it", () => {
  let minutes = 10;
  const clock = new RunClock(() => new Date(Date.UTC(2026, 0, 1, 0, minutes)));
  expect(clock.now()).toBe("2026-01-01T00:10:00.000Z");
  minutes = 5;
  expect(clock.now()).toBe("2026-01-01T00:10:00.000Z");
  minutes = 11;
  expect(clock.now()).toBe("2026-01-01T00:11:00.000Z");
});

it("is never earlier than what is known of the run", () => {
  const clock = new RunClock(() => new Date(0), "2026-01-01T00:00:00.000Z");
  expect(clock.now()).toBe("2026-01-01T00:00:00.000Z");
  clock.saw("2026-01-01T00:00:02.000Z");
  clock.saw("2026-01-01T00:00:01.000Z");
  expect(clock.now()).toBe("2026-01-01T00:00:02.000Z");
});
