import { newBlock, newCallback, newDocument } from "@callbook/core/document";
import type { Json } from "@callbook/core/json";
import { readPath } from "@callbook/core/log";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Echo, startEcho } from "../testing/echo.ts";
import {
  connectionForm,
  integrationId,
  makeWorld,
  personIn,
  testKey,
  type World,
} from "../testing/index.ts";
import { actionBlock, block } from "../testing/playbooks.ts";
import { at, idIn, type Script, scriptOf } from "../testing/rest-client.ts";

/** Names that plain objects have members of already, and such as nobody foresees. */
const NAMES = ["constructor", "prototype", "toString", "hasOwnProperty", "length"];
const KEYS = [...NAMES, "__proto__", "", "k".repeat(10_000)];

/** An object with each of these as a key of its own; JSON.parse makes even __proto__ one. */
function keyed(keys: readonly string[]): Json {
  const members = keys.map((key, index) => `${JSON.stringify(key)}:{"x":${index}}`);
  const value: Json = JSON.parse(`{${members.join(",")}}`);
  return value;
}

const foreign = keyed(KEYS);

let world: World;
let echo: Echo;
let script: Script;
let connectionId: number;
let playbookId: number;

beforeAll(async () => {
  [world, echo] = await Promise.all([makeWorld(), startEcho()]);
  const { owner, sites, server } = world;
  const form = connectionForm({ name: "mirror", siteId: sites.berlin, requestUrl: echo.url });
  const made = await owner.api.connections.create.mutate({
    integrationId: await integrationId(owner),
    form,
  });
  connectionId = made.id;
  const { token } = await owner.api.tokens.create.mutate({ name: "ci" });
  script = scriptOf(server.url, token);
  playbookId = await publishedPlaybook();
}, 60_000);
afterAll(async () => {
  await world.server.close();
  await echo.close();
});

/** Sends its input `body` to the mirror, and gives every key of the answer as an output of that name. */
async function publishedPlaybook(): Promise<number> {
  const input = (name: string, index: number, dataType = "string") => ({
    id: `i_${index}`,
    name,
    dataType,
    required: false,
    description: "",
    contains: [],
    default: null,
  });
  const start = block("b_start", "start", {
    inputs: [...NAMES.map((name, index) => input(name, index)), input("body", 99, "json")],
  });
  const act = actionBlock("b_act", {
    command: "Send Request",
    connectionIds: [connectionId],
    parameters: { URL: "mirror", Method: "POST", Body: "{{playbook_input:#i_99}}" },
  });
  const outputs = NAMES.map((name, index) => ({
    id: `o_${index}`,
    name,
    value: `{{#b_act:action_result.data.*.${name}.x}}`,
  }));
  const end = newBlock({ id: "b_end", type: "end", version: 1, name: "end", config: { outputs } });
  const document = newDocument({
    name: "keys",
    blocks: [start, act, end],
    callbacks: [
      newCallback({ id: "c_1", source: "b_start", port: "next", target: "b_act" }),
      newCallback({ id: "c_2", source: "b_act", port: "success", target: "b_end" }),
    ],
  });
  const made = { name: "Keys", siteId: world.sites.berlin, document };
  const created = await script.call("POST", "/api/playbooks", made);
  const id = idIn(created.body);
  const done = await script.call("POST", `/api/playbooks/${id}/publish`, {});
  if (done.status !== 200) throw new Error(done.text);
  return id;
}

/** Inputs as a script writes them: a literal would set the prototype. */
function inputsText(): string {
  const members = NAMES.map((name) => `${JSON.stringify(name)}:${JSON.stringify(`is ${name}`)}`);
  return `{"inputs":{${members.join(",")},"body":${JSON.stringify(foreign)}}}`;
}

