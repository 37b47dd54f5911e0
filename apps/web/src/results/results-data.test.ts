import type { ExecutionRow } from "@callbook/core/results";
import { expect, test } from "vitest";
import { byConnection, parameterLine, spanOfRows, stateOfRows } from "./results-data.ts";

function execution(part: Partial<ExecutionRow>): ExecutionRow {
  return {
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
  const failed = execution({ status: "failed" });
  expect(stateOfRows([execution({}), execution({})])).toBe("succeeded");
  expect(stateOfRows([execution({}), failed])).toBe("partly_succeeded");
  expect(stateOfRows([failed])).toBe("failed");
  expect(stateOfRows([])).toBe("failed");
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
