import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { connectionForm, integrationId } from "../testing/index.ts";
import { at, idIn } from "../testing/rest-client.ts";
import { makeRestWorld, oneAction, published, type RestWorld } from "./testing/rest-world.ts";

let world: RestWorld;
let playbookId = 0;
/** Callback URLs that the third party was given, in their order. */
const callbackUrls: string[] = [];
const thirdParty = createServer((request, response) => {
  callbackUrls.push(String(request.headers["callback-url"]));
  response.writeHead(202).end();
});

beforeAll(async () => {
  world = await makeRestWorld();
  thirdParty.listen(0, "127.0.0.1");
  await once(thirdParty, "listening");
  const { port } = thirdParty.address() as AddressInfo;
  const connection = await world.script.call("POST", "/api/connections", {
    integrationId: await integrationId(world.owner),
    form: connectionForm({
      siteId: world.sites.berlin,
      requestUrl: `http://127.0.0.1:${port}/jobs`,
    }),
  });
  const parameters = { URL: "{{connector.restapi_url}}", Method: "POST", Async: "callback" };
  const output = "#b_act:action_result.data.*.v";
  const id = idIn(connection.body);
  const document = oneAction(id, "Send Request", parameters, output, "rest-api-callback");
  playbookId = await published(world, document);
});
afterAll(async () => {
  await world.close();
  thirdParty.closeAllConnections();
  thirdParty.close();
});

/** A run that waits for its callback, and the URL that the third party was given. */
async function waitingRun(): Promise<{ runId: number; url: string }> {
  const { script, server } = world;
  const started = await script.call("POST", `/api/playbooks/${playbookId}/runs`);
  const runId = idIn(started.body);
  await expect
    .poll(async () => at((await script.call("GET", `/api/runs/${runId}`)).body, "state"))
    .toBe("waiting");
  const url = callbackUrls.at(-1) ?? "";
  expect(url.startsWith(`${server.url}/api/callbacks/`)).toBe(true);
  return { runId, url };
}

describe("a callback URL over HTTP", () => {
  it("A2: data that is posted to it becomes the result of the block, once", async () => {
    const { script, owner } = world;
    const { runId, url } = await waitingRun();
    const headers = { "content-type": "application/json", origin: "https://sandbox.example" };
    const answer = await fetch(url, { method: "POST", headers, body: '{"v":1}' });
    expect(answer.status).toBe(202);
    expect(await answer.json()).toEqual({ status: "accepted" });
    await expect
      .poll(async () => at((await script.call("GET", `/api/runs/${runId}`)).body, "state"))
      .toBe("succeeded");
    const run = await script.call("GET", `/api/runs/${runId}`);
    expect(at(run.body, "outputs")).toEqual({ found: [1] });
    const slot = at((await owner.api.runs.results.query({ runId })).rows, 0, "slot");
    const body = await owner.api.runs.body.query({ id: runId, path: "b_act", slot: String(slot) });
    expect(body.data).toEqual([{ v: 1 }]);
    const again = await fetch(url, { method: "PUT", headers, body: '{"v":2}' });
    expect(again.status).toBe(409);
    expect(await again.json()).toEqual({ status: "already_completed" });
  });

  it("answers what is wrong without ending the wait", async () => {
    const { script } = world;
    const { runId, url } = await waitingRun();
    const json = { "content-type": "application/json" };
    const get = await fetch(url);
    expect([get.status, get.headers.get("allow")]).toEqual([405, "POST, PUT"]);
    const large = new Uint8Array(1024 * 1024 + 1).fill(32);
    const sent = async (body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string>) =>
      (await fetch(url, { method: "POST", headers, body })).status;
    expect(await sent(large, json)).toBe(413);
    expect(await sent("<a/>", { "content-type": "application/xml" })).toBe(415);
    expect(await sent("{", json)).toBe(400);
    const run = await script.call("GET", `/api/runs/${runId}`);
    expect(at(run.body, "state")).toBe("waiting");
    expect(await sent("v=1", { "content-type": "application/x-www-form-urlencoded" })).toBe(202);
  });

  it("an unknown id and a wrong token are answered alike, and guessing is slowed down", async () => {
    const { server } = world;
    const { runId, url } = await waitingRun();
    const unknown = await fetch(`${server.url}/api/callbacks/nobody/nothing`, { method: "POST" });
    const wrong = await fetch(`${url}x`, { method: "POST" });
    expect([wrong.status, await wrong.text()]).toEqual([404, await unknown.text()]);
    const tries = await Promise.all(
      Array.from({ length: 130 }, () => fetch(`${url}y`, { method: "POST" })),
    );
    const slowed = tries.filter(({ status }) => status === 429);
    expect(slowed.length).toBeGreaterThan(0);
    expect(slowed[0]?.headers.get("retry-after")).toMatch(/^\d+$/);
    // Who knows the token is answered all the same.
    const headers = { "content-type": "application/json" };
    const known = await fetch(url, { method: "POST", headers, body: "{}" });
    expect(known.status).toBe(202);
    await expect
      .poll(async () => at((await world.script.call("GET", `/api/runs/${runId}`)).body, "state"))
      .not.toBe("waiting");
  });

  it("after the run was cancelled it is gone", async () => {
    const { script } = world;
    const { runId, url } = await waitingRun();
    await script.call("POST", `/api/runs/${runId}/cancel`);
    await expect
      .poll(async () => at((await script.call("GET", `/api/runs/${runId}`)).body, "state"))
      .toBe("cancelled");
    const headers = { "content-type": "application/json" };
    expect((await fetch(url, { method: "POST", headers, body: "{}" })).status).toBe(410);
  });

  it("its token stands in no log line", async () => {
    const { server } = world;
    const { url } = await waitingRun();
    await fetch(url, { method: "POST" });
    const token = url.split("/").at(-1) ?? "none";
    expect(server.logged.some((line) => line.includes("/api/callbacks/"))).toBe(true);
    expect(server.logged.join("\n")).not.toContain(token);
  });
});
