import { randomBytes } from "node:crypto";
import type { JsonObject } from "@callbook/core/json";
import { lastPass } from "@callbook/core/log";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Fixture } from "../testing/fixture.ts";
import { action, decision, end, playbook, start } from "../testing/playbook.ts";
import { reply } from "../testing/target.ts";
import { CALLBACK_BODY_LIMIT_BYTES } from "./payload.ts";
import { ARRIVALS_PER_MINUTE, type InboundCallback } from "./receive.ts";

let fixture: Fixture;
beforeAll(async () => {
  fixture = await Fixture.open({ timing: { sweepMs: 100 } });
});
afterAll(() => fixture.close());

function detonation(path: string, given: JsonObject = {}) {
  const drawn = [
    start(),
    action("detonate", "detonate", path, given),
    end({ verdict: "#b_detonate:action_result.data.*.v" }),
  ];
  return playbook(drawn, ["start > detonate", "detonate > end"]);
}

/** Starts a run whose action waits, and gives the address that the third party was told. */
async function waiting(path: string): Promise<{ runId: number; id: string; token: string }> {
  fixture.target.on(path, (_, response) => reply(response, 202, {}));
  const runId = await fixture.run(detonation(path));
  await fixture.until(runId, (state) => state.state === "waiting");
  await parked(runId);
  const url = fixture.target.callsOf(path).at(-1)?.callbackUrl ?? "";
  return { runId, ...addressOf(url) };
}

function addressOf(url: string): { id: string; token: string } {
  const [, id = "", token = ""] = /\/api\/callbacks\/([^/]+)\/([^/]+)$/.exec(url) ?? [];
  return { id, token };
}

async function parked(runId: number): Promise<void> {
  await expect
    .poll(async () => {
      const answer = await fixture.database.pool.query(
        "select state, executor_id from run where id = $1",
        [runId],
      );
      return answer.rows[0];
    })
    .toEqual({ state: "waiting", executor_id: null });
}

function post(body: unknown, given: Partial<InboundCallback> = {}): InboundCallback {
  return {
    method: "POST",
    headers: {},
    contentType: "application/json",
    body: Buffer.from(typeof body === "string" ? body : JSON.stringify(body)),
    ...given,
  };
}

async function deliveries(
  waitId: string,
): Promise<readonly { answered: number; outcome: string }[]> {
  const answer = await fixture.database.pool.query(
    "select answered, outcome from callback_delivery where wait_id = $1 order by id",
    [waitId],
  );
  return answer.rows;
}

