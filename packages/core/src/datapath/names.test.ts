import { describe, expect, test } from "vitest";
import { newBlock, newDocument, type PlaybookDocument } from "../document/index.ts";
import { toShown, toStored } from "./names.ts";

const FILTER = { b_f1: ["i_one", "i_two"] };
const document = documentOf(
  { b_s1: "start_1", b_x1: "lookup_1", b_c1: "container", b_f1: "filter_1" },
  FILTER,
);

describe("A datapath is stored with ids and shown with names", () => {
  test.each([
    ["lookup_1:action_result.data.*.score", "#b_x1:action_result.data.*.score"],
    ["playbook_input:ip", "playbook_input:#i_1"],
    [
      "filtered-data:filter_1:condition_2:lookup_1:status",
      "filtered-data:#b_f1:#i_two:#b_x1:status",
    ],
    [
      "filtered-data:filter_1:condition_1:playbook_input:ip",
      "filtered-data:#b_f1:#i_one:playbook_input:#i_1",
    ],
    ["lookup_1:filtered-action_result.parameter.ip", "#b_x1:filtered-action_result.parameter.ip"],
    ["container:id", "container:id"],
  ])("%s", (shown, stored) => {
    expect(toStored(shown, document)).toEqual({ ok: true, text: stored });
    expect(toShown(stored, document)).toBe(shown);
  });
});

test("Names are found ignoring case, and print as they are spelled", () => {
  const stored = toStored("LOOKUP_1:status", document);
  expect(stored).toEqual({ ok: true, text: "#b_x1:status" });
  expect(toShown("#b_x1:status", document)).toBe("lookup_1:status");
});

test("After a rename the stored text is untouched and shows the new name", () => {
  const renamed = documentOf({ b_s1: "start_1", b_x1: "whois" });
  expect(toShown("#b_x1:status", renamed)).toBe("whois:status");
  expect(toStored("whois:status", renamed)).toEqual({ ok: true, text: "#b_x1:status" });
});

describe("A condition of a filter", () => {
  const stored = "filtered-data:#b_f1:#i_two:#b_x1:status";
  const shownWith = (...conditions: string[]): string =>
    toShown(stored, documentOf({ b_x1: "lookup_1", b_f1: "filter_1" }, { b_f1: conditions }));

  test("is stored by its id, so that another order changes its number and not what is read", () => {
    expect(shownWith("i_two", "i_one")).toBe("filtered-data:filter_1:condition_1:lookup_1:status");
    expect(shownWith("i_0", "i_one", "i_two")).toBe(
      "filtered-data:filter_1:condition_3:lookup_1:status",
    );
  });

  test("that was deleted is shown by its id, and stays what it was", () => {
    expect(shownWith("i_one")).toBe("filtered-data:filter_1:#i_two:lookup_1:status");
    expect(toStored("filtered-data:filter_1:#i_gone:lookup_1:status", document)).toEqual({
      ok: true,
      text: "filtered-data:#b_f1:#i_gone:#b_x1:status",
    });
  });

  test("that there is none of is told with its number, after the filter itself", () => {
    expect(toStored("filtered-data:filter_1:condition_3:lookup_1:status", document)).toEqual({
      ok: false,
      error: {
        code: "DATAPATH_UNKNOWN_CONDITION",
        message: "filter_1 has no condition_3.",
        start: 23,
        end: 34,
      },
    });
    expect(toStored("filtered-data:nobody:condition_1:lookup_1:status", document)).toMatchObject({
      ok: false,
      error: { code: "DATAPATH_UNKNOWN_BLOCK", start: 14, end: 20 },
    });
  });
});

test("A text that names no block is no datapath, so an address stays a literal", () => {
  expect(toStored("https://example.net", document)).toMatchObject({
    ok: false,
    error: { code: "DATAPATH_UNKNOWN_BLOCK", start: 0, end: 5 },
  });
  expect(toStored("playbook_input:nope", document)).toMatchObject({
    ok: false,
    error: { code: "DATAPATH_UNKNOWN_INPUT", start: 15, end: 19 },
  });
});

test("A deleted block is shown by its id and stays what it was", () => {
  expect(toShown("#b_gone:status", document)).toBe("#b_gone:status");
  expect(toStored("#b_gone:status", document)).toEqual({ ok: true, text: "#b_gone:status" });
});

test("A block whose name is a source's word is shown by its id, so that it reads back", () => {
  expect(toShown("#b_c1:status", document)).toBe("#b_c1:status");
});

test("Of two blocks with one name in a faulty document only the first is shown by it", () => {
  const faulty = documentOf({ b_a1: "twin", b_a2: "Twin" });
  expect(toShown("#b_a1:status", faulty)).toBe("twin:status");
  expect(toShown("#b_a2:status", faulty)).toBe("#b_a2:status");
});

function documentOf(
  names: Record<string, string>,
  conditions: Record<string, readonly string[]> = {},
): PlaybookDocument {
  const blocks = Object.entries(names).map(([id, name]) =>
    newBlock({
      id,
      type: id === "b_s1" ? "start" : "action",
      version: 1,
      name,
      config: {
        ...(id === "b_s1" ? { inputs: [{ id: "i_1", name: "ip" }] } : {}),
        branches: (conditions[id] ?? []).map((condition) => ({ id: condition })),
      },
    }),
  );
  return newDocument({ name: "P", blocks });
}
