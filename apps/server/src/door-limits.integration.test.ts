import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeRestWorld, oneAction, published, type RestWorld } from "./rest/testing/rest-world.ts";
import { type Echo, startEcho } from "./testing/echo.ts";
import { connectionForm, integrationId } from "./testing/index.ts";
import { at, idIn } from "./testing/rest-client.ts";

const MiB = 1024 * 1024;

let world: RestWorld;
let echo: Echo;
let playbookId = 0;

beforeAll(async () => {
  [world, echo] = await Promise.all([makeRestWorld(), startEcho()]);
  const connection = await world.script.call("POST", "/api/connections", {
    integrationId: await integrationId(world.owner),
    form: connectionForm({ name: "echo", siteId: world.sites.berlin, requestUrl: echo.url }),
  });
  const parameters = { URL: "jobs", Method: "POST", Async: "callback" };
  const output = "#b_act:action_result.data.*.v";
  const id = idIn(connection.body);
  playbookId = await published(
    world,
    oneAction(id, "Send Request", parameters, output, "rest-api-callback"),
  );
}, 60_000);
afterAll(async () => {
  await world.close();
  await echo.close();
});

/** The callback URL of a run that waits. */
async function waiting(): Promise<string> {
  const { script } = world;
  const id = idIn((await script.call("POST", `/api/playbooks/${playbookId}/runs`)).body);
  await expect
    .poll(async () => at((await script.call("GET", `/api/runs/${id}`)).body, "state"), {
      timeout: 15_000,
    })
    .toBe("waiting");
  return String(echo.last().headers["callback-url"]);
}

interface Said {
  readonly status: number;
  readonly text: string;
}

async function said(answer: Response | Promise<Response>): Promise<Said> {
  const one = await answer;
  return { status: one.status, text: await one.text() };
}

const json = { "content-type": "application/json" };
/** JSON of so many bytes, whatever is in front. */
const padded = (text: string, bytes: number) => text + " ".repeat(bytes - text.length);
const nested = (levels: number) => "[".repeat(levels) + "]".repeat(levels);
const listed = (values: number) => `[${"0,".repeat(values - 1)}0]`;
const keyed = (keys: number) => `{${'"":0,'.repeat(keys - 1)}"":0}`;

/** What a sender of JSON may do, and one more; `around` are the levels that the door itself adds. */
const JSON_LIMITS = [
  ["levels", "256", (around: number) => nested(256 - around), nested(257)],
  ["values", "1000000", () => listed(999_000), listed(1_000_001)],
  ["keys of one object", "100000", () => keyed(100_000), keyed(100_001)],
] as const;

