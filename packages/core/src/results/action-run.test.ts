import { describe, expect, test } from "vitest";
import { makeFailure } from "../failure/index.ts";
import { type Slot, slotNamed } from "../log/index.ts";
import {
  type ActionPlan,
  type AppRun,
  entriesOf,
  executionSlots,
  type KeptOutcome,
  type PlannedParameter,
  plannedExecution,
} from "./action-run.ts";

function appRun(appRunId: number, connection: string): AppRun {
  const app = { integrationKey: "lookup", appId: 9, app: "Lookup" };
  return { appRunId, connectionId: appRunId + 100, connection, ...app };
}

function parameter(ip: string): PlannedParameter {
  return { ip, context: { guid: `g-${ip}`, artifact_id: null, parent_action_run: [] } };
}

const plan: ActionPlan = {
  appRuns: [appRun(71, "first"), appRun(70, "second")],
  parameters: [parameter("192.0.2.1"), parameter("192.0.2.2")],
};
const run = { id: 7, name: "lookup_1", command: "lookup ip", plan };

const found: KeptOutcome = {
  status: "success",
  data: [{ country: "AU" }],
  message: "Australia",
  summary: { found: true },
  failure: null,
};
const missing: KeptOutcome = {
  status: "failed",
  data: [],
  message: "Not Found",
  summary: {},
  failure: makeFailure({
    class: "F-4xx",
    command: "lookup ip",
    statusCode: 404,
    message: "Not Found",
    place: { kind: "command" },
  }),
};

describe("The executions of an action run", () => {
  test("are each connection with each parameter object, connection by connection", () => {
    expect(executionSlots(plan)).toEqual(["71/0", "71/1", "70/0", "70/1"]);
    expect(executionSlots({ ...plan, parameters: [] })).toEqual([]);
    expect(executionSlots({ ...plan, appRuns: [] })).toEqual([]);
  });

  test.each([
    ["71/0", "first", "192.0.2.1", 0],
    ["70/1", "second", "192.0.2.2", 1],
  ])("slot %s is connection %s with parameter %s", (slot, connection, ip, index) => {
    expect(plannedExecution(plan, slotNamed(slot))).toMatchObject({
      appRun: { connection },
      parameter: { ip },
      index,
    });
  });

  test.each(["71/2", "72/0", "text", ""])("slot %j is none of them", (slot) => {
    expect(plannedExecution(plan, slotNamed(slot))).toBeNull();
  });
});

describe("The results of an action run", () => {
  const kept = (...slots: readonly (readonly [string, KeptOutcome])[]) =>
    new Map<Slot, KeptOutcome>(slots.map(([slot, outcome]) => [slotNamed(slot), outcome]));

  test("are an entry for each connection, in the order of the plan, with what has ended", () => {
    const entries = entriesOf(run, kept(["70/1", found], ["71/0", missing], ["70/0", found]));
    expect(entries.map(({ asset, status }) => [asset, status])).toEqual([
      ["first", "failed"],
      ["second", "success"],
    ]);
    const results = entries.map((entry) =>
      entry.action_results.map(({ status, parameter: of }) => [of["ip"], status]),
    );
    expect(results).toEqual([
      [["192.0.2.1", "failed"]],
      [
        ["192.0.2.1", "success"],
        ["192.0.2.2", "success"],
      ],
    ]);
    expect(entries[0]).toMatchObject({
      asset_id: 171,
      app_id: 9,
      app: "Lookup",
      action: "lookup ip",
      name: "lookup_1",
      action_run_id: 7,
      app_run_id: 71,
      summary: { total_objects: 1, total_objects_successful: 0 },
    });
  });

  test("hold the failure as datapaths read it, and null of what succeeded", () => {
    const [first] = entriesOf(run, kept(["71/0", found], ["71/1", missing]));
    expect(first?.action_results.map(({ error }) => error)).toEqual([
      null,
      {
        failure_indicator: "lookup ip failed.",
        status_code: 404,
        message: "Not Found",
        class: "F-4xx",
      },
    ]);
  });

  test("of which none has ended are entries without results", () => {
    expect(entriesOf(run, kept()).map(({ action_results }) => action_results)).toEqual([[], []]);
  });
});