describe("an action that is answered by callback", () => {
  it("A1: waits on disk, with neither process nor memory, and only the hash of its token is kept", async () => {
    const { runId, id, token } = await waiting("/a1");
    expect(await fixture.block(runId, "detonate")).toMatchObject({ state: "waiting" });
    expect(fixture.target.callsOf("/a1")).toHaveLength(1);
    expect(fixture.engine.activeRuns).toBe(0);
    expect(Buffer.from(token, "base64url")).toHaveLength(32);
    const { pool } = fixture.database;
    const wait = await pool.query(
      "select token_hash, state, outbound_status from wait where id = $1",
      [id],
    );
    expect(wait.rows[0]).toMatchObject({ state: "open", outbound_status: 202 });
    const everything = await pool.query("select w::text as row from wait w where id = $1", [id]);
    expect(everything.rows[0].row).not.toContain(token);
    const events = JSON.stringify(await fixture.events(runId));
    expect(events).not.toContain(token);
    await fixture.engine.cancel(runId, { userId: "u_1", name: "Ada" });
    await fixture.ended(runId);
  });

  it("A2: a POST of {v: 1} ends the wait, and its results are what was posted", async () => {
    const { runId, id, token } = await waiting("/a2");
    const answer = await fixture.engine.receiveCallback(id, token, post({ v: 1 }));
    expect(answer).toMatchObject({ status: 202, body: { status: "accepted" } });
    expect(await fixture.ended(runId)).toMatchObject({
      state: "succeeded",
      outputs: { verdict: [1] },
    });
    const [row] = await fixture.executions(runId);
    expect(row).toMatchObject({
      status: "success",
      message: "Callback received",
      summary: { callback_id: id, attempts: 1, outbound_status_code: 202 },
    });
    const body = await fixture.body(runId, row);
    expect(body).toMatchObject({ data: [{ v: 1 }], raw: { text: '{"v":1}' } });
    const called = await fixture.called(runId, "c_2");
    expect(called?.arguments.success).toBe(true);
  });

  it("A3: the other branch goes on while one waits", async () => {
    fixture.target.on("/a3", (_, response) => reply(response, 202, {}));
    const drawn = [
      start(),
      action("detonate", "detonate", "/a3"),
      action("quick", "get", "/a3quick"),
      action("after", "get", "/a3after"),
      end(),
    ];
    const callbacks = [
      "start > detonate",
      "start > quick",
      "quick > after",
      "detonate > end",
      "after > end",
    ];
    const runId = await fixture.run(playbook(drawn, callbacks));
    const state = await fixture.until(runId, (now) => {
      return lastPass(now, "b_after")?.state === "succeeded" && now.state === "waiting";
    });
    expect(lastPass(state, "b_detonate")?.state).toBe("waiting");
    await parked(runId);
    const { id, token } = addressOf(fixture.target.callsOf("/a3")[0]?.callbackUrl ?? "");
    await fixture.engine.receiveCallback(id, token, post({}));
    expect(await fixture.ended(runId)).toMatchObject({ state: "succeeded" });
  });

  it("keeps an answer that comes before the request is answered, and applies it right after", async () => {
    fixture.target.on("/early", async (call, response) => {
      const { id, token } = addressOf(call.callbackUrl ?? "");
      const early = await fixture.engine.receiveCallback(id, token, post({ v: "early" }));
      reply(response, early.status, {});
    });
    const runId = await fixture.run(detonation("/early"));
    expect(await fixture.ended(runId)).toMatchObject({ outputs: { verdict: ["early"] } });
    const [row] = await fixture.executions(runId);
    expect(row?.summary).toMatchObject({ outbound_status_code: 202 });
  });

  it("fails at once when the request is refused, and later answers are gone", async () => {
    fixture.target.on("/refused", (_, response) => reply(response, 500, {}));
    const runId = await fixture.run(detonation("/refused"));
    expect(await fixture.ended(runId)).toMatchObject({
      state: "failed",
      failure: { code: "F-5xx" },
    });
    const { id, token } = addressOf(fixture.target.callsOf("/refused")[0]?.callbackUrl ?? "");
    const late = await fixture.engine.receiveCallback(id, token, post({ v: 1 }));
    expect(late).toMatchObject({ status: 410, body: { status: "gone" } });
    expect(await deliveries(id)).toEqual([{ answered: 410, outcome: "late" }]);
  });

  it("100 answers at once resume the run exactly once", async () => {
    const { runId, id, token } = await waiting("/hundred");
    const answers = await Promise.all(
      Array.from({ length: 100 }, (_, v) => fixture.engine.receiveCallback(id, token, post({ v }))),
    );
    expect(answers.filter(({ status }) => status === 202)).toHaveLength(1);
    expect(answers.filter(({ status }) => ![202, 409, 429].includes(status))).toEqual([]);
    await fixture.ended(runId);
    const events = await fixture.events(runId);
    const received = events.filter(({ event }) => event.type === "CallbackReceived");
    expect(received).toHaveLength(1);
    expect(events.filter(({ event }) => event.type === "BlockFinished")).toHaveLength(1);
  });

  it("ends with F-CB-TIMEOUT at its deadline, by the database's clock", async () => {
    const { runId, id, token } = await waiting("/deadline");
    await fixture.database.pool.query("update wait set deadline = now() where id = $1", [id]);
    expect(await fixture.ended(runId)).toMatchObject({
      state: "failed",
      failure: { code: "F-CB-TIMEOUT" },
    });
    const [row] = await fixture.executions(runId);
    expect(row?.failure).toMatchObject({
      class: "F-CB-TIMEOUT",
      failureIndicator: "detonate failed. Callback.",
      statusCode: 504,
      message: "No callback received within 1 h",
    });
    const late = await fixture.engine.receiveCallback(id, token, post({ v: 1 }));
    expect(late.status).toBe(410);
  });

  it("a cancelled wait is over at once, and an answer after it is gone but kept", async () => {
    const { runId, id, token } = await waiting("/cancelled");
    expect(await fixture.engine.cancel(runId, { userId: "u_1", name: "Ada" })).toBe(true);
    expect(await fixture.ended(runId)).toMatchObject({ state: "cancelled" });
    expect(await fixture.block(runId, "detonate")).toMatchObject({
      state: "cancelled",
      failure: { class: "F-CANCEL", message: "Cancelled by Ada" },
    });
    const late = await fixture.engine.receiveCallback(id, token, post({ v: 1 }));
    expect(late.status).toBe(410);
    const kept = await fixture.database.pool.query(
      "select view from callback_delivery where wait_id = $1",
      [id],
    );
    expect(kept.rows).toEqual([{ view: '{"v":1}' }]);
  });

  it("the error port of a wait that timed out is called with what was missing", async () => {
    fixture.target.on("/onerror", (_, response) => reply(response, 202, {}));
    const drawn = [
      start(),
      action("detonate", "detonate", "/onerror"),
      decision("why", "#b_detonate:action_result.error.status_code", "==", "504"),
      end({ done: "yes" }),
    ];
    const callbacks = ["start > detonate", "detonate.error > why", "why.yes > end"];
    const runId = await fixture.run(playbook(drawn, callbacks));
    await fixture.until(runId, (state) => state.state === "waiting");
    await parked(runId);
    await fixture.database.pool.query("update wait set deadline = now() where run_id = $1", [
      runId,
    ]);
    expect(await fixture.ended(runId)).toMatchObject({
      state: "succeeded",
      outputs: { done: "yes" },
    });
  });
});