describe("114: keys that reach the prototype, in an answer, a callback and an input", () => {
  it("are shown by every procedure and route that shows them, and take nobody along in a batch", async () => {
    const run = await script.call(
      "POST",
      `/api/playbooks/${playbookId}/runs?wait=20`,
      inputsText(),
    );
    expect(run.body).toMatchObject({ state: "succeeded" });
    const id = idIn(run.body);
    const outputs = at(run.body, "outputs");
    expect(Object.keys(Object(outputs))).toEqual(NAMES);
    expect(NAMES.map((name) => at(outputs, name))).toEqual(NAMES.map((_, index) => [index]));

    const { api } = world.owner;
    const path = readPath("b_act");
    if (path === null) throw new Error("no path");
    const { rows } = await api.runs.results.query({ runId: id, path });
    const { slot } = rows[0] ?? { slot: "" };
    const [details, body, resultBody, called, executions, list, integrations] = await Promise.all([
      api.runs.get.query({ id }),
      api.runs.body.query({ id, path, slot }),
      api.runs.resultBody.query({ runId: id, path, slot }),
      api.runs.callbackArguments.query({ id, callbackId: "c_2" }),
      api.runs.executions.query({ id }),
      api.runs.list.query({ limit: 10 }),
      api.integrations.list.query(),
    ]);
    expect(Object.keys(details.inputs)).toEqual([...NAMES, "body"]);
    expect(at(details.inputs, "constructor")).toBe("is constructor");
    expect(at(details.inputs, "body")).toEqual(foreign);
    expect(Object.keys(details.outputs ?? {})).toEqual(NAMES);
    expect(body.data).toEqual([foreign]);
    expect(Object.keys(Object(body.data[0]))).toEqual(KEYS);
    expect(at(resultBody.data, 0)).toEqual(foreign);
    const [entry] = called.arguments.results ?? [];
    expect(entry?.action_results[0]?.data).toEqual([foreign]);
    expect([executions.rows.length, list.rows.length > 0]).toEqual([1, true]);
    expect(integrations).not.toEqual([]);

    const actionRunId = executions.rows[0]?.actionRunId ?? 0;
    const paths = [
      `/api/runs/${id}`,
      `/api/runs/${id}/results`,
      `/api/runs/${id}/results/body?path=b_act&slot=${encodeURIComponent(slot)}`,
      `/api/runs/${id}/callbacks/c_2/arguments?path=b_act`,
      `/api/action-runs/${actionRunId}`,
      `/api/runs/${id}/events`,
    ];
    const told = await Promise.all(paths.map((one) => script.call("GET", one)));
    expect(told.map(({ status }) => status)).toEqual(paths.map(() => 200));
    expect(told[0]?.text).toContain('"constructor":"is constructor"');
    expect(told[2]?.text).toContain('"__proto__":{"x":5}');
    expect(told[4]?.text).toContain('"constructor":{"x":0}');
  });

  it("are refused by name where the playbook has no such input", async () => {
    const text = '{"inputs":{"__proto__":{"x":1},"body":{}}}';
    const answer = await script.call("POST", `/api/playbooks/${playbookId}/runs`, text);
    expect(answer.body).toMatchObject({ statusCode: 400, field: "inputs.__proto__" });
  });

  it("are shown by Test Command", async () => {
    const { api } = world.owner;
    const result = await api.commands.test.mutate({
      integrationId: await integrationId(world.owner),
      command: "Send Request",
      connectionId,
      parameter: { URL: "mirror", Method: "POST", Body: JSON.stringify(foreign) },
      testKey: testKey(),
    });
    expect(result.returnData).toBe("Successful");
    expect(result.body.data).toEqual([foreign]);
  });

  it("come by a callback and are shown with its delivery", async () => {
    const document = newDocument({
      name: "waits",
      blocks: [
        block("b_start", "start", { inputs: [] }),
        actionBlock("b_wait", {
          command: "Send Request",
          connectionIds: [connectionId],
          parameters: {
            URL: "submit",
            Method: "POST",
            Async: "callback",
            Body: '{"callback":"{{callback.url}}"}',
          },
        }),
        block("b_end", "end", { outputs: [] }),
      ],
      callbacks: [
        newCallback({ id: "c_1", source: "b_start", port: "next", target: "b_wait" }),
        newCallback({ id: "c_2", source: "b_wait", port: "success", target: "b_end" }),
      ],
    });
    const { api } = world.owner;
    const edith = await personIn(world, "Edith", world.sites.berlin, "editor");
    const { id } = await edith.api.playbooks.create.mutate({
      name: "Waits",
      siteId: world.sites.berlin,
      document,
    });
    const before = echo.count();
    const { runId } = await edith.api.runs.startTest.mutate({ playbookId: id, seq: 0, inputs: {} });
    await expect.poll(() => echo.count(), { timeout: 15_000 }).toBe(before + 1);
    const url: unknown = JSON.parse(echo.last().body).callback;
    await expect.poll(async () => (await api.runs.get.query({ id: runId })).state).toBe("waiting");
    const answered = await fetch(String(url), {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(foreign),
    });
    expect(answered.status).toBe(202);
    await world.server.installation.engine.waitForEnd(runId, 15_000);
    const called = await api.runs.callbackArguments.query({ id: runId, callbackId: "c_2" });
    const [entry] = called.arguments.results ?? [];
    expect(entry?.action_results[0]?.data).toEqual([foreign]);
    const form = new URLSearchParams(KEYS.map((key): [string, string] => [key, "x"]));
    const late = await fetch(String(url), { method: "POST", body: form });
    expect(late.status).toBe(409);
    const [wait] = (await api.runs.waits.query({ id: runId })) ?? [];
    const { rows } = await api.runs.deliveries.query({ runId, waitId: wait?.waitId ?? "" });
    expect(rows.map(({ answered: status }) => status)).toEqual([202, 409]);
    expect(JSON.stringify(rows)).toContain('"__proto__"');
  });
});
