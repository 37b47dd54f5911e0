import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { newBlock, newDocument, type PlaybookDocument } from "../document/index.ts";
import {
  templateDatapaths,
  templateToShown,
  templateToStored,
  valueToShown,
  valueToStored,
} from "./names.ts";

const document = documentOf("lookup_1");

describe("A template is stored with ids and shown with names", () => {
  test.each([
    ["a {{ lookup_1:status }} b", "a {{ #b_x1:status }} b"],
    ["{{playbook_input:ip}}{{connector.x}}", "{{playbook_input:#i_1}}{{connector.x}}"],
    ["{{nobody:status}} {{lookup_1:status}}", "{{nobody:status}} {{#b_x1:status}}"],
    ["{{lookup_1:status}} {{", "{{#b_x1:status}} {{"],
    ["lookup_1:status", "lookup_1:status"],
    ["\\{{lookup_1:status}}", "\\{{lookup_1:status}}"],
  ])("%s", (shown, stored) => {
    expect(templateToStored(shown, document)).toBe(stored);
    expect(templateToShown(stored, document)).toBe(shown);
  });

  test("In a JSON text two backslashes are one", () => {
    const literal = String.raw`{"a": "\\{{lookup_1:status}}"}`;
    expect(templateToStored(literal, document, "json")).toBe(literal);
    const expression = String.raw`{"a": "\\\\{{lookup_1:status}}"}`;
    expect(templateToStored(expression, document, "json")).toBe(
      String.raw`{"a": "\\\\{{#b_x1:status}}"}`,
    );
  });
});

describe("A value is a datapath, a template or a literal", () => {
  test.each([
    ["lookup_1:action_result.data.*.score", "#b_x1:action_result.data.*.score"],
    ["{{lookup_1:status}}!", "{{#b_x1:status}}!"],
    ["https://example.net", "https://example.net"],
    [" 10 ", " 10 "],
    [" https:x ", " https:x "],
  ])("%s", (shown, stored) => {
    expect(valueToStored(shown, document)).toBe(stored);
    expect(valueToShown(stored, document)).toBe(shown);
  });
});

test("Storing what is shown gives back what was stored, also after a rename", () => {
  const path = fc.constantFrom(
    "status",
    "action_result.data.*.score",
    "action_result.data.0.a\\.b",
  );
  const part = fc.oneof(
    path.map((one) => `{{#b_x1:${one}}}`),
    path.map((one) => `{{ #b_gone:${one} }}`),
    fc.constantFrom(
      "{{playbook_input:#i_1}}",
      "{{connector.x}}",
      "\\{{",
      "{",
      "}}",
      "text",
      "\\",
      "{{",
    ),
  );
  const name = fc.stringMatching(/^[a-zA-Z][a-z0-9_]{0,10}$/);
  fc.assert(
    fc.property(fc.array(part), name, path, (parts, renamed, one) => {
      const stored = parts.join("");
      for (const current of [document, documentOf(renamed)]) {
        expect(templateToStored(templateToShown(stored, current), current)).toBe(stored);
        const value = `#b_x1:${one}`;
        expect(valueToStored(valueToShown(value, current), current)).toBe(value);
      }
    }),
    { numRuns: 1000 },
  );
});

test("The datapaths of a text are found, also when it is faulty elsewhere", () => {
  expect(templateDatapaths("{{lookup_1:status}} {{x}} {{#b_x1:message}} {{")).toHaveLength(2);
  expect(templateDatapaths("lookup_1:status")).toEqual([]);
});

function documentOf(name: string): PlaybookDocument {
  const version = 1;
  const config = { inputs: [{ id: "i_1", name: "ip" }] };
  return newDocument({
    name: "P",
    blocks: [
      newBlock({ id: "b_s1", type: "start", version, name: "start", config }),
      newBlock({ id: "b_x1", type: "action", version, name, config: {} }),
    ],
  });
}
