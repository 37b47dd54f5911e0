/** An installation some days into its use: people, a token, runs that ended and one that waits. */
import { expect, request } from "@playwright/test";
import { type Api, apiOf, numberOf } from "../fixtures/api.ts";
import { type RunningServer, startServer } from "../fixtures/server.ts";
import { startThirdParty, type ThirdParty } from "../fixtures/third-party.ts";
import { oneRequest } from "../pages/documents.ts";
import { makeConnection, makePlaybook, siteId } from "../pages/editor.ts";

export const ana = { email: "ana@example.org", password: "correct horse battery staple" };

export interface Installation {
  readonly server: RunningServer;
  readonly thirdParty: ThirdParty;
  /** The sample's playbook and its first run, in which the message to the team failed. */
  readonly playbookId: number;
  readonly runId: number;
  dispose(): Promise<void>;
}

/** Starts a server with the sample and uses it a little. */
export async function startInstallation(): Promise<Installation> {
  const server = await startServer({ owner: null, sample: true });
  const thirdParty = await startThirdParty();
  const context = await request.newContext();
  const api = apiOf(context, server.url);
  await api.mutate("session.setup", { name: "Ana Duarte", ...ana });
  const playbookId = await sampleOf(api);
  const [runId = 0] = await runIds(api);
  await addPeople(api, server.url);
  await api.mutate("tokens.create", { name: "ci" });
  await api.mutate("tokens.create", { name: "siem-forwarder" });
  await runSome(api, playbookId, thirdParty);
  await context.dispose();
  return {
    server,
    thirdParty,
    playbookId,
    runId,
    dispose: async () => {
      await thirdParty.close();
      await server.dispose();
    },
  };
}

async function sampleOf(api: Api): Promise<number> {
  const found = async (): Promise<unknown[]> => rowsOf(await api.query("playbooks.list", {}));
  // The sample is made in a moment after the first account.
  await expect.poll(async () => (await found()).length).toBe(1);
  await expect.poll(async () => (await runIds(api, "succeeded")).length).toBe(1);
  return numberOf((await found())[0], "id");
}

async function runIds(api: Api, state?: string): Promise<number[]> {
  const input = { limit: 50, ...(state === undefined ? {} : { state }) };
  return rowsOf(await api.query("runs.list", input)).map((row) => numberOf(row, "id"));
}

function rowsOf(answer: unknown): unknown[] {
  if (Array.isArray(answer)) return answer;
  if (typeof answer === "object" && answer !== null && "rows" in answer) return rowsOf(answer.rows);
  throw new Error(`expected rows in ${JSON.stringify(answer)}`);
}

async function addPeople(api: Api, url: string): Promise<void> {
  const home = await siteId(api, "Headquarters");
  const client = await siteId(api, "Acme Corp");
  const people = [
    { name: "Rui Tavares", memberships: [{ siteId: null, role: "editor" }], joins: true },
    { name: "Mei Lin", memberships: [{ siteId: home, role: "analyst" }], joins: true },
    { name: "Jonas Weber", memberships: [{ siteId: client, role: "viewer" }], joins: false },
  ];
  for (const { name, memberships, joins } of people) {
    const email = `${name.split(" ")[0]?.toLowerCase()}@example.org`;
    const added = await api.mutate("users.add", { name, email, memberships });
    const token = /\/join\/([\w-]+)/.exec(JSON.stringify(added))?.[1];
    if (token === undefined) throw new Error("there is no one-time link");
    if (!joins) continue;
    const context = await request.newContext();
    await apiOf(context, url).mutate("session.join", { token, password: ana.password });
    await context.dispose();
  }
}

async function runSome(api: Api, playbookId: number, thirdParty: ThirdParty): Promise<void> {
  const connectionId = await makeConnection(api, {
    name: "malware_lab",
    site: "Headquarters",
    url: `${thirdParty.url}/v2`,
    address: thirdParty.address,
  });
  thirdParty.answer(() => ({ status: 202, body: { accepted: true } }));
  const waiting = await makePlaybook(
    api,
    "Detonate an attachment",
    "Headquarters",
    oneRequest("Detonate an attachment", connectionId, {
      URL: "{{connector.restapi_url}}/detonations",
      Method: "POST",
      Body: '{"notify": "{{callback.url}}"}',
      Async: "callback",
    }),
  );
  for (const ip of ["8.8.8.8", "198.51.100.23", "203.0.113.66"])
    await api.mutate("runs.start", { playbookId, inputs: { ip } });
  await api.mutate("playbooks.publish", { id: waiting });
  await api.mutate("runs.start", { playbookId: waiting, inputs: {} });
  await expect.poll(async () => (await runIds(api, "succeeded")).length).toBe(4);
  await expect.poll(async () => (await runIds(api, "waiting")).length).toBe(1);
  thirdParty.answer(() => ({ status: 200, body: { status: "ready" } }));
}
