import { type DatapathScope, emptyScope } from "@callbook/core/datapath";
import type { Json } from "@callbook/core/json";
import fc from "fast-check";
import { expect, test } from "vitest";
import { playbook } from "../testing/playbook.ts";
import { type Filled, fillFormat } from "./fill.ts";
import { readFormat } from "./template.ts";

const document = playbook([], []);

/** Fills a template whose parameters are inputs with these values. */
function filled(
  template: string,
  inputs: readonly Json[],
  rules: { readonly separator?: string; readonly dropNone?: boolean } = {},
): Filled {
  const parameters = inputs.map((_, index) => ({
    id: `i_${index}`,
    value: `playbook_input:in${index}`,
  }));
  const scope: DatapathScope = {
    ...emptyScope,
    input: (input) => inputs[Number(input.kind === "name" ? input.name.slice(2) : "")],
  };
  const { parts, faults } = readFormat({ template, parameters }, document);
  expect(faults).toEqual([]);
  const usual = { separator: ", ", dropNone: false, nullIfMissing: true };
  return fillFormat(parts, { ...usual, ...rules, document, scope });
}

const value = fc.string({ unit: "grapheme", maxLength: 20 });
const values = fc.array(value, { minLength: 1, maxLength: 20 });
/** Text with the signs that mean something in a template. */
const signs = fc.array(fc.constantFrom("{", "}", "0", "1", "\\", "%", "\n", "a", ":"), {
  maxLength: 30,
});

test("a value is written letter by letter, whatever signs it holds", () => {
  fc.assert(
    fc.property(signs, signs, (one, other) => {
      const [a, b] = [one.join(""), other.join("")];
      expect(filled("<{0}|{1}>", [a, b])).toMatchObject({ ok: true, text: `<${a}|${b}>` });
    }),
  );
});

test("text without braces and marks is written letter by letter", () => {
  const plain = fc.string({ unit: "grapheme" }).filter((text) => !/[{}%]/.test(text));
  fc.assert(
    fc.property(plain, (text) => {
      expect(filled(text, [])).toMatchObject({ ok: true, text, rows: [text] });
    }),
  );
});

test("whatever is escaped is text", () => {
  fc.assert(
    fc.property(signs, (given) => {
      const text = given.filter((sign) => sign !== "%").join("");
      fc.pre(!text.includes("{{"));
      // Backslashes before a place are doubled, and one is put before its brace.
      const escaped = text.replace(/(\\*)\{(?=(?:0|[1-9]\d{0,3})\})/g, "$1$1\\{");
      expect(filled(escaped, [])).toMatchObject({ ok: true, text });
    }),
  );
});

test("outside of what repeats, the values of a datapath are joined by the separator", () => {
  fc.assert(
    fc.property(values, value, (given, separator) => {
      expect(filled("{0}", [given], { separator })).toMatchObject({ text: given.join(separator) });
    }),
  );
});

test("what repeats has a row for each value, in order, and the text is its rows", () => {
  fc.assert(
    fc.property(values, (given) => {
      const rows = given.map((one) => `- ${one}`);
      const text = rows.join("\n");
      expect(filled("%%\n- {0}\n%%", [given])).toMatchObject({ text, rows });
    }),
  );
});

test("two sources give a row for each pair, the second within the first", () => {
  fc.assert(
    fc.property(values, values, (first, second) => {
      const rows = first.flatMap((a) => second.map((b) => `${a}/${b}`));
      expect(filled("%%\n{0}/{1}\n%%", [first, second])).toMatchObject({ rows });
    }),
  );
});

test("leaving out null gives what the values without null give", () => {
  const some = fc.array(fc.option(value, { nil: null }), { maxLength: 20 });
  fc.assert(
    fc.property(some, (given) => {
      const kept = given.filter((one) => one !== null);
      fc.pre(kept.length > 0);
      const [first, second] = [given, kept].map((list) =>
        filled("%%\n{0}\n%%\n{0}", [list], { dropNone: true }),
      );
      expect(first).toEqual(second);
    }),
  );
});

test("10,000 rows cost about ten times what 1,000 cost", () => {
  const milliseconds = (count: number) => {
    const given = Array.from({ length: count }, (_, row) => `host-${row}`);
    const begun = performance.now();
    expect(filled("A\n%%\n- {0} {0}\n%%\n{0}", [given])).toMatchObject({ ok: true });
    return performance.now() - begun;
  };
  milliseconds(1_000);
  const few = Math.min(...[1, 2, 3].map(() => milliseconds(1_000)));
  const many = Math.min(...[1, 2, 3].map(() => milliseconds(10_000)));
  expect(many).toBeLessThan(Math.max(few, 1) * 40);
});
