import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Datapath, printDatapath, type Segment } from "./datapath.ts";
import { parseDatapath } from "./parse.ts";
import { sourcesOf } from "./sources.ts";

/** Every shape that occurs in Splunk SOAR playbooks, and the stored forms. */
const SHAPES = [
  "code_1:custom_function:verdict",
  "geolocate_ip_1:action_result.data.*.country_iso_code",
  "filtered-data:filter_1:condition_2:geolocate_ip_1:action_result.data.*.country_iso_code",
  "code_1:custom_function_result.data.rows.*.score",
  "code_1:custom_function_result.data.total",
  "filtered-data:filter_1:condition_1:code_1:custom_function_result.data.total",
  "playbook_input:ip",
  "filtered-data:filter_1:condition_1:playbook_input:ip",
  "playbook_1:playbook_output:verdict",
  "filtered-data:filter_1:condition_1:playbook_1:playbook_output:verdict",
  "container:id",
  "container:external_id",
  "container:data.summary.*",
  "format_1:formatted_data",
  "format_1:formatted_data.*",
  "geolocate_ip_1:action_result.parameter.ip",
  "geolocate_ip_1:action_result.parameter.context.artifact_id",
  "prompt_1:action_result.summary.responses.0",
  "artifact:*.cef.sourceAddress",
  "filtered-data:filter_1:condition_1:artifact:*.cef.sourceAddress",
  "artifact:*.id",
  "geolocate_ip_1:action_result.status",
  "geolocate_ip_1:action_result.message",
  "custom_list:blocked",
  "filtered_artifact:*.cef.bytesIn",
  "filtered-artifact:*.cef.bytesIn",
  "geolocate_ip_1:filtered-action_result.parameter.ip",
  "geolocate_ip_1:result_data.*.data.*.country",
  "geolocate_ip_1:summary.total_objects",
  "geolocate_ip_1:action_result.error.status_code",
  "#b_x1:action_result.data.*.score",
  "playbook_input:#i_x1",
  "filtered-data:#b_f1:condition_1:#b_x1:action_result.data.*.score",
  "filtered-data:#b_f1:#i_y1:#b_x1:action_result.data.*.score",
  "#b_x1:filtered-action_result.parameter.ip",
  "lookup_1:action_result.data.*.event\\.action",
  "lookup_1:action_result.data.*.last result.ns:key",
  "größe_1:action_result.data",
  "playbook_input:\\*.x",
];

describe("A datapath of every known shape parses and prints as it was written", () => {
  test.each(SHAPES)("%s", (text) => {
    const parsed = parseDatapath(text);
    expect(parsed).toMatchObject({ ok: true });
    if (parsed.ok) expect(printDatapath(parsed.datapath)).toBe(text);
  });
});

test("A datapath is read into source, section and segments", () => {
  expect(parseDatapath("#b_x1:action_result.data.*.tags.0")).toEqual({
    ok: true,
    datapath: {
      filter: null,
      source: { kind: "block", block: { kind: "id", id: "b_x1" } },
      section: null,
      segments: [
        { kind: "key", key: "action_result" },
        { kind: "key", key: "data" },
        { kind: "each" },
        { kind: "key", key: "tags" },
        { kind: "index", index: 0 },
      ],
    },
  });
});

test("What stands before the source, or in the older shape behind it, names a filter", () => {
  const behind = (text: string) => {
    const parsed = parseDatapath(text);
    return parsed.ok ? [parsed.datapath.filter, parsed.datapath.segments[0]] : parsed.error.code;
  };
  const result = { kind: "key", key: "action_result" };
  const block = { kind: "id", id: "b_f1" };
  expect(behind("filtered-data:#b_f1:#i_y1:#b_x1:action_result.data")).toEqual([
    { kind: "condition", block, condition: { kind: "id", id: "i_y1" } },
    result,
  ]);
  expect(behind("filtered-data:#b_f1:condition_12:#b_x1:action_result.data")).toEqual([
    { kind: "condition", block, condition: { kind: "number", number: 12 } },
    result,
  ]);
  expect(behind("#b_x1:filtered-action_result.data")).toEqual([{ kind: "caller" }, result]);
  expect(behind("#b_x1:action_result.data")).toEqual([null, result]);
});

