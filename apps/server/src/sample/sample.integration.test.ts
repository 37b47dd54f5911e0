import { once } from "node:events";
import { createServer as listenOn } from "node:net";
import type { Database } from "@callbook/db";
import { createTestDatabase, type TestDatabase } from "@callbook/db/testing";
import { migrateShell } from "@callbook/engine";
import { parseKeyring } from "@callbook/services/secret";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createServer, type RunningServer } from "../process/create-server.ts";
import { createLog } from "../process/log.ts";
import { readSettings } from "../process/settings.ts";
import { type Client, clientOf } from "../testing/index.ts";

const owner = { email: "olga@example.org", password: "correct horse battery" };
const log = createLog("silent");
let database: TestDatabase;
let server: RunningServer | null = null;

beforeEach(async () => {
  database = await createTestDatabase({
    maxConnections: 20,
    prepared: { name: "engine", run: migrateShell },
  });
});
afterEach(async () => {
  await server?.close();
  server = null;
  await database.drop();
});

/** One start of the program on the test's database. */
async function start(sample: "0" | "1" | null = "1", withOwner = true): Promise<RunningServer> {
  const borrowed: Database = { ...database, embedded: false, close: () => database.drop() };
  server = await createServer({
    settings: {
      ...readSettings({ PORT: "0", ...(sample === null ? {} : { CALLBOOK_SAMPLE: sample }) }),
      owner: withOwner ? owner : null,
    },
    keyring: () => parseKeyring("5a".repeat(32), "the test's key"),
    database: borrowed,
    log,
  });
  return server;
}

async function restart(sample: "0" | "1" | null = "1"): Promise<Client> {
  await server?.close();
  return signIn(await start(sample));
}

async function signIn({ url }: RunningServer): Promise<Client> {
  const { api } = clientOf(url);
  await api.session.signIn.mutate(owner);
  return api;
}

async function runAgain(api: Client, running = server) {
  const [playbook] = await api.playbooks.list.query({});
  const { runId } = await api.runs.start.mutate({ playbookId: playbook?.id ?? 0, inputs: {} });
  const end = await running?.installation.engine.waitForEnd(runId, 20_000);
  return end?.state;
}

async function portOfSample(): Promise<number> {
  const row = await database.prisma.setting.findUnique({ where: { key: "sample" } });
  const value = row?.value;
  return typeof value === "object" && value !== null && "port" in value ? Number(value.port) : 0;
}

/** Keys in the catalogue; the palette must offer commands of the same integrations. */
async function offeredBy({ integrations }: Client): Promise<string[]> {
  const listed = (await integrations.list.query()).map(({ key }) => key);
  const commands = await integrations.commands.query();
  expect([...new Set(commands.map(({ integrationKey }) => integrationKey))]).toEqual(listed);
  return listed;
}