describe("a notice that is lost", () => {
  const cancelRow = `insert into run_inbox (run_day, run_id, kind, payload)
  select run_day, id, 'cancel', '{"by":"Ada"}' from run where id = $1`;

  it("does not keep a run waiting: the inbox is looked at all the same", async () => {
    const { runId } = await waiting("/lost");
    await fixture.database.pool.query(cancelRow, [runId]);
    expect(await fixture.ended(runId)).toMatchObject({ state: "cancelled" });
  });

  it("does not keep a run going that this process has", async () => {
    fixture.target.on("/lost-here", () => undefined);
    const drawn = [start(), action("hold", "get", "/lost-here"), end()];
    const runId = await fixture.run(playbook(drawn, ["start > hold", "hold > end"]));
    await fixture.target.called("/lost-here");
    await fixture.database.pool.query(cancelRow, [runId]);
    expect(await fixture.ended(runId)).toMatchObject({ state: "cancelled" });
  });
});

describe("a large answer", () => {
  it("lies on disk as it was received and as it is read, and in no third copy", async () => {
    const { runId, id, token } = await waiting("/large");
    // What no compression makes small, so that copies can be counted.
    const noise = randomBytes(150_000).toString("hex");
    const answer = { v: 1, noise };
    const sent = post(answer, { headers: { "content-type": "application/json" } });
    expect((await fixture.engine.receiveCallback(id, token, sent)).status).toBe(202);
    expect((await fixture.ended(runId)).outputs).toEqual({ verdict: [1] });
    const { rows } = await fixture.database.pool.query(
      `select (select sum(length(body) + coalesce(length(view), 0)) from callback_delivery where run_id = $1)::int as delivered,
        (select sum(length(data)) from block_result where run_id = $1)::int as read,
        (select sum(length(raw)) from block_result where run_id = $1)::int as raw`,
      [runId],
    );
    const size = sent.body?.length ?? 0;
    expect(rows[0]?.delivered).toBe(size);
    expect(rows[0]?.read).toBeLessThan(size);
    expect(rows[0]?.raw).toBeLessThan(1_000);
    const [row] = await fixture.executions(runId);
    const body = await fixture.body(runId, row);
    // Compared as truths: a difference of such texts is nothing to print.
    expect(JSON.stringify(body?.data) === JSON.stringify([answer])).toBe(true);
    expect(body?.raw?.text === JSON.stringify(answer)).toBe(true);
    const key = await fixture.key(runId);
    const [delivery] = await fixture.engine.runs.listDeliveries(key, id, null, 10);
    expect(JSON.stringify(delivery?.view) === JSON.stringify(answer)).toBe(true);
    expect(delivery).toMatchObject({ size, outcome: "accepted" });
  });
});

