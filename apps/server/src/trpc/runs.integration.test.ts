import type { PlaybookDocument } from "@callbook/core/document";
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
import { actionBlock, block, debugBlock, startBlock, straight } from "../testing/playbooks.ts";

let world: World;
let echo: Echo;
let rest: number;
let edith: Person; // editor in Berlin
let alan: Person; // analyst in Berlin

beforeAll(async () => {
  [world, echo] = await Promise.all([makeWorld(), startEcho()]);
  rest = await integrationId(world.owner);
  edith = await personIn(world, "Edith", world.sites.berlin, "editor");
  alan = await personIn(world, "Alan", world.sites.berlin, "analyst");
}, 60_000);
afterAll(async () => {
  await world.server.close();
  await echo.close();
});

let count = 0;
async function connect(changes: Parameters<typeof connectionForm>[0] = {}): Promise<number> {
  count += 1;
  const form = connectionForm({
    name: `echo ${count}`,
    siteId: world.sites.berlin,
    requestUrl: echo.url,
    ...changes,
  });
  return (await world.owner.api.connections.create.mutate({ integrationId: rest, form })).id;
}

const sending = (connectionId: number, parameters: Record<string, string> = {}): PlaybookDocument =>
  straight([
    actionBlock("b_send", {
      command: "Send Request",
      connectionIds: [connectionId],
      parameters: { URL: "{{connector.restapi_url}}", ...parameters },
    }),
  ]);

async function create(person: Person, document: PlaybookDocument, siteId = world.sites.berlin) {
  return (await person.api.playbooks.create.mutate({ name: "P", siteId, document })).id;
}

/** A test run to its end. */
async function run(person: Person, document: PlaybookDocument, siteId = world.sites.berlin) {
  const playbookId = await create(person, document, siteId);
  const { runId } = await person.api.runs.startTest.mutate({ playbookId, seq: 0, inputs: {} });
  await world.server.installation.engine.waitForEnd(runId, 15_000);
  return { playbookId, runId, details: await person.api.runs.get.query({ id: runId }) };
}

const failureOf = async (person: Person, runId: number) =>
  (await person.api.runs.executions.query({ id: runId })).rows[0]?.failure;