describe("the sample", () => {
  it("is there when the first account has been made by the form, and has run once with one failing branch", async () => {
    const running = await start("1", false);
    const { api } = clientOf(running.url);
    await api.session.setup.mutate({ name: "Olga", ...owner });
    expect(await api.sample.state.query()).toEqual({ present: true });
    const [playbook, ...others] = await api.playbooks.list.query({});
    expect(others).toEqual([]);
    expect(playbook).toMatchObject({
      name: "Triage a suspicious IP",
      isSample: true,
      publishedRevision: 1,
      hasDraftChanges: false,
      lastRun: { state: "succeeded" },
    });
    expect(await offeredBy(api)).toEqual(["rest-api-callback", "sample-intel", "sample-sandbox"]);
    expect(await api.playbooks.validate.query({ id: playbook?.id ?? 0 })).toEqual([]);
    const run = await api.runs.get.query({ id: playbook?.lastRun?.id ?? 0 });
    expect(run.outputs).toMatchObject({ score: [97], ticket: ["SOC-1001"] });
    expect(run.handledFailures).toBe(1);
    const { rows: executions } = await api.runs.executions.query({ id: run.id });
    const failed = executions.filter(({ status }) => status === "failed");
    expect(failed.map(({ failure }) => failure?.class)).toEqual(["F-5xx"]);
    expect(executions).toHaveLength(4);
    // Two internal sites and one of a client, and connections that passed their test.
    const sites = await api.sites.list.query();
    expect(sites.map(({ kind }) => kind).sort()).toEqual(["client", "internal", "internal"]);
    const connections = await api.connections.list.query({});
    expect(connections.map(({ name, testStatus }) => [name, testStatus])).toEqual([
      ["sample_intel", "passed"],
      ["sample_sandbox", "passed"],
      ["team_chat", "passed"],
    ]);
    const { form } = await api.connections.get.query({ id: connections[0]?.id ?? 0 });
    expect(form.allowedAddress).toBe(new URL(form.requestUrl).host);
  });

  it("is made once: a second start makes nothing new, and what was made still runs", async () => {
    await start();
    const port = await portOfSample();
    const api = await restart();
    expect(await api.playbooks.list.query({})).toHaveLength(1);
    expect(await api.connections.list.query({})).toHaveLength(3);
    await expect.poll(() => runAgain(api)).toBe("succeeded");
    expect(await portOfSample()).toBe(port);
    const { rows } = await api.runs.list.query({ limit: 50 });
    const last = rows[0];
    expect(last?.handledFailures).toBe(1);
  });

  it("of which half was made when the server died is made anew", async () => {
    await start();
    await server?.close();
    const value = { port: await portOfSample(), seeded: false };
    await database.prisma.setting.update({ where: { key: "sample" }, data: { value } });
    await database.prisma.playbook.updateMany({ data: { publishedRevisionId: null } });
    const api = await signIn(await start());
    const [playbook, ...others] = await api.playbooks.list.query({});
    expect(others).toEqual([]);
    expect(playbook?.lastRun?.state).toBe("succeeded");
    expect(await api.connections.list.query({})).toHaveLength(3);
  });

  it("follows its service to another port, but for what somebody has changed", async () => {
    const api = await signIn(await start());
    const [intel, , chat] = await api.connections.list.query({});
    const { form, version } = await api.connections.get.query({ id: chat?.id ?? 0 });
    const { permissions, ...rest } = form;
    const requestUrl = "https://chat.example.test/hook";
    const changed = { ...rest, permissions: [], requestUrl, bearerToken: "of-the-chat" };
    await api.connections.update.mutate({ id: chat?.id ?? 0, version, form: changed });
    await server?.close();
    const port = await portOfSample();
    const other = listenOn((socket) => socket.end());
    other.listen(port, "127.0.0.1");
    await once(other, "listening");
    const after = await signIn(await start());
    await expect.poll(portOfSample, { timeout: 15_000 }).not.toBe(port);
    other.close();
    const moved = `127.0.0.1:${await portOfSample()}`;
    const intelForm = (await after.connections.get.query({ id: intel?.id ?? 0 })).form;
    expect(intelForm).toMatchObject({ requestUrl: `http://${moved}`, allowedAddress: moved });
    const chatForm = (await after.connections.get.query({ id: chat?.id ?? 0 })).form;
    expect(chatForm.requestUrl).toBe("https://chat.example.test/hook");
    expect((await after.connections.testSaved.mutate({ id: intel?.id ?? 0 })).passed).toBe(true);
  });

  it("is taken away by one verb with its service, but for a site that is in use, and does not come back", async () => {
    const api = await signIn(await start());
    const port = await portOfSample();
    const client = (await api.sites.list.query()).find(({ kind }) => kind === "client");
    const ours = { name: "Ours", siteId: client?.id ?? 0 };
    const { id } = await api.playbooks.create.mutate(ours);
    await api.sample.remove.mutate();
    expect(await api.sample.state.query()).toEqual({ present: false });
    expect(await offeredBy(api)).toEqual(["rest-api-callback"]);
    expect((await api.playbooks.list.query({})).map((playbook) => playbook.id)).toEqual([id]);
    expect(await api.connections.list.query({})).toEqual([]);
    expect((await api.runs.list.query({ limit: 50 })).rows).toEqual([]);
    const left = await api.sites.list.query();
    expect(left.map(({ name, isSample }) => [name, isSample])).toEqual([
      ["Acme Corp", false],
      ["Headquarters", false],
    ]);
    const answers = () =>
      fetch(`http://127.0.0.1:${port}/health`).then(
        () => true,
        () => false,
      );
    await expect.poll(answers).toBe(false);
    const again = await restart();
    expect(await again.sample.state.query()).toEqual({ present: false });
    expect(await answers()).toBe(false);
  });

  it.each([
    ["with CALLBOOK_SAMPLE=0", "0"],
    ["with a database of one's own and nothing said", null],
  ] as const)("%s there is none", async (_, setting) => {
    const api = await signIn(await start(setting));
    expect(await api.sample.state.query()).toEqual({ present: false });
    expect(await offeredBy(api)).toEqual(["rest-api-callback"]);
    expect(await api.connections.list.query({})).toEqual([]);
    expect(await api.sites.list.query()).toHaveLength(1);
    expect(await portOfSample()).toBe(0);
  });

  it("with CALLBOOK_SAMPLE=0 at a later start what was made stays, and its service is not started", async () => {
    await start();
    const port = await portOfSample();
    const api = await restart("0");
    expect(await api.playbooks.list.query({})).toHaveLength(1);
    await expect(fetch(`http://127.0.0.1:${port}/health`)).rejects.toThrow();
  });
});
