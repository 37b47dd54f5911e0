import { describe, expect, test } from "vitest";
import { newBlock, newDocument } from "../document/index.ts";
import type { Json } from "../json/index.ts";
import { type ResultsEntry, resultsEntry } from "../results/index.ts";
import { collectRows } from "./collect.ts";
import { parseDatapath } from "./parse.ts";
import type { DatapathScope } from "./scope.ts";
import { type ScopeFacts, scopeWith } from "./testing/scope.ts";

function entry(appRunId: number, countries: readonly string[]): ResultsEntry {
  const context = { guid: "g", artifact_id: null, parent_action_run: [] };
  return resultsEntry({
    connection: { id: appRunId, name: `connection ${appRunId}` },
    integration: { id: 1, name: "Geo" },
    command: "geolocate ip",
    blockName: "geo",
    actionRunId: 1,
    appRunId,
    results: countries.map((country, index) => ({
      status: "success",
      data: [{ country }],
      message: country,
      parameter: { ip: `192.0.2.${appRunId + index}`, context },
      summary: {},
      error: null,
    })),
  });
}

const facts: ScopeFacts = {
  inputs: { ip: ["a", "b", "c"], one: "x" },
  results: { b_geo: [entry(10, ["AU", "DE"]), entry(20, ["AU"]), entry(30, ["FR"])] },
  kept: {
    b_f: {
      i_au: {
        results: [
          [10, 0],
          [20, 0],
        ],
        rows: {},
      },
      i_none: { results: [], rows: {} },
      i_rows: {
        results: [],
        rows: { "playbook_input:ip": [0, 2], "playbook_input:one": [0] },
      },
    },
  },
};
const scope = scopeWith(facts);

function rows(given: DatapathScope, ...texts: readonly string[]): readonly Json[] | string {
  const datapaths = texts.map((text) => {
    const parsed = parseDatapath(text);
    if (!parsed.ok) throw new Error(parsed.error.message);
    return parsed.datapath;
  });
  const collected = collectRows(datapaths, given);
  if (!collected.ok) return collected.message;
  return collected.rows.map((row) => (row.length === 1 ? (row[0] ?? null) : [...row]));
}

describe("Behind a condition of a filter", () => {
  const table: readonly (readonly [string, readonly Json[]])[] = [
    ["filtered-data:#b_f:#i_au:#b_geo:action_result.data.*.country", ["AU", "AU"]],
    ["filtered-data:#b_f:#i_au:#b_geo:action_result.parameter.ip", ["192.0.2.10", "192.0.2.20"]],
    ["filtered-data:#b_f:#i_au:#b_geo:asset", ["connection 10", "connection 20"]],
    ["filtered-data:#b_f:#i_none:#b_geo:action_result.data.*.country", []],
    ["filtered-data:#b_f:#i_rows:#b_geo:action_result.data.*.country", []],
    ["filtered-data:#b_f:#i_rows:playbook_input:ip", ["a", "c"]],
    ["filtered-data:#b_f:#i_rows:playbook_input:one", ["x"]],
    ["filtered-data:#b_f:#i_au:playbook_input:ip", []],
    ["filtered-data:#b_f:#i_gone:#b_geo:action_result.status", []],
  ];
  test.each(table)("%s is %j", (text, expected) => {
    expect(rows(scope, text)).toEqual(expected);
  });

  test("a number and names read what ids read, and are the same source", () => {
    expect(
      rows(
        scope,
        "filtered-data:f:condition_1:geo:action_result.data.*.country",
        "filtered-data:#b_f:#i_au:#b_geo:action_result.message",
      ),
    ).toEqual([
      ["AU", "AU"],
      ["AU", "AU"],
    ]);
    expect(rows(scope, "filtered-data:f:condition_9:geo:action_result.status")).toEqual([]);
  });

  test("the rows of one condition stay aligned; what is read beside it is another source", () => {
    const country = "filtered-data:#b_f:#i_au:#b_geo:action_result.data.*.country";
    expect(
      rows(scope, country, "filtered-data:#b_f:#i_au:#b_geo:action_result.parameter.ip"),
    ).toEqual([
      ["AU", "192.0.2.10"],
      ["AU", "192.0.2.20"],
    ]);
    expect(rows(scope, country, "#b_geo:asset")).toHaveLength(2 * 3);
  });

  test("a filter that has not run, or a block that has not, gives no row", () => {
    const document = newDocument({
      name: "P",
      blocks: [
        newBlock({ id: "b_geo", type: "action", version: 1, name: "geo", config: {} }),
        newBlock({ id: "b_f", type: "filter", version: 1, name: "f", config: {} }),
      ],
    });
    const before = scopeWith({ document, results: facts.results ?? {} });
    expect(rows(before, "filtered-data:#b_f:#i_au:#b_geo:action_result.status")).toEqual([]);
    const without = scopeWith({ document, kept: facts.kept ?? {} });
    expect(rows(without, "filtered-data:#b_f:#i_au:#b_geo:action_result.status")).toEqual([]);
  });

  test("an action that failed before anything was executed is a row, as it has no app run", () => {
    const failed = {
      ...facts,
      results: { b_geo: [entry(0, ["AU"])], b_other: [entry(0, ["AU"])] },
    };
    const kept = { b_f: { i_au: { results: [], rows: { "#b_geo": [0] } } } };
    const of = scopeWith({ ...failed, kept });
    const status = (block: string) => `filtered-data:#b_f:#i_au:#${block}:action_result.status`;
    expect(rows(of, status("b_geo"))).toEqual(["success"]);
    expect(rows(of, status("b_other"))).toEqual([]);
  });

  test("what is no filter, and what comes from artifacts, is said not to be there", () => {
    expect(rows(scope, "filtered-data:#b_geo:#i_au:#b_geo:action_result.status")).toBe(
      "What filtered-data: names is no filter.",
    );
    const none = "A run has no artifacts, so there are none to read or to filter.";
    expect(rows(scope, "filtered-data:#b_f:#i_au:artifact:*.id")).toBe(none);
    expect(rows(scope, "filtered_artifact:*.cef.bytesIn")).toBe(none);
  });
});

describe("Behind the filter that called the block", () => {
  test("the older shape reads what that condition let through", () => {
    const called = scopeWith({ ...facts, calledBy: { filter: "b_f", condition: "i_au" } });
    expect(rows(called, "#b_geo:filtered-action_result.parameter.ip")).toEqual([
      "192.0.2.10",
      "192.0.2.20",
    ]);
    const nothing = scopeWith({ ...facts, calledBy: { filter: "b_f", condition: "i_none" } });
    expect(rows(nothing, "#b_geo:filtered-action_result.parameter.ip")).toEqual([]);
  });

  test("it fails where no filter called", () => {
    expect(rows(scope, "#b_geo:filtered-action_result.parameter.ip")).toBe(
      "No filter called this block, so nothing is filtered for it.",
    );
  });
});