describe("a callback URL", () => {
  it("takes POST and PUT only, and says so", async () => {
    for (const method of ["GET", "HEAD", "OPTIONS", "DELETE"]) {
      const answer = await fixture.engine.receiveCallback("x", "y", post({}, { method }));
      expect(answer).toMatchObject({ status: 405, headers: { Allow: "POST, PUT" } });
    }
  });

  it("answers an unknown id and a wrong token with the same words", async () => {
    const { runId, id, token } = await waiting("/unknown");
    const unknown = await fixture.engine.receiveCallback("nobody", token, post({}));
    const wrong = await fixture.engine.receiveCallback(id, `${token}x`, post({}));
    expect(unknown.status).toBe(404);
    expect(wrong).toEqual(unknown);
    expect(await deliveries(id)).toEqual([]);
    await fixture.engine.cancel(runId, { userId: "u_1", name: "Ada" });
    await fixture.ended(runId);
  });

  it("refuses what is too large, of another media type or no JSON, and the block keeps waiting", async () => {
    const { runId, id, token } = await waiting("/refusals");
    const send = (given: InboundCallback) => fixture.engine.receiveCallback(id, token, given);
    const large = Buffer.alloc(CALLBACK_BODY_LIMIT_BYTES + 1, 32);
    expect((await send(post("", { body: large }))).status).toBe(413);
    expect((await send(post("", { body: null }))).status).toBe(413);
    expect((await send(post("<a/>", { contentType: "application/xml" }))).status).toBe(415);
    expect((await send(post("{", {}))).status).toBe(400);
    expect(await deliveries(id)).toHaveLength(4);
    expect(await fixture.block(runId, "detonate")).toMatchObject({ state: "waiting" });
    const good = await send(
      post({ v: 2 }, { method: "PUT", contentType: "application/problem+json" }),
    );
    expect(good.status).toBe(202);
    expect(await fixture.ended(runId)).toMatchObject({ outputs: { verdict: [2] } });
    expect((await send(post({ v: 3 }))).body).toEqual({ status: "already_completed" });
  });

  it("turns a form into an object, and takes an empty body", async () => {
    const form = await waiting("/form");
    const contentType = "application/x-www-form-urlencoded";
    await fixture.engine.receiveCallback(form.id, form.token, post("v=a&v=b&w=1", { contentType }));
    await fixture.ended(form.runId);
    const [row] = await fixture.executions(form.runId);
    const body = await fixture.body(form.runId, row);
    expect(body?.data).toEqual([{ v: ["a", "b"], w: "1" }]);
    const empty = await waiting("/empty");
    const answer = await fixture.engine.receiveCallback(
      empty.id,
      empty.token,
      post("", { contentType: null }),
    );
    expect(answer.status).toBe(202);
    expect(await fixture.ended(empty.runId)).toMatchObject({ state: "succeeded" });
  });

  it(`looks at ${ARRIVALS_PER_MINUTE} arrivals a minute, and keeps no more`, async () => {
    const { runId, id, token } = await waiting("/flood");
    const bad = post("{");
    const statuses: number[] = [];
    for (let count = 0; count < ARRIVALS_PER_MINUTE + 3; count += 1)
      statuses.push((await fixture.engine.receiveCallback(id, token, bad)).status);
    expect(statuses.slice(-3)).toEqual([429, 429, 429]);
    expect((await deliveries(id)).length).toBeLessThanOrEqual(ARRIVALS_PER_MINUTE);
    await fixture.engine.cancel(runId, { userId: "u_1", name: "Ada" });
    await fixture.ended(runId);
  });

  it("keeps hostile payloads inert: __proto__, NUL, numbers beyond a double", async () => {
    const { runId, id, token } = await waiting("/inert");
    const hostile = '{"v":"a\\u0000","__proto__":{"polluted":true},"big":12345678901234567890}';
    expect((await fixture.engine.receiveCallback(id, token, post(hostile))).status).toBe(202);
    await fixture.ended(runId);
    const [row] = await fixture.executions(runId);
    const body = await fixture.body(runId, row);
    expect(JSON.stringify(body?.data)).toBe(
      '[{"v":"a\uFFFD","__proto__":{"polluted":true},"big":12345678901234567890}]',
    );
    expect(Object.hasOwn(Object.prototype, "polluted")).toBe(false);
  });
});
