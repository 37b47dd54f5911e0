import type { JsonObject } from "@callbook/core/json";
import { type ExecutionState, lastCall, lastPass } from "@callbook/core/log";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Fixture } from "./testing/fixture.ts";
import { action, debug, decision, end, playbook, start } from "./testing/playbook.ts";
import { failure } from "./testing/ports.ts";
import { reply } from "./testing/target.ts";

let fixture: Fixture;
beforeAll(async () => {
  fixture = await Fixture.open({
    connections: (url) => [
      { id: 1, integrationKey: "http", url },
      { id: 2, integrationKey: "http", url },
      { id: 3, integrationKey: "other", url },
      {
        id: 4,
        integrationKey: "http",
        url,
        failure: failure("get", "F-INACTIVE", 409, "Connection is not active"),
      },
    ],
  });
});
afterAll(() => fixture.close());

/** One action between Start and End; what it reads comes as an input. */
function oneAction(path: string, given: JsonObject = {}) {
  const drawn = [start(["paths"]), action("lookup", "get", path, given), end()];
  return playbook(drawn, ["start > lookup", "lookup > end"]);
}

describe("a run", () => {
  it("D17: one connection and one parameter are one call, and the run ends with its outputs", async () => {
    fixture.target.on("/score", (_, response) => reply(response, 200, { score: 7 }));
    const document = playbook(
      [
        start(),
        action("lookup", "get", "/score"),
        decision("high", "#b_lookup:action_result.data.*.score", ">", "5"),
        end({ score: "#b_lookup:action_result.data.*.score" }),
      ],
      ["start > lookup", "lookup > high", "high.yes > end"],
    );
    const runId = await fixture.run(document);
    expect(await fixture.ended(runId)).toMatchObject({
      state: "succeeded",
      outputs: { score: [7] },
    });
    expect(fixture.target.callsOf("/score")).toHaveLength(1);
    const events = await fixture.events(runId);
    expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index + 1));
    expect(events.at(-1)?.event.type).toBe("RunFinished");
  });

  it("D18: without connections, every integration that offers the command is asked", async () => {
    const given = { integrationKey: null, connectionIds: [] };
    const runId = await fixture.run(oneAction("/both", given));
    await fixture.ended(runId);
    const rows = await fixture.executions(runId);
    const asked = rows.filter(({ status }) => status === "success");
    expect(asked.map(({ integration }) => integration)).toEqual(["HTTP", "HTTP", "OTHER"]);
    expect(fixture.target.callsOf("/both")).toHaveLength(3);
  });

  it("D19: it is one action, and its callback is called once, after the last call has ended", async () => {
    const held: (() => void)[] = [];
    fixture.target.on("/held", (_, response) => {
      held.push(() => reply(response, 200, {}));
    });
    const runId = await fixture.run(oneAction("/held", { connectionIds: [1, 2] }));
    await fixture.target.called("/held", 2);
    held[0]?.();
    const half = await fixture.until(runId, (state) =>
      Object.values<ExecutionState>(lastPass(state, "b_lookup")?.executions ?? {}).some(
        ({ state: ended }) => ended === "success",
      ),
    );
    expect(lastCall(half, "c_2")).toBeUndefined();
    held[1]?.();
    await fixture.ended(runId);
    const events = await fixture.events(runId);
    const called = events.filter(
      ({ event }) => event.type === "CallbackCalled" && event.callbackId === "c_2",
    );
    expect(called).toHaveLength(1);
    const ends = events.filter(({ event }) => event.type === "ExecutionFinished");
    expect(Math.max(...ends.map(({ seq }) => seq))).toBeLessThan(called[0]?.seq ?? 0);
    const actions = await fixture.database.pool.query(
      "select id from action_run where run_id = $1",
      [runId],
    );
    expect(actions.rows).toHaveLength(1);
  });

  it("D20 D21: five parameters on two connections are two entries with five results each", async () => {
    const document = oneAction("{{playbook_input:#i_paths}}", { connectionIds: [1, 2] });
    const paths = ["/p1", "/p2", "/p3", "/p4", "/p5"];
    const runId = await fixture.run(document, { paths });
    expect(await fixture.ended(runId)).toMatchObject({ state: "succeeded" });
    const rows = await fixture.executions(runId);
    expect(rows).toHaveLength(10);
    const loaded = (await fixture.called(runId, "c_2"))?.arguments.results;
    expect(loaded?.map(({ action_results }) => action_results.length)).toEqual([5, 5]);
    const parameters = loaded?.[0]?.action_results.map(({ parameter }) => parameter["path"]);
    expect(parameters).toEqual(paths);
  });

  it("D10 D11: an action fails only when every execution failed; one success is enough", async () => {
    fixture.target.on("/bad", (_, response) => reply(response, 500, {}));
    const document = oneAction("{{playbook_input:#i_paths}}");
    const mixed = await fixture.run(document, { paths: ["/bad", "/good", "/bad", "/bad"] });
    await fixture.ended(mixed);
    const partly = await fixture.block(mixed, "lookup");
    expect(partly).toMatchObject({ state: "partly_succeeded", succeeded: 1, total: 4 });
    const none = await fixture.run(document, { paths: ["/bad", "/bad"] });
    expect(await fixture.ended(none)).toMatchObject({
      state: "failed",
      failure: { code: "F-5xx", blockId: "b_lookup" },
    });
    expect(await fixture.block(none, "lookup")).toMatchObject({ state: "failed", succeeded: 0 });
  });

  it("shows a connection that may not be used as a failed app run, and uses the others", async () => {
    const runId = await fixture.run(oneAction("/usable", { connectionIds: [1, 4] }));
    await fixture.ended(runId);
    const rows = await fixture.executions(runId);
    expect(rows.map(({ status, failure: why }) => [status, why?.class ?? null])).toEqual([
      ["success", null],
      ["failed", "F-INACTIVE"],
    ]);
    expect(fixture.target.callsOf("/usable")).toHaveLength(1);
  });

  it("tells a connection that may not be used before an input that is wrong", async () => {
    const refused = await fixture.run(oneAction("", { connectionIds: [4] }));
    expect(await fixture.ended(refused)).toMatchObject({ failure: { code: "F-INACTIVE" } });
    const usable = await fixture.run(oneAction("", { connectionIds: [1, 4] }));
    expect(await fixture.ended(usable)).toMatchObject({ failure: { code: "F-INPUT" } });
  });

  it("D6 D26: the callback of an action carries its run id, its results and its handle", async () => {
    const runId = await fixture.run(oneAction("/handled", { handle: "abc" }));
    await fixture.ended(runId);
    const called = await fixture.called(runId, "c_2");
    const [row] = await fixture.executions(runId);
    expect(called).toMatchObject({
      mode: "engine",
      arguments: {
        action: { action_run_id: row?.actionRunId, action: "get", name: "lookup" },
        success: true,
        handle: "abc",
        container: null,
        results: [{ app_run_id: row?.appRunId, status: "success" }],
      },
    });
    const body = await fixture.body(runId, row);
    expect(body).toMatchObject({ data: [{ path: "/handled" }], raw: { status: 200 } });
  });

  it("D32: a branch that ends in a block without targets leaves no callback open", async () => {
    const drawn = [start(), action("lookup", "get", "/branch"), debug("log", "seen"), end()];
    const callbacks = ["start > lookup", "lookup > log", "lookup > end"];
    const runId = await fixture.run(playbook(drawn, callbacks));
    await fixture.ended(runId);
    const state = await fixture.state(runId);
    expect(Object.keys(state.callbacks).sort()).toEqual(["c_1", "c_2", "c_3"]);
    expect(state.state).toBe("succeeded");
    expect(await fixture.logLines(runId)).toEqual(["seen"]);
  });

  it("a third party's NUL and lone surrogates do not poison the run", async () => {
    fixture.target.on("/hostile", (_, response) => {
      response.writeHead(200, { "content-type": "application/json" });
      response.end('{"text":"a\\u0000b\\ud800","__proto__":{"x":1}}');
    });
    const drawn = [
      start(),
      action("lookup", "get", "/hostile"),
      end({ text: "#b_lookup:action_result.data.*.text" }),
    ];
    const runId = await fixture.run(playbook(drawn, ["start > lookup", "lookup > end"]));
    expect(await fixture.ended(runId)).toMatchObject({ state: "succeeded" });
    const stored = await fixture.engine.runs.readRunBody(await fixture.key(runId));
    expect(stored.outputs).toEqual({ text: ["a\u0000b\ud800"] });
  });

  it("the same request key starts one run, however often and at once it comes", async () => {
    const request = await fixture.request(oneAction("/once"), { paths: ["a"] });
    const keyed = { ...request, requestKey: "key-1" };
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => fixture.engine.startRuns([keyed])),
    );
    const started = answers.flat();
    expect(new Set(started.map(({ runId }) => runId)).size).toBe(1);
    expect(started.filter(({ outcome }) => outcome === "started")).toHaveLength(1);
    const [other] = await fixture.engine.startRuns([{ ...keyed, inputs: { paths: ["b"] } }]);
    expect(other).toEqual({ runId: started[0]?.runId, outcome: "different" });
    await fixture.ended(started[0]?.runId ?? 0);
    expect(fixture.target.callsOf("/once")).toHaveLength(1);
  });

  it("64 at once all end, and share commits", async () => {
    const request = await fixture.request(oneAction("/many"));
    const started = await fixture.engine.startRuns(Array.from({ length: 64 }, () => request));
    const ends = await Promise.all(started.map(({ runId }) => fixture.ended(runId)));
    expect(new Set(ends.map(({ state }) => state))).toEqual(new Set(["succeeded"]));
    const ids = started.map(({ runId }) => runId);
    const answer = await fixture.database.pool.query<{ count: string }>(
      "select count(distinct xmin::text) from run_event where run_id = any($1)",
      [ids],
    );
    expect(Number(answer.rows[0]?.count)).toBeLessThan(64);
    expect(fixture.engine.activeRuns).toBe(0);
  });

  it("an action whose parameters cannot be made fails with the input's name, and nothing is sent", async () => {
    const before = fixture.target.calls.length;
    const runId = await fixture.run(oneAction("{{playbook_input:#i_paths}}"), { paths: [] });
    expect(await fixture.ended(runId)).toMatchObject({ state: "failed" });
    const failed = await fixture.block(runId, "lookup");
    expect(failed?.failure?.failureIndicator).toContain("Input: path");
    expect(fixture.target.calls).toHaveLength(before);
  });

  it("a database that cuts every connection, again and again, loses no run", async () => {
    const held: (() => void)[] = [];
    fixture.target.on("/cut", (_, response) => {
      held.push(() => reply(response, 200, {}));
    });
    const drawn = [
      start(),
      action("first", "get", "/cut"),
      action("second", "get", "/cut/second"),
      action("third", "get", "/cut/third"),
      end(),
    ];
    const callbacks = ["start > first", "first > second", "second > third", "third > end"];
    const request = await fixture.request(playbook(drawn, callbacks));
    const started = await fixture.engine.startRuns(Array.from({ length: 20 }, () => request));
    const cutAll = `select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid()`;
    const { url } = fixture.database;
    for (let cut = 0; cut < 10; cut += 1) {
      await fixture.target.called("/cut", cut * 2 + 1);
      for (const letGo of held.splice(0)) letGo();
      const client = new pg.Client({ connectionString: url });
      await client.connect();
      await client.query(cutAll);
      await client.end();
    }
    fixture.target.on("/cut", (_, response) => reply(response, 200, {}));
    for (const letGo of held.splice(0)) letGo();
    const ends = await Promise.all(started.map(({ runId }) => fixture.ended(runId, 25_000)));
    expect(ends.map(({ state }) => state)).toEqual(ends.map(() => "succeeded"));
    for (const { runId } of started) {
      const events = await fixture.events(runId);
      expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index + 1));
    }
  });
});
