import { describe, expect, test } from "vitest";
import type { Json, JsonObject } from "../json/index.ts";
import type { ActionResult, ResultsEntry } from "../results/index.ts";
import { collectRows } from "./collect.ts";
import type { Datapath } from "./datapath.ts";
import { parseDatapath } from "./parse.ts";
import { type DatapathScope, emptyScope, type ReadBlock } from "./scope.ts";
import { actionResults } from "./source.ts";

const lookup = [
  entry("ipdb", [
    result({ ip: "1.1.1.1" }, [
      { score: 7, tags: ["a", "b"], ports: [{ n: 22 }, { n: 80 }] },
      { score: 9, tags: [], ports: [] },
    ]),
    result({ ip: "8.8.8.8" }, [{ tags: ["c"] }]),
  ]),
  entry("mirror", [failed({ ip: "1.1.1.1" })]),
];

const scope: DatapathScope = {
  ...emptyScope,
  knows: () => true,
  block: (block) => {
    if (block.kind === "id" && block.id === "b_x1") return readAs(lookup);
    if (block.kind === "id" && block.id === "b_y1")
      return readAs([entry("y", [result({}, [{ v: 1 }, { v: 2 }])])]);
    // A debug block: datapaths cannot read its kind.
    if (block.kind === "id" && block.id === "b_note") return null;
    return { source: actionResults, results: undefined };
  },
  input: (input) =>
    input.kind === "id"
      ? { i_1: ["10.0.0.1", "10.0.0.2"], i_2: "high", i_3: [] }[input.id]
      : undefined,
  container: { id: 7, data: { x: [1, 2] }, constructorless: true },
};

describe("One datapath gives a row per value", () => {
  test.each<[string, Json[]]>([
    ["#b_x1:action_result.data.*.score", [7, 9, null]],
    ["#b_x1:result_data.*.data.*.score", [7, 9, null]],
    ["#b_x1:action_result.data.*.ports.*.n", [22, 80]],
    ["#b_x1:action_result.data.*.tags", [["a", "b"], [], ["c"]]],
    ["#b_x1:action_result.data.*.tags.0", ["a", null, "c"]],
    ["#b_x1:action_result.data.0.score", [7, null, null]],
    ["#b_x1:action_result.parameter.ip", ["1.1.1.1", "8.8.8.8", "1.1.1.1"]],
    ["#b_x1:action_result.status", ["success", "success", "failed"]],
    ["#b_x1:action_result.message", ["ok", "ok", "no"]],
    ["#b_x1:action_result.summary.found", [true, true, null]],
    ["#b_x1:action_result.error.status_code", [null, null, 503]],
    ["#b_x1:action_result.error.failure_indicator", [null, null, "lookup failed."]],
    ["#b_x1:summary.total_objects", [2, 1]],
    [
      "#b_x1:summary.*",
      [
        { total_objects: 2, total_objects_successful: 2 },
        { total_objects: 1, total_objects_successful: 0 },
      ],
    ],
    ["#b_x1:asset", ["ipdb", "mirror"]],
    ["#b_x1:action_result.data.*.constructor", [null, null, null]],
    ["#b_gone:action_result.data.*.score", []],
    ["#b_note:action_result.data.*.score", []],
    ["playbook_input:#i_1", ["10.0.0.1", "10.0.0.2"]],
    ["playbook_input:#i_1.*", ["10.0.0.1", "10.0.0.2"]],
    ["playbook_input:#i_2", ["high"]],
    ["playbook_input:#i_3", []],
    ["playbook_input:#i_nope", [null]],
    ["container:id", [7]],
    ["container:data.x.*", [1, 2]],
    ["container:missing.deep", [null]],
  ])("%s", (text, values) => {
    expect(rows(text)).toEqual(values.map((value) => [value]));
  });
});

