import { expect, it } from "vitest";
import { atLeast } from "./registry.ts";

it.each([
  ["V15.3.34.0", "V15.3.34.0", true],
  ["V15.3.34.1", "V15.3.34.0", true],
  ["V15.10.0.0", "V15.3.34.0", true],
  ["V16", "V15.3.34.0", true],
  ["V15.3.33.9", "V15.3.34.0", false],
  ["V15.3", "V15.3.34.0", false],
  ["V9.9.99.9", "V15.3.34.0", false],
])(
  "A4: of a product compatible with %s an integration that needs %s is enabled: %s",
  (mine, least, expected) => {
    expect(atLeast(mine, least)).toBe(expected);
  },
);
