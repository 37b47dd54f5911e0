import { makeFailure } from "@callbook/core/failure";
import type { CommandOutcome, ReceivedResponse } from "@callbook/core/integration";
import type { Json } from "@callbook/core/json";
import { executionSlot } from "@callbook/core/log";
import { describe, expect, test } from "vitest";
import { command, input, manifest } from "../testing/manifests.ts";
import { execution } from "../testing/pass.ts";
import { action } from "../testing/playbook.ts";
import { RecordedPerform, type Third } from "../testing/ports.ts";
import { blockOf } from "../testing/problems.ts";
import { AT, catalogueOf } from "../testing/run.ts";
import { performAction } from "./perform.ts";

const response: ReceivedResponse = {
  status: 200,
  headers: { "content-type": "application/json" },
  body: new TextEncoder().encode('{"score":7}'),
  json: { score: 7 },
  text: '{"score":7}',
  url: "https://reputation.example/lookup",
  notes: [],
};

const succeeded: CommandOutcome = {
  kind: "succeeded",
  data: [{ score: 7 }],
  summary: { status_code: 200 },
  message: "Found",
  response,
  trace: [{ step: "request", state: "passed", durationMs: 12, detail: "200" }],
};

interface Given extends Partial<Third> {
  readonly config?: Readonly<Record<string, Json>>;
  readonly honoursIdempotencyKey?: boolean;
  readonly lock?: number | null;
  readonly attempt?: number;
  readonly row?: number;
}

const appRun = {
  appRunId: 501,
  connectionId: 4,
  connection: "connection 4",
  integrationKey: "reputation",
  appId: 7,
  app: "Reputation",
};

/** Performs one execution of `lookup ip` against a third party that answers 200 unless it says otherwise. */
async function performed(given: Given = {}) {
  const { config = {}, honoursIdempotencyKey = false, lock = null, attempt = 1, row = 0 } = given;
  const lookup = { ...command("lookup ip", [input("ip")]), honoursIdempotencyKey, lock };
  const context = { guid: "g1", artifact_id: null, parent_action_run: [] };
  const parameters = [0, 1].map((at) => ({ ip: `192.0.2.${at}`, context }));
  const plan = { appRuns: [appRun], parameters };
  const planned = { id: 500, command: "lookup ip", handle: null, plan };
  const third = { method: "GET", outcome: succeeded, ...given };
  const ports = new RecordedPerform(third);
  const slot = executionSlot(501, row);
  const known = { catalogue: catalogueOf([manifest("reputation", [lookup])]), attempt, slot };
  const running = execution(blockOf(action("lookup", config)), planned, known);
  return { end: await performAction(running, ports), ports };
}

describe("an execution", () => {
  test("takes its turn on the connection, has its intent on disk before the request leaves, and ends", async () => {
    const { ports } = await performed();
    expect(ports.calls).toEqual(["turn on 4 of 5", "execute", "intend safe", "turn over"]);
  });

  test("hands the command the parameter as its author means it, and the run it belongs to", async () => {
    const { ports } = await performed({ row: 1 });
    expect(ports.requests).toMatchObject([
      {
        connectionId: 4,
        integrationKey: "reputation",
        command: "lookup ip",
        callback: null,
        honoursIdempotencyKey: false,
        run: {
          runId: 1,
          siteId: 2,
          playbookId: 3,
          actingUserId: "u_ada",
          actionRunId: 500,
          appRunId: 501,
          blockId: "b_lookup",
        },
      },
    ]);
    expect(ports.requests[0]?.parameter).toEqual({ ip: "192.0.2.1" });
  });

  test("tells which headers a datapath filled, so that a redirect elsewhere goes without them", async () => {
    const Header = '{"X-Ip":"{{playbook_input:ip}}","Accept":"text/plain"}';
    const { ports } = await performed({ config: { parameters: { Header } } });
    expect(ports.requests[0]?.filled).toEqual({ Header: ["X-Ip"] });
  });

  test("of which nothing was planned is a bug, and is not performed", async () => {
    await expect(performed({ row: 2 })).rejects.toThrow("nothing was planned for slot 501/2");
    const ports = new RecordedPerform({ method: "GET", outcome: succeeded });
    const lost = execution(blockOf(action("lookup")), null);
    await expect(performAction(lost, ports)).rejects.toThrow("nothing was planned");
    expect(ports.calls).toEqual([]);
  });

  test("of a command whose code has gone since the run began fails, and nothing is sent", async () => {
    const { end, ports } = await performed({ method: null });
    expect(end).toMatchObject({
      kind: "ended",
      outcome: {
        status: "failed",
        statusCode: 404,
        message: "The command lookup ip no longer exists",
        failure: {
          class: "F-GONE",
          failureIndicator: "lookup ip failed.",
        },
      },
    });
    expect(ports.calls).toEqual([]);
  });

  test("that is told to stop rejects, so that nothing is recorded of it", async () => {
    await expect(performed({ outcome: new Error("stopped") })).rejects.toThrow("stopped");
  });
});

