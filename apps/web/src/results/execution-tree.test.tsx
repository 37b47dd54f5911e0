import { blockPath, inPass } from "@callbook/core/log";
import type { ExecutionRow } from "@callbook/core/results";
import { expect, test } from "vitest";
import { ExecutionTree } from "./execution-tree.tsx";
import type { ResultsGroup } from "./results-data.ts";
import { noActions, rendered } from "./testing/rendered.tsx";

function row(connectionId: number, parameterIndex: number): ExecutionRow {
  return {
    path: blockPath("b_lookup"),
    actionRunId: 1,
    appRunId: connectionId,
    connectionId,
    connection: `sensor ${connectionId}`,
    integration: "Geolocation",
    parameterIndex,
    parameter: { ip: `192.0.2.${parameterIndex}`, context: { guid: "g" } },
    status: "success",
    statusCode: 200,
    message: "found",
    summary: {},
    failure: null,
    trace: [],
    size: 2,
    startedAt: "2026-11-21T10:00:00.000Z",
    finishedAt: "2026-11-21T10:00:01.000Z",
  };
}

const group: ResultsGroup = {
  path: blockPath("b_geolocate"),
  blockId: "b_geolocate",
  name: "geolocate_ip_1",
  pass: null,
  command: "geolocate ip",
  state: "succeeded",
  succeeded: 4,
  total: 4,
  message: "4 of 4 succeeded",
  durationMs: 1000,
  actionRunId: 1,
  executions: new Map([
    [1, { succeeded: 2, failed: 0 }],
    [2, { succeeded: 2, failed: 0 }],
  ]),
  stored: null,
  failure: null,
};

/** @param rows that have been read of the pass of `group` */
function tree(groups: readonly ResultsGroup[], rows: readonly ExecutionRow[] = []): string {
  return rendered(<ExecutionTree groups={groups} actions={noActions} />, group.path, rows);
}

test("D15: the results are a tree: the block, below it each connection, below that each parameter, whose data opens", () => {
  const html = tree([group], [row(1, 1), row(1, 2), row(2, 1), row(2, 2)]);
  const names = [...html.matchAll(/geolocate_ip_1|sensor \d|ip 192\.0\.2\.\d/g)].map(
    ([text]) => text,
  );
  expect(names).toEqual([
    "geolocate_ip_1",
    "sensor 1",
    "ip 192.0.2.1",
    "ip 192.0.2.2",
    "sensor 2",
    "ip 192.0.2.1",
    "ip 192.0.2.2",
  ]);
  expect(html.match(/aria-expanded="false"/g)).toHaveLength(4);
});

test("of a block with several passes the newest is shown, and another can be chosen", () => {
  const first = { ...group, pass: "pass 1", message: "the first", executions: new Map() };
  const second = { ...first, path: inPass(group.path, 2), pass: "pass 2", message: "the second" };
  const html = tree([first, second]);
  expect(html).toContain("the second");
  expect(html).not.toContain("the first");
  expect(html).toContain('aria-label="Pass of geolocate_ip_1"');
});

test("a block opens when it stored something, and is a line of text when it did not", () => {
  const computed = { ...group, actionRunId: null, executions: new Map(), message: "" };
  expect(tree([computed])).not.toContain("aria-expanded");
  expect(
    tree([{ ...computed, stored: { ports: new Map(), appRuns: new Map(), sourceName: String } }]),
  ).toContain("aria-expanded");
});

test("a connection counts all of its executions, although only a part of them has been read", () => {
  const html = tree([group], [row(1, 1)]);
  expect(html).toContain("2 of 2, app run 1");
  expect(html).not.toContain("sensor 2");
});