describe("Several datapaths", () => {
  test("of one source stay aligned, with null for a missing leaf", () => {
    expect(rows("#b_x1:action_result.parameter.ip", "#b_x1:action_result.data.*.score")).toEqual([
      ["1.1.1.1", 7],
      ["1.1.1.1", 9],
      ["8.8.8.8", null],
      ["1.1.1.1", null],
    ]);
  });

  test("of different sources form the cartesian product, nested in order", () => {
    expect(rows("#b_y1:action_result.data.*.v", "playbook_input:#i_1")).toEqual([
      [1, "10.0.0.1"],
      [1, "10.0.0.2"],
      [2, "10.0.0.1"],
      [2, "10.0.0.2"],
    ]);
  });

  test("that are the same datapath twice give it twice a row, not its product", () => {
    expect(rows("playbook_input:#i_1", "playbook_input:#i_1")).toEqual([
      ["10.0.0.1", "10.0.0.1"],
      ["10.0.0.2", "10.0.0.2"],
    ]);
  });

  test("with one source that has no element give no row", () => {
    expect(rows("#b_y1:action_result.data.*.v", "#b_gone:action_result.data.*.v")).toEqual([]);
  });

  test("none at all are one empty row", () => {
    expect(rows()).toEqual([[]]);
  });
});

test("50,000 rows are read, and with one more none, which says so", () => {
  const many = Array.from({ length: 50_001 }, (_, i) => ({ v: i }));
  const collected = (count: number) =>
    collectRows([parse("#b_z1:action_result.data.*.v")], {
      ...scope,
      block: () => readAs([entry("z", [result({}, many.slice(0, count))])]),
    });
  const all = collected(50_000);
  expect(all.ok && all.rows.length).toBe(50_000);
  expect(collected(50_001)).toEqual({
    ok: false,
    datapath: "#b_z1:action_result.data.*.v",
    message:
      "There are more than 50,000 rows, the most that are read here. Narrow them with a Filter",
  });
});

test("A product of large lists is refused without being built", () => {
  const many = Array.from({ length: 2000 }, (_, i) => i);
  const collected = collectRows(
    ["#i_1", "#i_2", "#i_3", "#i_4"].map((id) => parse(`playbook_input:${id}`)),
    { ...scope, input: () => many },
  );
  expect(collected).toMatchObject({ ok: false, datapath: "playbook_input:#i_1" });
});

test("A datapath that no block of this product can give is an error that names it", () => {
  for (const text of [
    "artifact:*.cef.ip",
    "custom_list:x",
    "#b_x1:formatted_data",
    "#b_x1:custom_function:y",
  ]) {
    expect(collectRows([parse(text)], scope)).toMatchObject({ ok: false, datapath: text });
  }
});

function rows(...texts: string[]): readonly (readonly Json[])[] {
  const collected = collectRows(texts.map(parse), scope);
  if (!collected.ok) throw new Error(collected.message);
  return collected.rows;
}

function parse(text: string): Datapath {
  const parsed = parseDatapath(text);
  if (!parsed.ok) throw new Error(parsed.error.message);
  return parsed.datapath;
}

function readAs(entries: readonly ResultsEntry[]): ReadBlock {
  return { source: actionResults, results: { entries, value: () => undefined } };
}

function entry(asset: string, action_results: ActionResult[]): ResultsEntry {
  const successful = action_results.filter((one) => one.status === "success").length;
  return {
    asset_id: 1,
    asset,
    app_id: 1,
    app: "IP",
    action: "lookup",
    name: "lookup_1",
    action_run_id: 1,
    app_run_id: 1,
    status: successful > 0 ? "success" : "failed",
    message: "",
    summary: { total_objects: action_results.length, total_objects_successful: successful },
    action_results,
  };
}

function result(parameter: JsonObject, data: Json[]): ActionResult {
  return {
    status: "success",
    data,
    message: "ok",
    parameter: { ...parameter, context: { guid: "g", artifact_id: null, parent_action_run: [] } },
    summary: { found: true },
    error: null,
  };
}

function failed(parameter: JsonObject): ActionResult {
  return {
    ...result(parameter, []),
    status: "failed",
    message: "no",
    summary: {},
    error: { failure_indicator: "lookup failed.", status_code: 503, message: "no", class: "F-5xx" },
  };
}
