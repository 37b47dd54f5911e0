import { describe, expect, test } from "vitest";
import { newBlock, newDocument, type PlaybookDocument } from "../document/index.ts";
import type { Json } from "../json/index.ts";
import { resolveInputs, type StartInput } from "./inputs.ts";

function documentWith(
  ...inputs: readonly (Partial<StartInput> & { name: string })[]
): PlaybookDocument {
  const declared = inputs.map((given) => ({
    id: `i_${given.name}`,
    dataType: "string" as const,
    required: false,
    description: "",
    contains: [],
    default: null,
    ...given,
  }));
  const config = { inputs: declared };
  const start = newBlock({ id: "b_start", type: "start", version: 1, name: "start", config });
  return newDocument({ name: "Test", blocks: [start] });
}

function messages(document: PlaybookDocument, given: Readonly<Record<string, Json>>) {
  const resolved = resolveInputs(document, given);
  return resolved.ok ? resolved.inputs : resolved.faults.map(({ message }) => message);
}

describe("resolveInputs", () => {
  test("gives every declared input, null for one without value", () => {
    expect(messages(documentWith({ name: "ip" }, { name: "note" }), { ip: "192.0.2.1" })).toEqual({
      ip: "192.0.2.1",
      note: null,
    });
  });

  test("a default stands in where nothing is given", () => {
    const document = documentWith({ name: "port", dataType: "numeric", default: "443" });
    expect(messages(document, {})).toEqual({ port: 443 });
    expect(messages(document, { port: 80 })).toEqual({ port: 80 });
  });

  test("a required input without value, or with an empty one, is at fault", () => {
    const document = documentWith({ name: "ip", required: true });
    for (const given of [{}, { ip: null }, { ip: "" }, { ip: [] }])
      expect(messages(document, given)).toEqual(["ip is required"]);
  });

  test("a name that is not declared is at fault, also one that every object inherits", () => {
    expect(messages(documentWith({ name: "ip" }), { pi: 1 })).toEqual([
      "pi is not an input of this playbook",
    ]);
    expect(messages(documentWith({ name: "toString" }), {})).toEqual({ toString: null });
  });

  test("values are typed, one by one in a list", () => {
    const document = documentWith({ name: "n", dataType: "numeric" });
    expect(messages(document, { n: ["1", 2] })).toEqual({ n: [1, 2] });
    expect(messages(document, { n: ["1", "x"] })).toEqual(["n must be a number"]);
  });

  test("a JSON input reads lists and objects from text, and takes anything else as it is", () => {
    const document = documentWith({ name: "j", dataType: "json" });
    expect(messages(document, { j: '{"a":1}' })).toEqual({ j: { a: 1 } });
    expect(messages(document, { j: "plain" })).toEqual({ j: "plain" });
    expect(messages(document, { j: [1, "2"] })).toEqual({ j: [1, "2"] });
  });

  test("resolving what was resolved gives the same", () => {
    const document = documentWith(
      { name: "a", dataType: "json", default: '{"x":"[1]"}' },
      { name: "b", dataType: "boolean", default: "true" },
    );
    const first = resolveInputs(document, {});
    expect(first.ok && resolveInputs(document, first.inputs)).toEqual(first);
  });
});
