import { describe, expect, test } from "vitest";
import type { Json } from "../json/index.ts";
import { actionRunsOf, callbackArguments, type LoadedAction } from "./callback-arguments.ts";
import { resultsEntry, summaryText } from "./entry.ts";
import { parseErrors, parseResults, parseSuccess } from "./parse.ts";
import type { ActionResult, ResultsEntry } from "./results.ts";
import { STATUS_WORDS, stateOfResults } from "./status.ts";

function result(ip: string, outcome: Json[] | string): ActionResult {
  const context = { guid: `guid of ${ip}`, artifact_id: null, parent_action_run: [] };
  const parameter = { ip, context };
  if (typeof outcome !== "string")
    return {
      status: "success",
      data: outcome,
      message: "Found",
      parameter,
      summary: {},
      error: null,
    };
  const error = {
    failure_indicator: "geolocate ip failed.",
    status_code: 500,
    message: outcome,
    class: "F-5xx",
  };
  return { status: "failed", data: [], message: outcome, parameter, summary: {}, error };
}

function entry(appRunId: number, ...results: ActionResult[]): ResultsEntry {
  return resultsEntry({
    connection: { id: 3, name: "maxmind" },
    integration: { id: 5, name: "Geolocation" },
    command: "geolocate ip",
    blockName: "geolocate_ip_1",
    actionRunId: 7,
    appRunId,
    results,
  });
}

describe("resultsEntry", () => {
  test("D22: an entry has exactly the keys of the results JSON", () => {
    expect(Object.keys(entry(1, result("192.0.2.1", []))).sort()).toEqual(
      [
        "action",
        "action_results",
        "action_run_id",
        "app",
        "app_id",
        "app_run_id",
        "asset",
        "asset_id",
        "message",
        "name",
        "status",
        "summary",
      ].sort(),
    );
  });

  test("D24: the summary counts: 1 of 2 succeeded", () => {
    const { summary, status } = entry(1, result("192.0.2.1", []), result("192.0.2.2", "no"));
    expect(summary).toEqual({ total_objects: 2, total_objects_successful: 1 });
    expect(status).toBe("success");
  });

  test("D25: the message names block, connection, counts and what each parameter came to", () => {
    expect(entry(1, result("192.0.2.1", [])).message).toBe(
      `'geolocate_ip_1' on asset 'maxmind': 1 action succeeded. (1)For Parameter: {"ip":"192.0.2.1"} Message: "Found"`,
    );
    expect(
      entry(1, result("192.0.2.1", "no"), result("192.0.2.2", []), result("192.0.2.3", "none"))
        .message,
    ).toBe(
      `'geolocate_ip_1' on asset 'maxmind': 1 action succeeded. (1)For Parameter: {"ip":"192.0.2.2"} Message: "Found" ` +
        `2 actions failed. (1)For Parameter: {"ip":"192.0.2.1"} Message: "no" (2)For Parameter: {"ip":"192.0.2.3"} Message: "none"`,
    );
    expect(entry(1).message).toBe("'geolocate_ip_1' on asset 'maxmind': 0 actions succeeded.");
  });

  test("an entry failed when none of its executions succeeded", () => {
    expect(entry(1, result("192.0.2.1", "no")).status).toBe("failed");
    expect(entry(1).status).toBe("failed");
  });
});

describe("flat views of results", () => {
  const three = [
    entry(1, result("192.0.2.1", "a"), result("192.0.2.2", "b")),
    entry(2, result("192.0.2.1", "c"), result("192.0.2.2", [{ country: "AU" }])),
  ];

  test("D12: 3 failures of 4 executions give 3 errors and 1 success", () => {
    expect(parseErrors(three)).toHaveLength(3);
    expect(parseErrors(three)[2]).toEqual({
      asset: "maxmind",
      app: "Geolocation",
      action: "geolocate ip",
      name: "geolocate_ip_1",
      app_run_id: 2,
      parameter: { ip: "192.0.2.1" },
      status: "failed",
      message: "c",
      error: { failureIndicator: "geolocate ip failed.", statusCode: 500, message: "c" },
    });
    expect(parseSuccess(three)).toEqual([{ country: "AU" }]);
    expect(parseResults(three).map(({ status }) => status)).toEqual([
      "failed",
      "failed",
      "failed",
      "success",
    ]);
  });

  test("D12: parse_success gives every element of data, in order", () => {
    const results = [
      entry(1, result("192.0.2.1", [1, 2, 3]), result("192.0.2.2", [4, 5, 6])),
      entry(2),
      entry(3, result("192.0.2.1", [])),
    ];
    expect(parseSuccess(results)).toEqual([1, 2, 3, 4, 5, 6]);
  });

  test("D12: an entry that failed before anything was executed is one error without parameter", () => {
    expect(parseErrors([entry(1)])).toEqual([
      expect.objectContaining({ status: "failed", parameter: null, error: null }),
    ]);
  });

  test("D13: the views leave the results as they are, byte for byte", () => {
    const before = JSON.stringify(three);
    parseErrors(three);
    parseSuccess(three);
    parseResults(three);
    expect(JSON.stringify(three)).toBe(before);
  });
});

