import { newCallback } from "@callbook/core/document";
import { readPath } from "@callbook/core/log";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Echo, startEcho } from "../testing/echo.ts";
import {
  connectionForm,
  integrationId,
  makeWorld,
  type Person,
  personIn,
  refusalOf,
  type World,
} from "../testing/index.ts";
import { actionBlock, debugBlock, straight } from "../testing/playbooks.ts";

let world: World;
let echo: Echo;
let edith: Person;
let connectionId: number;

beforeAll(async () => {
  [world, echo] = await Promise.all([makeWorld(), startEcho()]);
  edith = await personIn(world, "Edith", world.sites.berlin, "editor");
  const form = connectionForm({ name: "echo", siteId: world.sites.berlin, requestUrl: echo.url });
  const rest = await integrationId(world.owner);
  const made = await world.owner.api.connections.create.mutate({ integrationId: rest, form });
  connectionId = made.id;
}, 60_000);
afterAll(async () => {
  await world.server.close();
  await echo.close();
});

const send = (id: string, parameters: Record<string, string> = {}) =>
  actionBlock(id, {
    command: "Send Request",
    connectionIds: [connectionId],
    parameters: { URL: "{{connector.restapi_url}}", ...parameters },
  });

async function start(document: ReturnType<typeof straight>): Promise<number> {
  const made = { name: "P", siteId: world.sites.berlin, document };
  const { id: playbookId } = await edith.api.playbooks.create.mutate(made);
  return (await edith.api.runs.startTest.mutate({ playbookId, seq: 0, inputs: {} })).runId;
}

async function ended(document: ReturnType<typeof straight>): Promise<number> {
  const runId = await start(document);
  await world.server.installation.engine.waitForEnd(runId, 15_000);
  return runId;
}

describe("what the passes of a run stored", () => {
  it("is listed by path and slot, page after page, and a body is read when it is asked for", async () => {
    const runId = await ended(straight([send("b_one"), send("b_two")], ["next", "success"]));
    const { runs } = edith.api;
    const all = await runs.results.query({ runId });
    expect(all.rows.map(({ path, attempt, status }) => [path, attempt, status])).toEqual([
      ["b_one", 1, "success"],
      ["b_two", 1, "success"],
    ]);
    expect(all.nextCursor).toBeNull();
    const first = await runs.results.query({ runId, limit: 1 });
    expect(first.rows).toEqual(all.rows.slice(0, 1));
    const after = first.nextCursor ?? undefined;
    expect(await runs.results.query({ runId, limit: 1, after })).toEqual({
      rows: all.rows.slice(1),
      nextCursor: null,
    });
    const ofTwo = await runs.results.query({ runId, path: "b_two" });
    expect(ofTwo.rows).toEqual(all.rows.slice(1));
    const { path, slot, attempt } = all.rows[0] ?? { path: "", slot: "", attempt: 0 };
    const body = await runs.resultBody.query({ runId, path, slot, attempt });
    expect(body.raw).toMatchObject({ status: 200 });
    expect(body.data).toEqual((await runs.body.query({ id: runId, path, slot })).data);
    const none = runs.resultBody.query({ runId, path, slot, attempt: 2 });
    expect((await refusalOf(none)).code).toBe("NOT_FOUND");
  });

  it("has executions among it, which are listed the same way", async () => {
    const runId = await ended(straight([send("b_one"), send("b_two")], ["next", "success"]));
    const { executions } = edith.api.runs;
    const all = await executions.query({ id: runId });
    expect(all.rows.map(({ connection, status }) => [connection, status])).toEqual([
      ["echo", "success"],
      ["echo", "success"],
    ]);
    const first = await executions.query({ id: runId, limit: 1 });
    const after = first.nextCursor ?? undefined;
    const second = await executions.query({ id: runId, limit: 1, after });
    expect([...first.rows, ...second.rows]).toEqual(all.rows);
    expect(second.nextCursor).toBeNull();
    const ofOne = await executions.query({ id: runId, path: "b_one" });
    expect(ofOne.rows).toEqual(all.rows.slice(0, 1));
  });

  it("shows an execution that was tried again once, by its newest attempt, wherever a page ends", async () => {
    const runId = await ended(straight([send("b_one"), send("b_two")], ["next", "success"]));
    await world.server.database.pool.query(`begin;
      create temporary table again on commit drop as select * from block_result
        where run_id = ${runId} and path = 'b_one';
      update again set attempt = 2, message = 'The second time';
      insert into block_result select * from again;
      commit`);
    const { executions, results } = edith.api.runs;
    expect((await results.query({ runId, path: "b_one" })).rows).toHaveLength(2);
    const messages: string[] = [];
    let after: { path: string; slot: string; attempt: number } | undefined;
    do {
      const page = await executions.query({ id: runId, limit: 1, after });
      messages.push(...page.rows.map(({ message }) => message));
      after = page.nextCursor ?? undefined;
    } while (after !== undefined);
    expect(messages).toEqual(["The second time", expect.any(String)]);
  });

  it.each(["", "b_a/", "b_a[0]", "../b_a", "b a"])(
    "is not asked for by %j, which is no path",
    async (path) => {
      const refusal = await refusalOf(edith.api.runs.results.query({ runId: 1, path }));
      expect(refusal.code).toBe("INVALID");
    },
  );
});

