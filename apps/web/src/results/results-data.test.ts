import { completeFailure } from "@callbook/core/failure";
import { blockPath, inPass } from "@callbook/core/log";
import type { ExecutionRow } from "@callbook/core/results";
import { expect, test } from "vitest";
import {
  byBlock,
  byConnection,
  failedParts,
  failureCount,
  groupTitle,
  parameterLine,
  type ResultsGroup,
  spanOfRows,
  stateOfEnded,
} from "./results-data.ts";

function execution(part: Partial<ExecutionRow>): ExecutionRow {
  return {
    path: blockPath("b_lookup"),
    actionRunId: 1,
    appRunId: 1,
    connectionId: 1,
    connection: "intel",
    integration: "REST API Callback",
    parameterIndex: 0,
    parameter: {},
    status: "success",
    statusCode: 200,
    message: "",
    summary: {},
    failure: null,
    trace: [],
    size: 0,
    startedAt: "2026-11-21T10:00:00.000Z",
    finishedAt: "2026-11-21T10:00:01.000Z",
    ...part,
  };
}

test("D21: two apps, two assets each and two parameters make four entries of two results", () => {
  const rows = [1, 2, 3, 4].flatMap((appRunId) =>
    [0, 1].map((parameterIndex) => execution({ appRunId, parameterIndex })),
  );
  const groups = byConnection(rows);
  expect(groups.map((group) => group.rows.length)).toEqual([2, 2, 2, 2]);
});

test("one success among failures reads partially successful, none reads failed", () => {
  expect(stateOfEnded({ succeeded: 2, failed: 0 })).toBe("succeeded");
  expect(stateOfEnded({ succeeded: 1, failed: 1 })).toBe("partly_succeeded");
  expect(stateOfEnded({ succeeded: 0, failed: 1 })).toBe("failed");
  expect(stateOfEnded({ succeeded: 0, failed: 0 })).toBe("failed");
});

test("the parameter line leaves out the context and what is empty", () => {
  const row = execution({
    parameter: { ip: "203.0.113.54", days: 30, note: null, context: { guid: "g" } },
  });
  expect(parameterLine(row)).toBe("ip 203.0.113.54, days 30");
  expect(parameterLine(execution({}))).toBe("no parameters");
});

test("the span of several executions reaches from the first start to the last end", () => {
  const late = execution({
    startedAt: "2026-11-21T10:00:00.500Z",
    finishedAt: "2026-11-21T10:00:02.500Z",
  });
  expect(spanOfRows([execution({}), late])).toBe(2500);
  expect(spanOfRows([])).toBeNull();
});

function group(part: Partial<ResultsGroup>): ResultsGroup {
  return {
    path: blockPath("b_lookup"),
    blockId: "b_lookup",
    name: "lookup_1",
    pass: null,
    command: "geolocate ip",
    state: "failed",
    succeeded: 0,
    total: 0,
    message: "",
    durationMs: 0,
    actionRunId: 1,
    executions: new Map(),
    stored: null,
    failure: null,
    ...part,
  };
}

const missing = completeFailure({
  class: "F-INPUT",
  failureIndicator: "geolocate ip failed. Input: ip.",
  statusCode: 400,
  message: "ip is required",
  field: "ip",
});

test("C3: a block that failed before anything was executed is among what failed, with the input to mend", () => {
  const [part] = failedParts([group({ failure: missing })], []);
  expect(part).toMatchObject({ key: "b_lookup", row: null });
  expect(part?.failure).toMatchObject({ step: "validate", target: { kind: "input", input: "ip" } });
  expect(part?.failure.remedy).not.toBe("");
});

test("a failed execution tells by itself why its block failed, and a block that succeeded tells nothing", () => {
  const failed = execution({ status: "failed", failure: { ...missing, statusCode: 422 } });
  const executions = new Map([[1, { succeeded: 0, failed: 1 }]]);
  const groups = [group({ executions, failure: missing }), group({ state: "succeeded" })];
  expect(failedParts(groups, [failed]).map(({ row }) => row)).toEqual([failed]);
});

test("what failed is counted before it has been read", () => {
  const executions = new Map([[1, { succeeded: 7, failed: 300 }]]);
  const groups = [
    group({ executions }),
    group({ failure: missing }),
    group({ state: "succeeded" }),
  ];
  expect(failureCount(groups)).toBe(301);
  expect(failedParts(groups, [])).toHaveLength(1);
});

test("the passes of a block stand together, and each is told by its number", () => {
  const again = group({ path: inPass(blockPath("b_lookup"), 2), pass: "pass 2" });
  const other = group({ path: blockPath("b_other"), blockId: "b_other", name: "other_1" });
  const blocks = byBlock([group({ pass: "pass 1" }), other, again]);
  expect(blocks.map((passes) => passes.map(groupTitle))).toEqual([
    ["lookup_1, pass 1", "lookup_1, pass 2"],
    ["other_1"],
  ]);
});

test("a failure in an earlier pass stays among what failed", () => {
  const groups = [
    group({ pass: "pass 1", failure: missing }),
    group({ path: inPass(blockPath("b_lookup"), 2), pass: "pass 2", state: "succeeded" }),
  ];
  expect(failedParts(groups, []).map((part) => groupTitle(part.group))).toEqual([
    "lookup_1, pass 1",
  ]);
});