describe("118: what HTTP itself is limited to, at its edge and one past it, by every door", () => {
  const rest = (body: string) =>
    said(
      fetch(`${world.server.url}/api/playbooks/${playbookId}/validate`, {
        method: "POST",
        headers: { ...json, authorization: `Bearer ${world.script.token}` },
        body,
      }),
    );
  const procedure = (body: string, path = "playbooks.create") =>
    said(
      fetch(`${world.server.url}/trpc/${path}`, {
        method: "POST",
        headers: { ...json, origin: world.server.url, cookie: world.owner.cookie() },
        body,
      }),
    );

  it("the API for scripts takes 5 MiB", async () => {
    expect((await rest(padded("{}", 5 * MiB))).status).toBe(200);
    expect(await rest(padded("{}", 5 * MiB + 1))).toMatchObject({
      status: 413,
      text: expect.stringContaining("5 MiB"),
    });
  });

  it("procedures take 8 MiB, and 20 calls at once", async () => {
    expect((await procedure(padded('{"json":{}}', 8 * MiB))).status).toBe(400);
    expect(await procedure(padded('{"json":{}}', 8 * MiB + 1))).toMatchObject({
      status: 413,
      text: expect.stringContaining("8 MiB"),
    });
    const batch = (calls: number) =>
      said(
        fetch(
          `${world.server.url}/trpc/${Array(calls).fill("session.state").join(",")}?batch=1&input=%7B%7D`,
        ),
      );
    expect((await batch(20)).status).toBe(200);
    expect(await batch(21)).toMatchObject({ status: 400, text: expect.stringContaining("20") });
  });

  it.each(JSON_LIMITS)("JSON of scripts: %s", async (_, limit, edge, past) => {
    const body = (value: string) => `{"more":${value}}`;
    const fits = await rest(body(edge(1)));
    expect([fits.status, fits.text.includes(limit)]).toEqual([400, false]);
    expect(await rest(body(past))).toMatchObject({
      status: 400,
      text: expect.stringContaining(limit),
    });
  });

  it.each(JSON_LIMITS)("JSON of a browser: %s", async (_, limit, edge, past) => {
    const body = (value: string) => `{"json":{"more":${value}}}`;
    const fits = await procedure(body(edge(2)));
    expect([fits.status, fits.text.includes(limit)]).toEqual([400, false]);
    expect(await procedure(body(past))).toMatchObject({
      status: 400,
      text: expect.stringContaining(limit),
    });
  });

  it.each([
    ["bytes", "1048576", padded("{}", MiB), padded("{}", MiB + 1), 413],
    ["levels", "256", nested(256), nested(257), 400],
    ["keys of one object", "100000", keyed(100_000), keyed(100_001), 400],
  ] as const)("JSON of a callback: %s", async (_, limit, edge, past, status) => {
    const url = await waiting();
    const send = (body: string) => said(fetch(url, { method: "POST", headers: json, body }));
    expect(await send(past)).toMatchObject({ status, text: expect.stringContaining(limit) });
    expect((await send(edge)).status).toBe(202);
  });

  it("a form of a callback has 10,000 fields", async () => {
    const url = await waiting();
    const send = (fields: number) =>
      said(
        fetch(url, {
          method: "POST",
          headers: { "content-type": "application/x-www-form-urlencoded" },
          body: "a=1&".repeat(fields),
        }),
      );
    expect(await send(10_001)).toMatchObject({
      status: 400,
      text: expect.stringContaining("10000"),
    });
    expect((await send(10_000)).status).toBe(202);
  });

  it.each([
    "%00",
    "%ff",
    "%",
    "a%2Fb",
    "00010101-0123abcd-0123-0123-0123-0123456789ab",
    "99991231-0123abcd-0123-0123-0123-0123456789ab",
    "x".repeat(4000),
  ])("a callback of id %s is none", async (id) => {
    const { url } = world.server;
    for (const token of ["x", "%00", "%ff"]) {
      const answer = await said(fetch(`${url}/api/callbacks/${id}/${token}`, { method: "POST" }));
      expect([404, 429]).toContain(answer.status);
    }
  });

  it.each([
    "/%00",
    "/%ff",
    "/%",
    "/assets/%00.js",
    "/assets/..%2f..%2fpackage.json",
    `/${"x".repeat(4000)}`,
    "/trpc/%00",
    "/trpc/session.state?input=%00",
    "/trpc/session.state?input=%7B",
    "/trpc/constructor",
    "/trpc/__proto__.x",
    "/trpc/session.__proto__",
    "/trpc/a,b?batch=1",
    "/api/runs/%00",
    "/api/__proto__",
    "/api/playbooks?limit=%00&limit=2",
  ])("%s is no bug", async (path) => {
    const { url } = world.server;
    const answer = await said(
      fetch(`${url}${path}`, { headers: { authorization: `Bearer ${world.script.token}` } }),
    );
    // Where the browser's files are not built, that is said with 503.
    expect([200, 400, 401, 404, 405, 414, 503], answer.text.slice(0, 300)).toContain(answer.status);
  });

  it("headers and addresses beyond what Node takes are refused by it", async () => {
    const { url } = world.server;
    const header = await said(fetch(`${url}/livez`, { headers: { "x-long": "x".repeat(20_000) } }));
    expect(header.status).toBe(431);
    expect((await said(fetch(`${url}/livez?${"x".repeat(20_000)}`))).status).toBe(431);
  });
});