describe("What is no datapath says what is wrong and where", () => {
  test.each([
    ["", "DATAPATH_EMPTY", 0, 0],
    ["lookup_1", "DATAPATH_SOURCE", 0, 8],
    ["two words:status", "DATAPATH_SOURCE", 0, 9],
    ["1st:status", "DATAPATH_SOURCE", 0, 3],
    [":status", "DATAPATH_SOURCE", 0, 0],
    ["lookup_1:", "DATAPATH_PATH", 9, 9],
    ["lookup_1:a..b", "DATAPATH_PATH", 11, 11],
    ["lookup_1:a.", "DATAPATH_PATH", 11, 11],
    ["lookup_1:.a", "DATAPATH_PATH", 9, 9],
    ["lookup_1:a. b", "DATAPATH_PATH", 11, 13],
    ["lookup_1:a{b", "DATAPATH_PATH", 10, 11],
    ["lookup_1:a\nb", "DATAPATH_PATH", 10, 11],
    ["playbook_input:*", "DATAPATH_PATH", 15, 16],
    ["filtered-data:f:condition_0:x:y", "DATAPATH_FILTER", 0, 31],
    ["filtered-data:f:#:x:y", "DATAPATH_FILTER", 0, 21],
    ["filtered-data:f", "DATAPATH_FILTER", 0, 15],
    [`lookup_1:${"a".repeat(1000)}`, "DATAPATH_TOO_LONG", 1000, 1009],
    ["#x:status", "DATAPATH_SOURCE", 0, 2],
  ])("%j", (text, code, start, end) => {
    expect(parseDatapath(text)).toMatchObject({ ok: false, error: { code, start, end } });
  });
});

test("Parsing never throws, and what parses prints to a text that parses to the same", () => {
  const text = fc.oneof(
    fc.string({ unit: "binary" }),
    fc
      .array(
        fc.constantFrom(
          ..."ab_1#:.*\\{}- ",
          "b_x",
          "playbook_input:",
          "filtered-data:",
          "condition_1",
          "filtered-action_result",
        ),
      )
      .map((parts) => parts.join("")),
  );
  fc.assert(
    fc.property(text, (given) => {
      const parsed = parseDatapath(given);
      if (!parsed.ok) return;
      expect(parseDatapath(printDatapath(parsed.datapath))).toEqual(parsed);
    }),
    { numRuns: 3000 },
  );
});

test("Every key can be written: dots, backslashes and stars are escaped", () => {
  const key = fc
    .string({ unit: "grapheme", minLength: 1, maxLength: 20 })
    .filter((one) => one.trim() === one && !/[{}\p{Cc}]/u.test(one) && !/^\d+$/.test(one));
  const segment: fc.Arbitrary<Segment> = fc.oneof(
    key.map((one) => ({ kind: "key" as const, key: one })),
    fc.constant({ kind: "each" as const }),
    fc.nat(999).map((index) => ({ kind: "index" as const, index })),
  );
  fc.assert(
    fc.property(fc.array(segment, { minLength: 1, maxLength: 6 }), (segments) => {
      const datapath: Datapath = {
        filter: null,
        source: { kind: "block", block: { kind: "id", id: "b_x1" } },
        section: null,
        segments: [{ kind: "key", key: "action_result" }, ...segments],
      };
      expect(parseDatapath(printDatapath(datapath))).toEqual({ ok: true, datapath });
    }),
  );
});

test("The blocks that a datapath reads are its source and its filter", () => {
  const of = (text: string): string[] => {
    const parsed = parseDatapath(text);
    return parsed.ok ? sourcesOf(parsed.datapath) : ["does not parse"];
  };
  expect(of("filtered-data:#b_f1:condition_1:#b_x1:status")).toEqual(["b_f1", "b_x1"]);
  expect(of("filtered-data:#b_f1:#i_y1:playbook_input:#i_x1")).toEqual(["b_f1"]);
  expect(of("#b_x1:filtered-action_result.status")).toEqual(["b_x1"]);
  expect(of("#b_x1:status")).toEqual(["b_x1"]);
  expect(of("playbook_input:#i_x1")).toEqual([]);
});
