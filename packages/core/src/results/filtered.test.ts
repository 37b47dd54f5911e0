import { describe, expect, test } from "vitest";
import type { Json } from "../json/index.ts";
import { readStoredIds, storedIds } from "./filtered.ts";

describe("What a condition let through is stored as ids", () => {
  test("and read back from JSON, also when it was nothing, or more than an event could hold", () => {
    const many = Array.from({ length: 10_000 }, (_, index) => [70, index] as const);
    for (const results of [[], [[70, 1] as const, [71, 0] as const], many]) {
      for (const rows of [{}, { "playbook_input:#i_ip": [0, 2], "#b_x": [] }]) {
        const stored: Json = JSON.parse(JSON.stringify(storedIds({ results, rows })));
        expect(readStoredIds(stored)).toEqual({ results, rows });
      }
    }
  });

  test.each<Json>([null, 5, "text", [], [[70, 1]], {}, { results: null }, { results: "70/1" }])(
    "%j holds none",
    (value) => {
      expect(readStoredIds(value)).toBeNull();
    },
  );

  test("nothing stored holds none, and what is no pair of numbers is left out", () => {
    expect(readStoredIds(undefined)).toBeNull();
    const results: Json = [[70, 1], ["70", 1], [70], 70, null, [71, 0]];
    expect(readStoredIds({ results })).toEqual({
      results: [
        [70, 1],
        [71, 0],
      ],
      rows: {},
    });
    const rows: Json = { a: [0, "1", 2], b: 3 };
    expect(readStoredIds({ results: [], rows })).toEqual({
      results: [],
      rows: { a: [0, 2], b: [] },
    });
  });
});
