import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Id } from "./document.ts";
import { idSource } from "./ids.ts";
import { playbookDocumentSchema } from "./json-schema.ts";
import { documentSize, MOST_BYTES } from "./limits.ts";
import { parseDocument } from "./parse-document.ts";
import { upgradeDocument } from "./upgrade.ts";

const golden = readFileSync(
  new URL("../../tests/golden/playbook-document-1.json", import.meta.url),
  "utf8",
);
const goldenText = (name: string): string =>
  readFileSync(new URL(`../../tests/golden/${name}.json`, import.meta.url), "utf8");

describe("Documents of every format that has landed are still read", () => {
  test("One of format 1 is upgraded: it waits for all that it waited for, and nothing stands in anything", () => {
    const document = JSON.parse(goldenText("playbook-document-1-upgraded"));
    expect(parseDocument(golden)).toEqual({ ok: true, document });
  });

  test("One of format 2 reads as what it was", () => {
    const text = goldenText("playbook-document-2");
    expect(parseDocument(text)).toEqual({ ok: true, document: JSON.parse(text) });
  });

  test("Upgrading changes nothing of what is upgraded, and is done once", () => {
    const value = JSON.parse(golden);
    const upgraded = upgradeDocument(value);
    expect(value).toEqual(JSON.parse(golden));
    expect(upgradeDocument(upgraded.ok ? upgraded.value : null)).toEqual(upgraded);
  });
});

describe("Blocks of a type, or of a version of it, that nobody here knows are kept", () => {
  test.each([
    ["an unknown type", '"type": "decision"', '"type": "teleport"'],
    ["a type named as an inherited key", '"type": "decision"', '"type": "hasOwnProperty"'],
    ["a newer version", '"version": 1', '"version": 99'],
  ])("%s", (_, from, to) => {
    const value = JSON.parse(golden.replace(from, to));
    const parsed = parseDocument(value);
    expect(parsed).toMatchObject({ ok: true, document: { blocks: value.blocks } });
  });
});

test("A value reads as its text does", () => {
  expect(parseDocument(JSON.parse(golden))).toEqual(parseDocument(golden));
});

describe("A document that cannot be read is refused with the path, and nothing is thrown", () => {
  test.each<[string, string, string, string[], RegExp]>([
    ["an empty text", "", "DOCUMENT_NOT_JSON", [], /line 1, column 1/],
    ["a cut text", golden.slice(0, 200), "DOCUMENT_NOT_JSON", [], /line 8, column 15/],
    ["a byte order mark", `\uFEFF${golden}`, "DOCUMENT_NOT_JSON", [], /byte order mark/],
    ["a list", "[]", "DOCUMENT_SHAPE", [], /object/],
    ["no format version", "{}", "FORMAT_VERSION", ["formatVersion"], /missing/],
    [
      "a newer format version",
      '{"formatVersion": 3}',
      "FORMAT_VERSION",
      ["formatVersion"],
      /Update the server/,
    ],
    [
      "100,000 levels",
      "[".repeat(100_000) + "]".repeat(100_000),
      "DOCUMENT_DEPTH",
      [],
      /64 levels/,
    ],
    [
      "__proto__ in a configuration",
      golden.replace('"integration": "sample"', '"__proto__": {"x": 1}'),
      "DOCUMENT_KEY",
      ["blocks", "1", "config", "__proto__"],
      /__proto__/,
    ],
    [
      "a constructor key",
      golden.replace('"handle"', '"constructor"'),
      "DOCUMENT_KEY",
      ["blocks", "1", "config", "constructor"],
      /constructor/,
    ],
    [
      "an unknown key",
      golden.replace('"note": "Ask two sources."', '"note": "", "colour": 1'),
      "DOCUMENT_SHAPE",
      ["blocks", "b_lookup"],
      /colour/,
    ],
    [
      "an id with a path in it",
      golden.replaceAll("b_decide", "b_/..%00"),
      "DOCUMENT_SHAPE",
      ["blocks", "b_/..%00", "id"],
      /id looks like/,
    ],
    [
      "a name with a zero-width space",
      golden.replace("größe_1", "gr\u200Boesse"),
      "DOCUMENT_SHAPE",
      ["blocks", "b_decide", "name"],
      /letters/,
    ],
    [
      "a name that turns text around",
      golden.replace("größe_1", "a\u202Eb"),
      "DOCUMENT_SHAPE",
      ["blocks", "b_decide", "name"],
      /letters/,
    ],
    [
      "a position that is no number",
      golden.replace("160.5", '"left"'),
      "DOCUMENT_SHAPE",
      ["blocks", "b_lookup", "position", "y"],
      /number/,
    ],
    [
      "a join that there is not",
      golden.replace('"note": "Ask two sources."', '"note": "", "join": "some"'),
      "DOCUMENT_SHAPE",
      ["blocks", "b_lookup", "join"],
      /all/,
    ],
    [
      "a block in one that is gone",
      golden.replace('"note": "Ask two sources."', '"note": "", "parent": "b_gone"'),
      "PARENT_MISSING",
      ["blocks", "b_lookup", "parent"],
      /b_gone/,
    ],
    [
      "a block in itself",
      golden.replace('"note": "Ask two sources."', '"note": "", "parent": "b_lookup"'),
      "PARENT_CYCLE",
      ["blocks", "b_lookup", "parent"],
      /stands in itself/,
    ],
    [
      "a duplicate block id",
      golden.replace('"id": "b_decide"', '"id": "b_lookup"'),
      "DUPLICATE_ID",
      ["blocks", "b_lookup", "id"],
      /twice/,
    ],
    [
      "a duplicate callback id",
      golden.replace("c_2", "c_1"),
      "DUPLICATE_ID",
      ["callbacks", "c_1", "id"],
      /twice/,
    ],
    [
      "a duplicate item id",
      golden.replace("i_c2", "i_c1"),
      "DUPLICATE_ID",
      ["blocks", "b_decide", "config", "branches", "i_high", "comparisons", "i_c1"],
      /twice/,
    ],
    [
      "a callback from nowhere",
      golden.replace('"source": "b_start"', '"source": "b_gone"'),
      "CALLBACK_DANGLING",
      ["callbacks", "c_1", "source"],
      /b_gone/,
    ],
    [
      "a name taken twice",
      golden.replace('"name": "end"', '"name": "START"'),
      "NAME_TAKEN",
      ["blocks", "b_end", "name"],
      /START/,
    ],
    [
      "a name that is a word of datapaths",
      golden.replace('"name": "end"', '"name": "Container"'),
      "NAME_RESERVED",
      ["blocks", "b_end", "name"],
      /Container/,
    ],
  ])("%s", (_, text, code, path, message) => {
    const parsed = parseDocument(text);
    const first = parsed.ok ? null : parsed.problems[0];
    expect(first).toMatchObject({ code, path, level: "error" });
    expect(first?.message).toMatch(message);
  });

  test("10,000 blocks", () => {
    const blocks = Array.from({ length: 10_000 }, (_, i) => ({ id: `b_${i}` }));
    expect(parseDocument({ formatVersion: 1, blocks })).toMatchObject({
      ok: false,
      problems: [{ code: "DOCUMENT_TOO_LARGE", path: ["blocks"] }],
    });
  });

  test("50 MB, as a text and as a value", () => {
    const description = "x".repeat(50_000_000);
    const problems = [{ code: "DOCUMENT_TOO_LARGE", path: [] }];
    expect(parseDocument(JSON.stringify({ description }))).toMatchObject({ ok: false, problems });
    expect(parseDocument({ description })).toMatchObject({ ok: false, problems });
  });

  test("Values that are no JSON", () => {
    for (const value of [
      undefined,
      () => 1,
      Number.NaN,
      { formatVersion: 1, blocks: [undefined] },
    ]) {
      expect(parseDocument(value)).toMatchObject({
        ok: false,
        problems: [{ code: "DOCUMENT_VALUE" }],
      });
    }
  });

  test("Any JSON at all, also one that resembles a document", () => {
    const block = fc.record(
      { id: fc.string(), type: fc.string(), config: fc.jsonValue() },
      { requiredKeys: [] },
    );
    const near = fc.record(
      {
        formatVersion: fc.constantFrom(1, 2, 3, "1"),
        name: fc.string(),
        blocks: fc.array(block),
        callbacks: fc.jsonValue(),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), near, fc.string(), fc.json()), (input) => {
        const parsed = parseDocument(input);
        if (!parsed.ok) expect(parsed.problems.length).toBeGreaterThan(0);
      }),
      { numRuns: 500 },
    );
  });
});

