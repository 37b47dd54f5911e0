import { expect, it } from "vitest";
import { readNumber } from "./simple-fields.tsx";

it.each<[string, number | string]>([
  ["5", 5],
  [" 1.5 ", 1.5],
  ["", "Write a number."],
  ["five", "Write a number."],
  ["0", "Write at least 1."],
  ["2592001", "Write at most 2,592,000."],
])("keeps of %j what the field allows, and says why not", (text, read) => {
  expect(readNumber(text, { least: 1, most: 2_592_000 })).toEqual(read);
});

it("keeps any number where the field has no bounds", () => {
  expect(readNumber("-7", {})).toBe(-7);
});
