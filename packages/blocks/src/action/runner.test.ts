import { type FailureClass, makeFailure } from "@callbook/core/failure";
import type { Json } from "@callbook/core/json";
import { executionSlot } from "@callbook/core/log";
import { describe, expect, test } from "vitest";
import { command, input, manifest } from "../testing/manifests.ts";
import { execution, startingPass } from "../testing/pass.ts";
import { action, playbook, start } from "../testing/playbook.ts";
import { connection, RecordedStart } from "../testing/ports.ts";
import { blockOf } from "../testing/problems.ts";
import { AT, catalogueOf, TestRun } from "../testing/run.ts";
import { action as runner } from "./runner.ts";

const IP = "{{playbook_input:#i_ip}}";

interface Given {
  /** Of the connections that are found: null is usable. */
  readonly connections?: readonly (FailureClass | null)[];
  /** What the run was started with; the block looks up each. */
  readonly ips?: readonly string[];
  readonly config?: Readonly<Record<string, Json>>;
}

/** The plan of `lookup ip`, and the ports that were asked for it. */
async function planned({ connections = [null], ips = ["192.0.2.1"], config = {} }: Given) {
  const drawn = action("lookup", { parameters: { ip: IP }, ...config });
  const document = playbook([start(["ip"]), drawn], ["start > lookup"]);
  const run = new TestRun(document, { ip: [...ips] });
  const ports = new RecordedStart(connections.map((failure, at) => connection(at + 1, failure)));
  return { plan: await runner.start(startingPass(run, "lookup"), ports), ports };
}

const hosts = (count: number) => Array.from({ length: count }, (_, row) => `host-${row}`);

describe("what an action is about to do", () => {
  test("D21: is each connection with each parameter object, connection by connection, in one action run", async () => {
    const { plan } = await planned({ connections: [null, null], ips: ["a", "b", "c"] });
    expect(plan.perform).toEqual(["501/0", "501/1", "501/2", "502/0", "502/1", "502/2"]);
    expect(plan.action).toMatchObject({ id: 500, command: "lookup ip", handle: null });
    expect(plan.action?.plan.parameters.map(({ ip, context }) => [ip, context.guid])).toEqual([
      ["a", "g1"],
      ["b", "g2"],
      ["c", "g3"],
    ]);
    expect(plan).toMatchObject({ refused: [], waits: [], failure: null });
  });

  test("holds each connection as the results will show it", async () => {
    const { plan } = await planned({});
    expect(plan.action?.plan.appRuns).toEqual([
      {
        appRunId: 501,
        connectionId: 1,
        connection: "connection 1",
        integrationKey: "reputation",
        appId: 7,
        app: "Reputation",
      },
    ]);
  });

  test("asks for the connections that it names, as its site and its acting user may use them", async () => {
    const config = { integrationKey: "reputation", connectionIds: [4, 2] };
    const { ports } = await planned({ config });
    expect(ports.asked).toEqual([
      { ...config, command: "lookup ip", siteId: 2, actingUserId: "u_ada" },
    ]);
  });

  test("D26: carries the handle that its callback is handed", async () => {
    const { plan } = await planned({ config: { handle: `case ${IP}` }, ips: ["a", "b"] });
    expect(plan.action?.handle).toBe("case a, b");
  });

  test("a connection that may not be used is refused with its cause for each parameter object, the others are used", async () => {
    const { plan } = await planned({ connections: ["F-INACTIVE", null], ips: ["a", "b"] });
    expect(plan.perform).toEqual(["502/0", "502/1"]);
    expect(plan.refused.map(({ slot, failure }) => [slot, failure.class])).toEqual([
      ["501/0", "F-INACTIVE"],
      ["501/1", "F-INACTIVE"],
    ]);
  });

  test("when no connection may be used, each tells its own cause and nothing is performed", async () => {
    const { plan } = await planned({ connections: ["F-GONE", "F-PERM"] });
    expect(plan.perform).toEqual([]);
    expect(plan.refused.map(({ failure }) => failure.class)).toEqual(["F-GONE", "F-PERM"]);
    expect(plan.failure).toBeNull();
  });

  test("when nothing offers the command there is nothing to execute, and the block's own words say it", async () => {
    const { plan } = await planned({ connections: [] });
    expect(plan).toMatchObject({ perform: [], refused: [], failure: null });
    expect(plan.action?.plan.appRuns).toEqual([]);
  });

  describe("with an input that is wrong", () => {
    const config = { parameters: { ip: "{{broken" } };

    test("fails with that input, and is an action run all the same", async () => {
      const { plan } = await planned({ config });
      expect(plan.failure).toMatchObject({ class: "F-TEMPLATE", field: "ip" });
      expect(plan).toMatchObject({ perform: [], refused: [], waits: [] });
      expect(plan.action).toEqual({
        id: 500,
        command: "lookup ip",
        handle: null,
        plan: { appRuns: [], parameters: [] },
      });
    });

    test("tells first that no connection is usable", async () => {
      const { plan } = await planned({ config, connections: ["F-SITE", "F-PERM"] });
      expect(plan.failure).toMatchObject({ class: "F-SITE" });
    });

    test("tells the input as soon as one connection is usable, or when there is none at all", async () => {
      const one = await planned({ config, connections: ["F-SITE", null] });
      expect(one.plan.failure).toMatchObject({ class: "F-TEMPLATE" });
      const none = await planned({ config, connections: [] });
      expect(none.plan.failure).toMatchObject({ class: "F-TEMPLATE" });
    });
  });

  test("may be 2,000 executions, and one more fails before anything is sent", async () => {
    const most = await planned({ connections: [null, null], ips: hosts(1_000) });
    expect(most.plan.perform).toHaveLength(2_000);
    const more = await planned({ connections: [null, null, null], ips: hosts(667) });
    expect(more.plan).toMatchObject({
      perform: [],
      failure: {
        class: "F-INPUT",
        failureIndicator: "lookup ip failed.",
        statusCode: 400,
        message: "2001 executions were asked for; an action may have 2000",
        field: null,
      },
    });
    expect(more.plan.action?.plan.appRuns).toEqual([]);
  });
});