describe("the log lines of a run", () => {
  it("come page after page in the order in which they were written", async () => {
    const blocks = ["one", "two", "three"].map((text) => debugBlock(`b_${text}`, text));
    const runId = await ended(straight(blocks));
    const { logs } = edith.api.runs;
    const texts: string[] = [];
    let page = await logs.query({ id: runId, limit: 2 });
    texts.push(...page.rows.map(({ text }) => text));
    expect(texts).toEqual(["one", "two"]);
    page = await logs.query({ id: runId, limit: 2, after: page.nextCursor ?? undefined });
    texts.push(...page.rows.map(({ text }) => text));
    expect([texts, page.nextCursor]).toEqual([["one", "two", "three"], null]);
  });
});

describe("the calls of a callback", () => {
  it("are a list, each with the pass of its source, and have their arguments", async () => {
    const document = straight([send("b_one"), debugBlock("b_say")], ["next", "success"]);
    const error = newCallback({ id: "c_3", source: "b_one", port: "error", target: "b_say" });
    const runId = await ended({ ...document, callbacks: [...document.callbacks, error] });
    const { calls, callbackArguments } = edith.api.runs;
    const [call] = await calls.query({ id: runId, callbackId: "c_2" });
    expect(call).toMatchObject({ path: "b_one", mode: "engine" });
    expect(await calls.query({ id: runId, callbackId: "c_2", path: "b_one[2]" })).toEqual([]);
    expect(await calls.query({ id: runId, callbackId: "c_3" })).toEqual([]);
    const of = { id: runId, callbackId: "c_2" };
    const called = await callbackArguments.query({ ...of, path: "b_one" });
    expect(called).toMatchObject({ ...call, sourceName: "one", targetName: "say" });
    expect(called.arguments.action).toMatchObject({ name: "one", action: "Send Request" });
    expect(called).toEqual(await callbackArguments.query(of));
    const other = callbackArguments.query({ ...of, path: "b_one[2]" });
    expect((await refusalOf(other)).code).toBe("NOT_FOUND");
  });
});

describe("a wait", () => {
  it("shows what arrived at its URL and what was answered, and never its token", async () => {
    const runId = await start(straight([send("b_ask", { Async: "callback" })]));
    const { runs } = edith.api;
    await expect
      .poll(async () => (await runs.get.query({ id: runId })).state, { timeout: 15_000 })
      .toBe("waiting");
    const url = String(echo.last().headers["callback-url"]);
    const headers = { "content-type": "application/json" };
    for (const body of ["{", '{"v":1}', '{"v":2}'])
      await fetch(url, { method: "POST", headers, body });
    await world.server.installation.engine.waitForEnd(runId, 15_000);
    const [wait] = await runs.waits.query({ id: runId });
    expect(wait).toMatchObject({
      path: readPath("b_ask"),
      blockId: "b_ask",
      kind: "callback",
      state: "satisfied",
      maskedUrl: `${world.server.url}/api/callbacks/${wait?.waitId}/••••••••`,
    });
    const waitId = wait?.waitId ?? "";
    const all = await runs.deliveries.query({ runId, waitId });
    expect(all.rows.map(({ answered, outcome, view }) => [answered, outcome, view])).toEqual([
      [400, expect.stringMatching(/^refused: /), null],
      [202, "accepted", { v: 1 }],
      [409, "late", { v: 2 }],
    ]);
    const first = await runs.deliveries.query({ runId, waitId, limit: 2 });
    const after = first.nextCursor ?? undefined;
    const rest = await runs.deliveries.query({ runId, waitId, limit: 2, after });
    expect([...first.rows, ...rest.rows]).toEqual(all.rows);
    const token = url.split("/").at(-1) ?? "";
    expect(JSON.stringify([wait, all])).not.toContain(token);
    const elsewhere = await ended(straight([debugBlock("b_say")]));
    expect((await runs.deliveries.query({ runId: elsewhere, waitId })).rows).toEqual([]);
  });
});

describe("a run that has failed", () => {
  it("names the pass at fault on its page, and the beginning of its message in the list", async () => {
    const runId = await ended(straight([send("b_one", { URL: `${echo.url}/status/500` })]));
    const { runs } = edith.api;
    const { failure } = await runs.get.query({ id: runId });
    expect(failure).toMatchObject({ code: "F-5xx", blockId: "b_one", path: "b_one" });
    const { rows } = await runs.list.query({ limit: 1, state: "failed" });
    expect(rows[0]).toMatchObject({
      id: runId,
      failureMessage: failure?.message.slice(0, 200),
    });
  });
});

describe("a run that is pinned", () => {
  it("says so, and who did it is written down", async () => {
    const runId = await ended(straight([debugBlock("b_say")]));
    const { runs } = edith.api;
    expect(await runs.get.query({ id: runId })).toMatchObject({ pinned: false, mayPin: true });
    await runs.setPinned.mutate({ id: runId, pinned: true });
    expect((await runs.get.query({ id: runId })).pinned).toBe(true);
    const vera = await personIn(world, "Vera", world.sites.berlin, "viewer");
    expect((await vera.api.runs.get.query({ id: runId })).mayPin).toBe(false);
    const told = await world.server.database.prisma.auditEntry.findMany({
      where: { action: "run.setPinned" },
    });
    expect(told).toMatchObject([
      { userId: edith.id, subjectId: String(runId), detail: { pinned: true } },
    ]);
  });
});