describe("a run uses a connection only where its site and its person may", () => {
  it("A14: a connection of another site is F-SITE, by its number and not its name", async () => {
    const id = await connect({ name: "Berlin's own" });
    const otto = await personIn(world, "Otto", world.sites.oslo, "editor");
    const before = echo.count();
    const { runId, details } = await run(otto, sending(id), world.sites.oslo);
    expect(details.state).toBe("failed");
    const failure = await failureOf(otto, runId);
    expect(failure).toMatchObject({
      class: "F-SITE",
      statusCode: 403,
      failureIndicator: `Send Request failed. Connection: ${id}.`,
      message: "Connection is not shared with site Oslo",
    });
    const seen = JSON.stringify([
      await otto.api.runs.executions.query({ id: runId }),
      await otto.api.runs.events.query({ id: runId, afterSeq: 0 }),
    ]);
    expect(seen).not.toContain("Berlin's own");
    expect(echo.count()).toBe(before);
  });

  it("A15 A16: one that is shared works in each internal site", async () => {
    const shared = { scope: "share_internal" as const, siteId: null };
    const id = await connect({ ...shared, recipientSiteId: world.sites.berlin });
    const oskar = await personIn(world, "Oskar", world.sites.oslo, "editor");
    expect((await run(oskar, sending(id), world.sites.oslo)).details.state).toBe("succeeded");
    expect((await run(edith, sending(id))).details.state).toBe("succeeded");
  });

  it("A21: a person who is not named is F-PERM, and one who is named is served", async () => {
    const id = await connect({ permissions: [{ userId: alan.id, role: null, level: "use" }] });
    const { runId, details } = await run(edith, sending(id));
    expect(details.state).toBe("failed");
    expect(await failureOf(edith, runId)).toMatchObject({ class: "F-PERM", statusCode: 403 });
    const problems = await edith.api.playbooks.validate.query({ id: details.playbookId });
    expect(problems.map(({ code, level }) => `${level} ${code}`)).toContain(
      "warning CONNECTION_NOT_PERMITTED",
    );
    const started = await alan.api.runs.startTest.mutate({
      playbookId: details.playbookId,
      seq: 0,
      inputs: {},
    });
    const end = await world.server.installation.engine.waitForEnd(started.runId, 15_000);
    expect(end?.state).toBe("succeeded");
  });

  it("A21: with no connection named, only those the person may use are run", async () => {
    const mine = await connect({
      name: "for Edith",
      permissions: [{ userId: edith.id, role: null, level: "use" }],
    });
    const other = await connect({
      name: "for Alan",
      permissions: [{ userId: alan.id, role: null, level: "use" }],
    });
    const all = straight([
      actionBlock("b_send", {
        command: "Send Request",
        parameters: { URL: "{{connector.restapi_url}}" },
      }),
    ]);
    const { runId } = await run(edith, all);
    const { rows } = await edith.api.runs.executions.query({ id: runId });
    const used = rows.map((row) => row.connectionId);
    expect(used).toContain(mine);
    expect(used).not.toContain(other);
  });

  it("A22: one that is not active is F-INACTIVE, and works again at once when it is", async () => {
    const id = await connect();
    const { form, version } = await world.owner.api.connections.get.query({ id });
    const off = { id, version, form: { ...form, active: false } };
    await world.owner.api.connections.update.mutate(off);
    const { runId, details } = await run(edith, sending(id));
    expect(details.state).toBe("failed");
    expect(await failureOf(edith, runId)).toMatchObject({ class: "F-INACTIVE", statusCode: 409 });
    const on = { id, version: version + 1, form: { ...form, active: true } };
    await world.owner.api.connections.update.mutate(on);
    expect((await run(edith, sending(id))).details.state).toBe("succeeded");
  });

  it("one that was taken away is F-GONE", async () => {
    const id = await connect();
    await world.owner.api.connections.remove.mutate({ id, version: 1 });
    const { runId } = await run(edith, sending(id));
    expect(await failureOf(edith, runId)).toMatchObject({ class: "F-GONE", statusCode: 404 });
  });

  it("63: a published playbook runs with the rights of who published it", async () => {
    const id = await connect({ permissions: [{ userId: edith.id, role: null, level: "use" }] });
    const playbookId = await create(edith, sending(id));
    await edith.api.playbooks.publish.mutate({ id: playbookId });
    const { runId } = await alan.api.runs.start.mutate({ playbookId, inputs: {} });
    const end = await world.server.installation.engine.waitForEnd(runId, 15_000);
    expect(end?.state).toBe("succeeded");
    expect((await alan.api.runs.get.query({ id: runId })).startedBy).toBe("Alan");
  });

  it("63: and no longer once that person is deactivated", async () => {
    const petra = await personIn(world, "Petra", world.sites.berlin, "editor");
    const id = await connect();
    const playbookId = await create(petra, sending(id));
    await petra.api.playbooks.publish.mutate({ id: playbookId });
    await world.owner.api.users.deactivate.mutate({ id: petra.id });
    const { runId } = await alan.api.runs.start.mutate({ playbookId, inputs: {} });
    await world.server.installation.engine.waitForEnd(runId, 15_000);
    expect(await failureOf(alan, runId)).toMatchObject({ class: "F-PERM" });
  });
});

describe("starting", () => {
  it("is refused without a published revision, with wrong inputs, and on a screen that is behind", async () => {
    const playbookId = await create(edith, straight([debugBlock("b_a")]));
    const unpublished = edith.api.runs.start.mutate({ playbookId, inputs: {} });
    expect((await refusalOf(unpublished)).code).toBe("CONFLICT");
    const wrong = edith.api.runs.startTest.mutate({ playbookId, seq: 0, inputs: { nope: 1 } });
    expect((await refusalOf(wrong)).fields?.[0]?.path).toBe("inputs.nope");
    const behind = edith.api.runs.startTest.mutate({ playbookId, seq: 1, inputs: {} });
    expect((await refusalOf(behind)).code).toBe("CONFLICT");
  });

  it("a test run is one of the draft as it was, a published one keeps its number", async () => {
    const { playbookId, details } = await run(edith, straight([debugBlock("b_a")]));
    expect(details).toMatchObject({ revision: "draft", testRun: true, state: "succeeded" });
    const { number } = await edith.api.playbooks.publish.mutate({ id: playbookId });
    const { runId } = await edith.api.runs.start.mutate({ playbookId, inputs: {} });
    expect(await edith.api.runs.get.query({ id: runId })).toMatchObject({
      revision: String(number),
      testRun: false,
    });
    const { rows } = await edith.api.runs.list.query({ playbookId, limit: 10 });
    expect(rows.map(({ id }) => id)).toEqual([runId, details.id]);
    const page = await edith.api.runs.list.query({ playbookId, limit: 1 });
    expect(page.nextCursor).toBe(runId);
    const rest = await edith.api.runs.list.query({ playbookId, limit: 1, cursor: runId });
    expect(rest.rows.map(({ id }) => id)).toEqual([details.id]);
  });
});