const parameter = {
  ip: "192.0.2.1",
  context: { guid: "g1", artifact_id: null, parent_action_run: [] },
};

/** An execution of `lookup ip` on the first connection. */
function begun(config: Readonly<Record<string, Json>> = {}, integrations = [reputation(false)]) {
  const appRun = {
    appRunId: 501,
    connectionId: 1,
    connection: "connection 1",
    integrationKey: "reputation",
    appId: 7,
    app: "Reputation",
  };
  const plan = { appRuns: [appRun], parameters: [parameter] };
  const planned = { id: 500, command: "lookup ip", handle: null, plan };
  const known = { catalogue: catalogueOf(integrations) };
  return execution(blockOf(action("lookup", config)), planned, known);
}

function reputation(honoursIdempotencyKey: boolean) {
  const lookup = { ...command("lookup ip", [input("ip")]), honoursIdempotencyKey };
  return manifest("reputation", [lookup]);
}

describe("an answer that did not come", () => {
  const table = [
    [10, "10 s"],
    [90, "90 s"],
    [600, "10 min"],
    [5_400, "90 min"],
    [7_200, "2 h"],
    [86_400, "24 h"],
    [172_800, "2 d"],
    [90_000, "25 h"],
  ] as const;
  test.each(table)("within %i seconds fails the execution, in words: %s", (waitSeconds, words) => {
    expect(runner.expired(begun({ waitSeconds }), AT)).toEqual({
      status: "failed",
      statusCode: 504,
      message: `No callback received within ${words}`,
      summary: {},
      data: [],
      failure: makeFailure({
        class: "F-CB-TIMEOUT",
        command: "lookup ip",
        place: { kind: "callback" },
        message: `No callback received within ${words}`,
        remedy:
          "Raise the time the block waits, or check whether the third party reaches this server.",
      }),
      trace: [],
      raw: null,
      size: 0,
      startedAt: AT,
      finishedAt: AT,
    });
  });

  test("is told by the name of the block when its action run is not known", () => {
    const lost = { ...begun(), action: null };
    expect(runner.expired(lost, AT).failure?.failureIndicator).toBe("lookup failed. Callback.");
  });
});

test("an answer by callback is the result, with what was received and when", () => {
  const answer = {
    waitId: "w_1",
    receivedAt: "2026-01-02T04:00:00.000Z",
    answered: 200,
    headers: { "content-type": "application/json" },
    view: { score: 7 },
    text: '{"score":7}',
    size: 11,
    attempts: 2,
    outboundStatus: 202,
  };
  expect(runner.answered(begun(), answer, AT)).toEqual({
    status: "success",
    statusCode: 200,
    message: "Callback received",
    summary: {
      status_code: 200,
      callback_id: "w_1",
      received_at: "2026-01-02T04:00:00.000Z",
      attempts: 2,
      outbound_status_code: 202,
    },
    data: [{ score: 7 }],
    failure: null,
    trace: [],
    raw: { status: 200, headers: answer.headers, text: '{"score":7}' },
    size: 11,
    startedAt: AT,
    finishedAt: "2026-01-02T04:00:00.000Z",
  });
});

describe("what may have been sent before a crash", () => {
  test("is not sent again unless somebody says that it may be", () => {
    expect(runner.mayRepeat(begun())).toBe(false);
  });

  test("is sent again when the author says that the third party honours Idempotency-Key", () => {
    expect(runner.mayRepeat(begun({ repeatSafe: true }))).toBe(true);
  });

  test("is sent again when the command of its connection's integration says so, and no other's", () => {
    expect(runner.mayRepeat(begun({}, [reputation(true)]))).toBe(true);
    const other = manifest("other", [{ ...command("lookup ip", []), honoursIdempotencyKey: true }]);
    expect(runner.mayRepeat(begun({}, [other, reputation(false)]))).toBe(false);
  });

  test("is not sent again when its plan is not known", () => {
    const known = { catalogue: catalogueOf([reputation(true)]) };
    expect(runner.mayRepeat(execution(blockOf(action("lookup")), null, known))).toBe(false);
    expect(runner.mayRepeat({ ...begun({}, [reputation(true)]), slot: executionSlot(9, 0) })).toBe(
      false,
    );
  });
});
