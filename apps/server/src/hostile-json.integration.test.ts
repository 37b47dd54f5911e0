import { newCallback, newDocument } from "@callbook/core/document";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Echo, startEcho } from "./testing/echo.ts";
import { connectionForm, integrationId, makeWorld, testKey, type World } from "./testing/index.ts";
import { actionBlock, block } from "./testing/playbooks.ts";
import { at, idIn, type Script, scriptOf } from "./testing/rest-client.ts";

const MiB = 1024 * 1024;

/** JSON of nearly so many bytes, of which a few bytes cost much. */
const HOSTILE: Readonly<Record<string, (bytes: number) => string>> = {
  "empty lists": (bytes) => `[${"[],".repeat(bytes / 3 - 4)}[]]`,
  "lists in lists": (bytes) => `[${"[[],[]],".repeat(bytes / 8 - 4)}[]]`,
  "one key, again and again": (bytes) => `{${'"":0,'.repeat(bytes / 5 - 4)}"":0}`,
  "many keys": (bytes) =>
    `{${Array.from({ length: bytes / 12 - 4 }, (_, n) => `"k${1e6 + n}":0`).join(",")}}`,
  "one number": (bytes) => "1".repeat(bytes - 4),
  "one text": (bytes) => JSON.stringify("x".repeat(bytes - 4)),
  "a text of escapes": (bytes) => `"${"\\u0001".repeat(bytes / 6 - 4)}"`,
  "without an end": (bytes) => "[".repeat(bytes - 4),
};

/** As services answer: rows with ids, names, lists and times. */
function realistic(bytes: number): string {
  const row = (n: number) => ({
    id: n,
    name: `host-${n}`,
    ip: "203.0.113.7",
    tags: ["a", "b"],
    seen: { first: "2026-01-01T00:00:00Z", last: null },
    score: 0.5,
  });
  const one = JSON.stringify(row(100_000)).length + 1;
  return JSON.stringify(Array.from({ length: Math.floor(bytes / one) }, (_, n) => row(n)));
}

let world: World;
let echo: Echo;
let script: Script;
let connectionId: number;
let playbookId: number;

beforeAll(async () => {
  [world, echo] = await Promise.all([makeWorld(), startEcho()]);
  const { owner, sites, server } = world;
  const form = connectionForm({ name: "mirror", siteId: sites.berlin, requestUrl: echo.url });
  const rest = await integrationId(owner);
  ({ id: connectionId } = await owner.api.connections.create.mutate({ integrationId: rest, form }));
  const { token } = await owner.api.tokens.create.mutate({ name: "ci" });
  script = scriptOf(server.url, token);
  const input = {
    id: "i_v",
    name: "v",
    dataType: "json",
    required: false,
    description: "",
    contains: [],
    default: null,
  };
  const send = actionBlock("b_act", {
    command: "Send Request",
    connectionIds: [connectionId],
    parameters: { URL: "served", Method: "GET" },
  });
  const document = newDocument({
    name: "hostile",
    blocks: [block("b_start", "start", { inputs: [input] }), send],
    callbacks: [newCallback({ id: "c_1", source: "b_start", port: "next", target: "b_act" })],
  });
  playbookId = idIn(
    (await script.call("POST", "/api/playbooks", { name: "H", siteId: sites.berlin, document }))
      .body,
  );
  await script.call("POST", `/api/playbooks/${playbookId}/publish`, {});
}, 60_000);
afterAll(async () => {
  await world.server.close();
  await echo.close();
});

/** Milliseconds of the processor; superjson took 120 s for the first of these, and counting 5 s. */
const MOST_CPU_MS = 3000;

/** What this process, with its sender and its third party, spends on a call. */
async function cpuOf(work: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return Math.round((user + system) / 1000);
}

describe("115: JSON of which few bytes cost much, by each door", () => {
  const { api } = { api: () => world.owner.api };
  /** Each gives the status, as a number, and what was said. */
  const doors: Readonly<
    Record<string, (json: string) => Promise<{ status: number; text: string }>>
  > = {
    "inputs of a run": (json) =>
      script.call("POST", `/api/playbooks/${playbookId}/runs`, `{"inputs":{"v":${json}}}`),
    "a document": (json) =>
      script.call(
        "POST",
        "/api/playbooks",
        `{"name":"H","siteId":${world.sites.berlin},"document":${json}}`,
      ),
    "a procedure, by nobody who is signed in": async (json) => {
      const { url } = world.server;
      const answer = await fetch(`${url}/trpc/session.signIn`, {
        method: "POST",
        headers: { origin: url, "content-type": "application/json", connection: "close" },
        body: `{"json":{"email":"nobody@example.org","password":"x","more":${json}}}`,
      });
      return { status: answer.status, text: await answer.text() };
    },
  };

  for (const [door, ask] of Object.entries(doors))
    it.each(Object.entries(HOSTILE))(`${door}: %s`, { timeout: 60_000 }, async (_, make) => {
      const json = make(4 * MiB);
      let answer = { status: 0, text: "" };
      const cost = await cpuOf(async () => {
        answer = await ask(json);
      });
      expect(cost).toBeLessThan(MOST_CPU_MS);
      expect(answer.status).toBeGreaterThanOrEqual(200);
      expect(answer.status).toBeLessThan(500);
    });

  it.each([...Object.entries(HOSTILE), ["realistic", realistic] as const])(
    "an answer of a third party: %s",
    { timeout: 60_000 },
    async (name, make) => {
      const json = make(9 * MiB);
      echo.serve(json);
      let run: unknown = null;
      const cost = await cpuOf(async () => {
        const started = await script.call("POST", `/api/playbooks/${playbookId}/runs?wait=50`, {});
        run = started.body;
      });
      const id = idIn(run);
      const { rows } = await api().runs.results.query({ runId: id });
      const [row] = rows;
      const reading = await cpuOf(() =>
        api().runs.resultBody.query({ runId: id, path: "b_act", slot: row?.slot ?? "" }),
      );
      expect(cost).toBeLessThan(MOST_CPU_MS);
      expect(reading).toBeLessThan(MOST_CPU_MS);
      if (row?.status === "failed") expect(row.message).toMatch(/(?:more|deeper) than \d+/);
      if (name === "realistic") expect(row?.status).toBe("success");
      expect(["succeeded", "failed"]).toContain(at(run, "state"));
      const test = await api().commands.test.mutate({
        integrationId: await integrationId(world.owner),
        command: "Send Request",
        connectionId,
        parameter: { URL: "served", Method: "GET" },
        testKey: testKey(),
      });
      expect(test.execution.status).toBe(row?.status);
    },
  );
});
