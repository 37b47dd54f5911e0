import type { ExecutionRow } from "@callbook/core/results";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { ExecutionTree } from "./execution-tree.tsx";
import type { ResultsGroup } from "./results-data.ts";

function row(connectionId: number, parameterIndex: number): ExecutionRow {
  return {
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

test("D15: the results are a tree: the block, below it each connection, below that each parameter, whose data opens", () => {
  const group: ResultsGroup = {
    key: "b_geolocate",
    name: "geolocate_ip_1",
    command: "geolocate ip",
    state: "succeeded",
    succeeded: 4,
    total: 4,
    message: "4 of 4 succeeded",
    durationMs: 1000,
    actionRunId: 1,
    rows: [row(1, 1), row(1, 2), row(2, 1), row(2, 2)],
    failure: null,
  };
  const actions = { loadBody: () => Promise.reject(new Error("nothing is opened")) };
  const html = renderToStaticMarkup(<ExecutionTree groups={[group]} actions={actions} />);
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
