import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type ChildServer, startChild } from "../testing/child-server.ts";
import { type Echo, startEcho } from "../testing/echo.ts";
import { connectionForm, integrationId, makeWorld, testKey, type World } from "../testing/index.ts";
import { listedIn, openLive } from "../testing/live.ts";
import { debugBlock, editorOf, straight } from "../testing/playbooks.ts";
import { TEST_KEY } from "../testing/test-server.ts";
import { clientOf } from "../testing/trpc-client.ts";

let world: World;
let echo: Echo;
let other: ChildServer;
let otherUrl: string;
let directory: string;

beforeAll(async () => {
  [world, echo] = await Promise.all([makeWorld(), startEcho()]);
  directory = await mkdtemp(join(tmpdir(), "callbook-second-"));
  other = startChild({
    DATABASE_URL: world.server.database.url,
    CALLBOOK_DATA: directory,
    CALLBOOK_MASTER_KEY: TEST_KEY,
  });
  otherUrl = await other.url();
}, 60_000);
afterAll(async () => {
  other.child.kill("SIGTERM");
  await other.ended;
  await world.server.close();
  await echo.close();
  await rm(directory, { recursive: true, force: true });
});

describe("a second server on the same database", () => {
  it("knows the session, and shows at once what was edited at the first", async () => {
    const { owner, sites } = world;
    const document = straight([debugBlock("b_a")]);
    const playbook = { name: "P", siteId: sites.berlin, document };
    const { id } = await owner.api.playbooks.create.mutate(playbook);
    const stream = openLive(otherUrl, owner, [`playbook:${id}@0`, "runs:list"]);
    await stream.opened;
    const add = { kind: "addBlocks" as const, blocks: [debugBlock("b_b")], callbacks: [] };
    await editorOf(owner, id, "tab").apply(add, 0);
    await expect
      .poll(() => stream.messages)
      .toContainEqual(
        expect.objectContaining({
          topic: `playbook:${id}`,
          operations: [expect.objectContaining({ seq: 1 })],
        }),
      );
    const { runId } = await owner.api.runs.startTest.mutate({ playbookId: id, seq: 1, inputs: {} });
    await expect
      .poll(() => listedIn(stream.messages), { timeout: 5000 })
      .toContainEqual({ runId, state: "succeeded" });
    stream.close();
  });

  it("orders edits that come to both at once in one log", async () => {
    const { owner, sites } = world;
    const { id } = await owner.api.playbooks.create.mutate({ name: "Q", siteId: sites.berlin });
    const there = clientOf(otherUrl);
    await there.api.session.signIn.mutate({ email: owner.email, password: owner.password });
    const here = editorOf(owner, id, "here");
    const elsewhere = editorOf({ ...owner, api: there.api, cookie: there.cookie }, id, "there");
    const acks = await Promise.all(
      Array.from({ length: 8 }, (_, n) => {
        const blocks = [debugBlock(`b_n${n}`)];
        return (n % 2 === 0 ? here : elsewhere).apply(
          { kind: "addBlocks", blocks, callbacks: [] },
          0,
        );
      }),
    );
    const seqs = acks.flatMap((ack) => (ack.status === "applied" ? [ack.seq] : []));
    expect(seqs.toSorted((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    const [one, two] = await Promise.all([here.open(), elsewhere.open()]);
    expect(one.document).toEqual(two.document);
  });

  it("uses a connection as it was saved at the first, and opens its secrets", async () => {
    const { owner, sites } = world;
    const rest = await integrationId(owner);
    const form = connectionForm({
      siteId: sites.berlin,
      requestUrl: echo.url,
      authMethod: "bearer",
      bearerToken: "first",
    });
    const { id } = await owner.api.connections.create.mutate({ integrationId: rest, form });
    const there = clientOf(otherUrl);
    await there.api.session.signIn.mutate({ email: owner.email, password: owner.password });
    const send = async (): Promise<unknown> => {
      await there.api.commands.test.mutate({
        integrationId: rest,
        command: "Send Request",
        connectionId: id,
        testKey: testKey(),
        parameter: { URL: "x" },
      });
      return echo.last().headers["authorization"];
    };
    expect(await send()).toBe("Bearer first");
    const changed = { id, version: 1, form: { ...form, bearerToken: "second" } };
    await owner.api.connections.update.mutate(changed);
    expect(await send()).toBe("Bearer second");
  });

  it("leaves a test that the first has under way as it is when it starts, and can stop it", async () => {
    const { owner, sites } = world;
    const rest = await integrationId(owner);
    const requestUrl = `${echo.url}/hang`;
    const form = connectionForm({ siteId: sites.berlin, requestUrl, name: "tested" });
    const { id } = await owner.api.connections.create.mutate({ integrationId: rest, form });
    const key = testKey();
    const test = owner.api.connections.testSaved.mutate({ id, testKey: key });
    await expect.poll(() => echo.hanging()).toBe(1);
    const third = startChild({
      DATABASE_URL: world.server.database.url,
      CALLBOOK_DATA: directory,
      CALLBOOK_MASTER_KEY: TEST_KEY,
    });
    const statusAt = async (url: string): Promise<string> => {
      const { api } = clientOf(url);
      await api.session.signIn.mutate({ email: owner.email, password: owner.password });
      return (await api.connections.get.query({ id })).testStatus;
    };
    expect(await statusAt(await third.url())).toBe("testing");
    third.child.kill("SIGTERM");
    await third.ended;
    const there = clientOf(otherUrl);
    await there.api.session.signIn.mutate({ email: owner.email, password: owner.password });
    await there.api.connections.cancelTest.mutate({ testKey: key });
    expect(await test).toMatchObject({ passed: false, failure: { class: "F-CANCEL" } });
    expect(await statusAt(otherUrl)).toBe("failed");
  }, 60_000);

  it("72: ends its stream when the person signs out at the first", async () => {
    const { api, cookie } = world.server.browser();
    await api.session.signIn.mutate({ email: world.owner.email, password: world.owner.password });
    const stream = openLive(otherUrl, { cookie }, ["runs:list"]);
    await stream.opened;
    await api.session.signOut.mutate();
    await stream.ended;
    expect(stream.messages.at(-1)).toEqual({ topic: "session", signedOut: true });
  });
});
