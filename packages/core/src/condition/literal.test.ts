import { describe, expect, test } from "vitest";
import { ExactNumber, type Json } from "../json/index.ts";
import { literalValue } from "./literal.ts";

describe("literalValue", () => {
  const table: readonly (readonly [text: string, value: Json])[] = [
    ["None", null],
    ["True", true],
    ["False", false],
    ["none", "none"],
    ["true", "true"],
    ["", ""],
    ['""', ""],
    ["''", ""],
    ["0", 0],
    ["42", 42],
    ["-7", -7],
    ["+7", 7],
    ["007", 7],
    ["1.5", 1.5],
    ["-0.25", -0.25],
    ["5.", 5],
    [".5", 0.5],
    ["1e5", "1e5"],
    ["0x10", "0x10"],
    [" 5", " 5"],
    ["5 ", "5 "],
    ["1,000", "1,000"],
    ["10.0.0.1", "10.0.0.1"],
    ["Infinity", "Infinity"],
    ["NaN", "NaN"],
    ["9007199254740991", 9007199254740991],
    ["9007199254740993", new ExactNumber("9007199254740993")],
    ["+9007199254740993", new ExactNumber("9007199254740993")],
    ["malicious", "malicious"],
    [".eml", ".eml"],
    ['"5"', '"5"'],
  ];
  test.each(table)("%j is taken as %j", (text, value) => {
    expect(literalValue(text)).toEqual(value);
  });
});