describe("reading", () => {
  it("a run's events, executions, bodies, logs and callback arguments are there for its site alone", async () => {
    const id = await connect();
    const [send] = sending(id, { Method: "POST", Body: '{"a":1}' }).blocks.slice(1);
    if (send === undefined) throw new Error("no action");
    const { runId } = await run(
      edith,
      straight([send, debugBlock("b_log", "it was {{#b_send:action_result.status}}")]),
    );
    const { api } = edith;
    const events = await api.runs.events.query({ id: runId, afterSeq: 0 });
    expect(events.at(-1)?.event).toMatchObject({ type: "RunFinished", state: "succeeded" });
    expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index + 1));
    const [row] = (await api.runs.executions.query({ id: runId })).rows;
    if (row === undefined) throw new Error("nothing was executed");
    const execution = { id: runId, path: "b_send", slot: `${row.appRunId}/${row.parameterIndex}` };
    const body = await api.runs.body.query(execution);
    expect(body.raw).toMatchObject({ status: 200 });
    expect(await api.runs.logs.query({ id: runId })).toMatchObject({
      rows: [{ text: "it was success", level: "info", path: "b_log", line: 0 }],
      nextCursor: null,
    });
    const called = await api.runs.callbackArguments.query({ id: runId, callbackId: "c_2" });
    expect(called).toMatchObject({ mode: "engine", sourceName: "send", targetName: "log" });
    expect(called.arguments).toMatchObject({ success: true, container: null });
    const stranger = await personIn(world, "Stranger", world.sites.oslo, "admin");
    const refusals = await Promise.all([
      refusalOf(stranger.api.runs.get.query({ id: runId })),
      refusalOf(stranger.api.runs.events.query({ id: runId, afterSeq: 0 })),
      refusalOf(stranger.api.runs.body.query(execution)),
      refusalOf(stranger.api.runs.cancel.mutate({ id: runId })),
    ]);
    expect(refusals.map(({ code }) => code)).toEqual(Array(4).fill("NOT_FOUND"));
    expect(
      (await stranger.api.runs.list.query({ limit: 200 })).rows.map((one) => one.id),
    ).not.toContain(runId);
  });
});

describe("cancelling", () => {
  it("ends a run that hangs on a call, and says who did it", async () => {
    const id = await connect({ requestUrl: `${echo.url}/hang` });
    const playbookId = await create(edith, sending(id));
    const { runId } = await edith.api.runs.startTest.mutate({ playbookId, seq: 0, inputs: {} });
    await expect.poll(() => echo.hanging()).toBeGreaterThan(0);
    expect((await edith.api.runs.get.query({ id: runId })).mayCancel).toBe(true);
    await edith.api.runs.cancel.mutate({ id: runId });
    const end = await world.server.installation.engine.waitForEnd(runId, 15_000);
    expect(end?.state).toBe("cancelled");
    const events = await edith.api.runs.events.query({ id: runId, afterSeq: 0 });
    expect(events.map(({ event }) => event)).toContainEqual(
      expect.objectContaining({
        type: "BlockFinished",
        failure: expect.objectContaining({ class: "F-CANCEL", message: "Cancelled by Edith" }),
      }),
    );
    expect((await refusalOf(edith.api.runs.cancel.mutate({ id: runId }))).code).toBe("CONFLICT");
  });
});

it("the outputs that End names are the run's", async () => {
  const end = block("b_end", "end", {
    outputs: [{ id: "i_o", name: "answer", value: "forty-two" }],
  });
  const document = { ...straight([end]), blocks: [startBlock, end] };
  expect((await run(edith, document)).details.outputs).toEqual({ answer: "forty-two" });
});
