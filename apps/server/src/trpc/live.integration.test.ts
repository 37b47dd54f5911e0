import { type LiveMessage, SESSION_EVERY_MS } from "@callbook/services/live";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startEcho } from "../testing/echo.ts";
import {
  connectionForm,
  integrationId,
  makeWorld,
  type Person,
  personIn,
  testKey,
  type World,
} from "../testing/index.ts";
import { listedIn, openLive } from "../testing/live.ts";
import { debugBlock, editorOf, straight } from "../testing/playbooks.ts";

let world: World;
let ella: Person;
let erik: Person;

beforeAll(async () => {
  world = await makeWorld();
  ella = await personIn(world, "Ella", world.sites.berlin, "editor");
  erik = await personIn(world, "Erik", world.sites.berlin, "editor");
}, 60_000);
afterAll(() => world.server.close());

const create = async () =>
  (
    await ella.api.playbooks.create.mutate({
      name: "P",
      siteId: world.sites.berlin,
      document: straight([debugBlock("b_a")]),
    })
  ).id;
const add = (id: string) => ({
  kind: "addBlocks" as const,
  callbacks: [],
  blocks: [debugBlock(id)],
});
/** Numbers of the events or operations that came on a topic, in the order in which they came. */
function seqsOf(messages: readonly LiveMessage[], topic: string): number[] {
  return messages.flatMap((message) => {
    if (message.topic !== topic) return [];
    if ("operations" in message) return message.operations.map(({ seq }) => seq);
    return "events" in message ? message.events.map(({ seq }) => seq) : [];
  });
}

describe("the one stream of a browser", () => {
  it("brings what another person does, after what the page has already", async () => {
    const id = await create();
    const theirs = editorOf(erik, id, "erik");
    await theirs.apply(add("b_one"), 0);
    const stream = openLive(world.server.url, ella, [`playbook:${id}@1`]);
    await stream.opened;
    await theirs.apply(add("b_two"), 1);
    await theirs.apply(add("b_three"), 2);
    await expect.poll(() => seqsOf(stream.messages, `playbook:${id}`)).toEqual([2, 3]);
    stream.close();
  });

  it("brings every event of a run in order, and the list's changes of state", async () => {
    const playbookId = await create();
    const { runId } = await ella.api.runs.startTest.mutate({ playbookId, seq: 0, inputs: {} });
    const stream = openLive(world.server.url, ella, [`run:${runId}@0`, "runs:list"]);
    await world.server.installation.engine.waitForEnd(runId, 15_000);
    const events = await ella.api.runs.events.query({ id: runId, afterSeq: 0 });
    const all = events.map(({ seq }) => seq);
    await expect.poll(() => seqsOf(stream.messages, `run:${runId}`)).toEqual(all);
    const second = await ella.api.runs.startTest.mutate({ playbookId, seq: 0, inputs: {} });
    await expect
      .poll(() => listedIn(stream.messages))
      .toContainEqual({ runId: second.runId, state: "succeeded" });
    stream.close();
  });

  it("85: goes on after a broken connection where it was, with nothing lost and nothing twice", async () => {
    const id = await create();
    const theirs = editorOf(erik, id, "erik");
    const first = openLive(world.server.url, ella, [`playbook:${id}@0`]);
    await theirs.apply(add("b_one"), 0);
    await expect.poll(() => seqsOf(first.messages, `playbook:${id}`)).toEqual([1]);
    first.close();
    await theirs.apply(add("b_two"), 1);
    const again = openLive(world.server.url, ella, [`playbook:${id}@0`], first.lastEventId());
    await theirs.apply(add("b_three"), 2);
    await expect.poll(() => seqsOf(again.messages, `playbook:${id}`)).toEqual([2, 3]);
    again.close();
  });

  it("72: refuses topics of other sites and of nothing, and serves the rest", async () => {
    const id = await create();
    const stranger = await personIn(world, "Stranger", world.sites.oslo, "admin");
    const stream = openLive(world.server.url, stranger, [
      `playbook:${id}@0`,
      "run:1@0",
      "nonsense",
      "runs:list",
    ]);
    await expect.poll(() => stream.messages.length).toBe(3);
    expect(stream.messages).toEqual([
      { topic: `playbook:${id}`, refused: true },
      { topic: "run:1", refused: true },
      { topic: "nonsense", refused: true },
    ]);
    await editorOf(erik, id, "erik").apply(add("b_x"), 0);
    expect(stream.messages).toHaveLength(3);
    stream.close();
  });

  it("72: ends when the person signs out, and when he is deactivated", async () => {
    const { api, cookie } = world.server.browser();
    await api.session.signIn.mutate({ email: ella.email, password: ella.password });
    const stream = openLive(world.server.url, { cookie }, ["runs:list"]);
    await stream.opened;
    await api.session.signOut.mutate();
    await expect.poll(() => stream.messages.at(-1)).toEqual({ topic: "session", signedOut: true });
    await stream.ended;
    const victim = await personIn(world, "Victor", world.sites.berlin, "viewer");
    const his = openLive(world.server.url, victim, ["runs:list"]);
    await his.opened;
    await world.server.installation.db.session.findFirstOrThrow({ where: { userId: victim.id } });
    await world.owner.api.users.deactivate.mutate({ id: victim.id });
    await his.ended;
    expect(his.messages.at(-1)).toEqual({ topic: "session", signedOut: true });
  });

  it("72: ends within five seconds when the session is gone without a word", async () => {
    const victim = await personIn(world, "Silent", world.sites.berlin, "viewer");
    const stream = openLive(world.server.url, victim, ["runs:list"]);
    await stream.opened;
    await world.server.installation.db.session.deleteMany({ where: { userId: victim.id } });
    await stream.ended;
    // How long that took is the machine's; how often the session is asked for is ours.
    expect(SESSION_EVERY_MS).toBeLessThan(5000);
  });

  it("drops a topic when the right to it is lost", async () => {
    const id = await create();
    const visitor = await personIn(world, "Visitor", world.sites.berlin, "viewer");
    const stream = openLive(world.server.url, visitor, [`playbook:${id}@0`]);
    await stream.opened;
    await world.owner.api.users.setMemberships.mutate({
      id: visitor.id,
      memberships: [{ siteId: world.sites.oslo, role: "viewer" }],
    });
    await expect
      .poll(() => stream.messages)
      .toContainEqual({ topic: `playbook:${id}`, refused: true });
    stream.close();
  });

  it("shows the steps of a connection's test while it runs, to who started it alone", async () => {
    const echo = await startEcho();
    const key = testKey();
    const topic = `connection-test:${key}`;
    const mine = openLive(world.server.url, world.owner, [topic]);
    const others = openLive(world.server.url, ella, [topic]);
    await Promise.all([mine.opened, others.opened]);
    const form = connectionForm({ siteId: world.sites.berlin, requestUrl: `${echo.url}/hang` });
    const integration = await integrationId(world.owner);
    const test = world.owner.api.connections.test.mutate({
      integrationId: integration,
      form,
      testKey: key,
    });
    await expect
      .poll(() => mine.messages.at(-1))
      .toMatchObject({
        topic,
        trace: expect.arrayContaining([
          expect.objectContaining({ step: "request", state: "running" }),
        ]),
      });
    await world.owner.api.connections.cancelTest.mutate({ testKey: key });
    await test;
    await expect
      .poll(() => mine.messages.at(-1))
      .toMatchObject({
        trace: expect.arrayContaining([
          expect.objectContaining({ step: "verdict", state: "failed" }),
        ]),
      });
    expect(others.messages).toEqual([]);
    mine.close();
    others.close();
    await echo.close();
  });
});