describe("callbackArguments", () => {
  const NONE = {
    actionRunId: null,
    success: null,
    handleOf: null,
    containerVersion: null,
    filtered: null,
  };
  const results = [
    entry(70, result("192.0.2.1", [{ country: "AU" }]), result("192.0.2.2", [{ country: "DE" }])),
    entry(71, result("192.0.2.1", [{ country: "AU" }])),
  ];
  const loaded: LoadedAction = {
    actionRunId: 7,
    command: "geolocate ip",
    blockName: "geolocate_ip_1",
    handle: "abc",
    entries: results,
  };
  const sources = { actions: [loaded], container: null, filtered: null };

  test("D5: all eight are always there, null where nothing was handed on", () => {
    expect(callbackArguments(NONE, sources)).toEqual({
      action: null,
      success: null,
      container: null,
      results: null,
      handle: null,
      filtered_artifacts: null,
      filtered_results: null,
      custom_function: null,
    });
  });

  test("D7, D8: action has its four keys, and action_name repeats action", () => {
    const { action } = callbackArguments({ ...NONE, actionRunId: 7, success: true }, sources);
    expect(action).toEqual({
      action_run_id: 7,
      action: "geolocate ip",
      action_name: "geolocate ip",
      name: "geolocate_ip_1",
    });
  });

  test("D9, D26: success, results and handle are those of the action run", () => {
    const args = { ...NONE, actionRunId: 7, success: false, handleOf: 7 };
    expect(callbackArguments(args, sources)).toMatchObject({ success: false, handle: "abc" });
    expect(callbackArguments(args, sources).results).toBe(results);
  });

  test("a join hands on the handle alone", () => {
    const args = callbackArguments({ ...NONE, handleOf: 7 }, sources);
    expect(args).toMatchObject({ action: null, success: null, results: null, handle: "abc" });
  });

  test("filtered results are entries that hold, count and tell only the results that matched", () => {
    const filtered = [[70, 1] as const];
    const [narrowed, ...others] =
      callbackArguments(NONE, { ...sources, filtered }).filtered_results ?? [];
    expect(others).toEqual([]);
    const kept = results[0]?.action_results[1];
    expect(narrowed).toMatchObject({ app_run_id: 70, status: "success", action_results: [kept] });
    expect(narrowed?.summary).toEqual({ total_objects: 1, total_objects_successful: 1 });
    expect(narrowed?.message).toContain(`Message: "${kept?.message}"`);
    expect(narrowed?.message).toContain("1 action succeeded. (1)For Parameter");
    expect(narrowed?.message).not.toContain(
      JSON.stringify(results[0]?.action_results[0]?.parameter),
    );
  });

  test("names the action runs that must be loaded, each once", () => {
    expect(actionRunsOf({ ...NONE, actionRunId: 7, handleOf: 7 })).toEqual([7]);
    expect(actionRunsOf({ ...NONE, handleOf: 5 })).toEqual([5]);
    expect(actionRunsOf(NONE)).toEqual([]);
  });
});

describe("the words for how something ended", () => {
  const table = [
    ["succeeded", "success", "Successful"],
    ["partly_succeeded", "success", "Partially Successful"],
    ["failed", "failed", "Failed"],
    ["cancelled", "failed", "Failed"],
    ["skipped", null, null],
    ["waiting", null, null],
  ] as const;
  test.each(table)(
    "%s is %s in results JSON and %s in Return Data",
    (state, result, returnData) => {
      expect(STATUS_WORDS[state]).toMatchObject({ result, returnData });
    },
  );

  test("the state of results: all, some, none, and nothing executed", () => {
    const good = result("192.0.2.1", []);
    const bad = result("192.0.2.1", "no");
    expect(stateOfResults([entry(1, good), entry(2, good)])).toBe("succeeded");
    expect(stateOfResults([entry(1, good), entry(2, bad)])).toBe("partly_succeeded");
    expect(stateOfResults([entry(1, bad)])).toBe("failed");
    expect(stateOfResults([])).toBe("failed");
  });

  test("a summary is one line", () => {
    expect(summaryText({ country: "AU", count: 2, list: [1] })).toBe(
      "country: AU, count: 2, list: [1]",
    );
  });
});
