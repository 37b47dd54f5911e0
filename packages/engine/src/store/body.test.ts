import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { packBody, unpackBody } from "./body.ts";
import { storableJson, storableText } from "./storable.ts";

describe("a stored body", () => {
  it("comes back as it was, small and large, well and ill compressible", async () => {
    const large = Array.from({ length: 20_000 }, (_, index) => ({ index, text: `row ${index}` }));
    for (const value of [null, [], [{ a: 1 }], "x".repeat(5_000), large])
      expect(await unpackBody(await packBody(value))).toEqual(value);
  });

  it("is smaller than its JSON when that pays", async () => {
    const value = Array.from({ length: 1000 }, () => "the same");
    expect((await packBody(value)).length).toBeLessThan(JSON.stringify(value).length / 10);
  });

  it("is refused when another program wrote it", async () => {
    await expect(unpackBody(Buffer.of(9, 1, 2))).rejects.toThrow("unknown format");
  });
});

describe("what PostgreSQL refuses", () => {
  it("never reaches it, and everything else stays as it is", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const stored = storableJson(value);
        expect(stored).not.toMatch(/\\u0000|[^\\](\\\\)*\\ud[89a-f]/);
        if (!/[\0\ud800-\udfff]/.test(JSON.stringify(value).replace(/\\u(....)/g, "\0")))
          expect(JSON.parse(stored)).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  it.each([
    ["a\0b", "a\uFFFDb"],
    ["\ud800", "\uFFFD"],
    ["😀", "😀"],
    ["\\u0000 as text", "\\u0000 as text"],
  ])("%j becomes %j", (given, kept) => {
    expect(storableText(given)).toBe(kept);
    expect(JSON.parse(storableJson({ [given]: [given] }))).toEqual({ [kept]: [kept] });
  });
});
