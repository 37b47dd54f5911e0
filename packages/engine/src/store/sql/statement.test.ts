import { describe, expect, it } from "vitest";
import { parts } from "./parts.ts";

describe("a prepared statement", () => {
  it("of an append has a name that PostgreSQL keeps whole, whatever the append holds", () => {
    const longest = `append ${[...parts.keys()].join(" ")}`;
    expect(Buffer.byteLength(longest)).toBeLessThan(64);
  });
});