test("The JSON Schema that is checked in is the one of the present format", async () => {
  await expect(printJson(playbookDocumentSchema())).toMatchFileSnapshot(
    "../../schema/playbook-document-2.schema.json",
  );
});

test("The example beside the JSON Schema is a document", () => {
  const url = new URL("../../schema/playbook-document-2.example.json", import.meta.url);
  expect(parseDocument(readFileSync(url, "utf8"))).toMatchObject({ ok: true });
});

test("The size of a document is that of its JSON, give or take commas", () => {
  const parsed = parseDocument(golden);
  const size = parsed.ok ? documentSize(parsed.document) : 0;
  const bytes = Buffer.byteLength(JSON.stringify(JSON.parse(golden)));
  expect(Math.abs(size - bytes)).toBeLessThan(10);
});

test("A document that is as large as it may be stays readable when it is upgraded", () => {
  const value = JSON.parse(golden);
  const room = MOST_BYTES - Buffer.byteLength(JSON.stringify(value)) - 10;
  value.blocks[1].config.handle = "x".repeat(room);
  const parsed = parseDocument(value);
  if (!parsed.ok) throw new Error(parsed.problems[0]?.message);
  expect(parseDocument(JSON.stringify(parsed.document))).toEqual(parsed);
  value.blocks[1].config.handle = "x".repeat(room + 20);
  expect(parseDocument(value)).toMatchObject({ problems: [{ code: "DOCUMENT_TOO_LARGE" }] });
});

test("New ids have the form of ids, whatever chance gives", () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 10 }),
      (numbers) => {
        let next = 0;
        const ids = idSource(() => numbers[next++ % numbers.length] ?? 0);
        expect(Id.safeParse(ids("b")).success).toBe(true);
      },
    ),
  );
});

/** As the formatter prints it: a list on one line when it fits. */
function printJson(value: object): string {
  const lists = /^( *)(.*)\[\n([^[\]{}]*?)\n *\](,?)$/gm;
  const text = JSON.stringify(value, null, 2).replace(
    lists,
    (whole, indent: string, key: string, items: string, comma: string) => {
      const line = `${indent}${key}[${items
        .split("\n")
        .map((item) => item.trim())
        .join(" ")}]${comma}`;
      return line.length <= 100 ? line : whole;
    },
  );
  return `${text}\n`;
}