describe("how many run at once on one connection", () => {
  const table = [
    ["reads", { method: "GET" }, 5],
    ["reads, with any letters", { method: "head" }, 5],
    ["writes", { method: "POST" }, 1],
    ["deletions", { method: "DELETE" }, 1],
    ["a command that says it itself", { method: "POST", lock: 3 }, 3],
    ["a command that says none", { method: "GET", lock: 0 }, 1],
  ] as const;
  test.each(table)("%s", async (_, given, limit) => {
    expect((await performed(given)).ports.calls[0]).toBe(`turn on 4 of ${limit}`);
  });
});

describe("whether a request may be sent again after a crash", () => {
  const table = [
    ["a method that repeats safely", { method: "PUT" }, "intend safe"],
    ["a method that does not", { method: "POST" }, "intend unsafe"],
    ["the method that is sent counts, not the one announced", { sent: "PATCH" }, "intend unsafe"],
    ["the author vouches for it", { method: "POST", config: { repeatSafe: true } }, "intend safe"],
    ["the command vouches for it", { method: "POST", honoursIdempotencyKey: true }, "intend safe"],
  ] as const;
  test.each(table)("%s", async (_, given, intent) => {
    expect((await performed(given)).ports.calls).toContain(intent);
  });

  test("what vouches for it is told to the request as well", async () => {
    const keyOf = async (given: Given) =>
      (await performed(given)).ports.requests[0]?.honoursIdempotencyKey;
    expect(await keyOf({ config: { repeatSafe: true } })).toBe(true);
    expect(await keyOf({ honoursIdempotencyKey: true })).toBe(true);
  });

  test("the Idempotency-Key is the same over repeats of an attempt, and another for every other request", async () => {
    const keyOf = async (given: Given) =>
      (await performed(given)).ports.requests[0]?.idempotencyKey;
    expect(await keyOf({})).toBe("g1-501-0-1");
    expect(await keyOf({})).toBe(await keyOf({}));
    const others = [await keyOf({}), await keyOf({ attempt: 2 }), await keyOf({ row: 1 })];
    expect(new Set(others).size).toBe(3);
  });
});

describe("a command whose answer comes by callback", () => {
  const waiting: CommandOutcome = {
    kind: "waiting",
    outboundStatusCode: 202,
    response: { ...response, status: 202 },
    trace: [],
  };

  test("is given a callback URL that is made before the request and lives as long as the block waits", async () => {
    const config = { waitSeconds: 60 };
    const { end, ports } = await performed({ async: "callback", outcome: waiting, config });
    expect(ports.calls.slice(0, 3)).toEqual(["turn on 4 of 5", "callback for 60 s", "execute"]);
    expect(ports.requests[0]?.callback).toMatchObject({ id: "w_1" });
    expect(end).toEqual({ kind: "waiting", status: 202 });
  });
});

describe("what an execution came to", () => {
  test("a success holds data, summary and message of the command, and what was received", async () => {
    expect((await performed()).end).toEqual({
      kind: "ended",
      outcome: {
        status: "success",
        statusCode: 200,
        message: "Found",
        summary: { status_code: 200 },
        data: [{ score: 7 }],
        failure: null,
        trace: succeeded.trace,
        raw: { status: 200, headers: response.headers, text: '{"score":7}' },
        size: 11,
        startedAt: AT,
        finishedAt: AT,
      },
    });
  });

  const failure = makeFailure({
    class: "F-5xx",
    command: "lookup ip",
    place: { kind: "call" },
    message: "Bad Gateway",
    statusCode: 502,
  });

  test("a failure holds its cause and status code, and what was received", async () => {
    const outcome: CommandOutcome = { kind: "failed", failure, response, trace: [] };
    expect((await performed({ outcome })).end).toMatchObject({
      kind: "ended",
      outcome: {
        status: "failed",
        statusCode: 502,
        message: "Bad Gateway",
        summary: { status_code: 502 },
        data: [],
        failure,
        raw: { status: 200 },
      },
    });
  });

  test("of a request that was never answered nothing was received", async () => {
    const outcome: CommandOutcome = { kind: "failed", failure, response: null, trace: [] };
    expect((await performed({ outcome })).end).toMatchObject({ outcome: { raw: null, size: 0 } });
  });
});
