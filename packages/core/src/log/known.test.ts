import { describe, expect, test } from "vitest";
import type { RunEvent } from "./event.ts";
import { firstUnknown, presentEvent } from "./known.ts";

/** As it is read from a row: whatever somebody wrote there. */
function read(seq: number, event: object): RunEvent {
  return JSON.parse(JSON.stringify({ seq, at: "2026-01-02T03:04:05.000Z", event }));
}

const cancel = { v: 1, type: "CancelRequested", by: "Ada" };

describe("Who is to take a run forward looks for an event that this version does not know", () => {
  test("and finds none in a log of events that it knows, of whatever version", () => {
    expect(firstUnknown([])).toBeNull();
    const died = { type: "CallbackDied", callbackId: "c_1", reason: "cancelled" };
    const log = [cancel, { v: 1, ...died }, { v: 2, ...died, path: "b_a" }];
    expect(firstUnknown(log.map((event, index) => read(index + 1, event)))).toBeNull();
  });

  test.each<[string, object]>([
    ["a type that is not known", { v: 1, type: "BlockPaused", path: "b_a" }],
    ["a later version", { v: 2, type: "CancelRequested", by: "Ada", reason: "late" }],
    ["a later version than two", { v: 3, type: "CallbackDied", callbackId: "c_1" }],
    ["a version before the first", { v: 0, type: "CallbackDied", callbackId: "c_1" }],
    ["no version", { type: "CancelRequested", by: "Ada" }],
    ["a type that every object has", { v: 1, type: "toString" }],
    ["a type that no object may have", { v: 1, type: "__proto__" }],
  ])("and names the first: %s", (_, event) => {
    const odd = read(2, event);
    expect(presentEvent(odd.event)).toBeNull();
    const further = read(4, { v: 9, type: "Later" });
    expect(firstUnknown([read(1, cancel), odd, read(3, cancel), further])).toBe(odd);
  });
});
