import { expect, it } from "vitest";
import { filteredLines } from "./filtered-lines.ts";

const appRuns = new Map([[54, "geolocate_ip_1 on sensor"]]);
const sourceName = (stored: string) => (stored === "playbook_input:#i_ip" ? "Input ip" : stored);

it("names each result by its block, its connection and its parameter, and each row by its source", () => {
  const rows = { "playbook_input:#i_ip": [0, 2] };
  const filtered = { results: [[54, 0] as const, [54, 7] as const], rows };
  const lines = filteredLines(filtered, { appRuns, sourceName });
  expect(lines.map(({ what }) => what)).toEqual([
    "geolocate_ip_1 on sensor, parameter 1",
    "geolocate_ip_1 on sensor, parameter 8",
    "Input ip, row 1",
    "Input ip, row 3",
  ]);
  expect(lines.map(({ id }) => id)).toEqual([
    "54/0",
    "54/7",
    "playbook_input:#i_ip 0",
    "playbook_input:#i_ip 2",
  ]);
});

it("keeps what it does not know by its id", () => {
  const lines = filteredLines({ results: [[9, 0]], rows: {} }, { appRuns, sourceName });
  expect(lines[0]?.what).toBe("app run 9, parameter 1");
});
