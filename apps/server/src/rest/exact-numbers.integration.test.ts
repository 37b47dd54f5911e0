/** A number keeps every digit on its whole way: into a run, out of it, and back. */
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { connectionForm, integrationId } from "../testing/index.ts";
import { idIn } from "../testing/rest-client.ts";
import { makeRestWorld, oneAction, published, type RestWorld } from "./testing/rest-world.ts";

const ID = "7615917337495251231";
const ANSWER = `{"v":${ID},"huge":1e400,"ratio":0.1234567890123456789}`;

let world: RestWorld;
let connectionId = 0;
const received: { url: string; body: string; caseId: string }[] = [];
const thirdParty = createServer((request, response) => {
  const parts: Buffer[] = [];
  request.on("data", (part: Buffer) => parts.push(part));
  request.on("end", () => {
    received.push({
      url: request.url ?? "",
      body: Buffer.concat(parts).toString(),
      caseId: String(request.headers["x-case-id"]),
    });
    response.writeHead(200, { "content-type": "application/json" }).end(ANSWER);
  });
});

beforeAll(async () => {
  world = await makeRestWorld();
  thirdParty.listen(0, "127.0.0.1");
  await once(thirdParty, "listening");
  const { port } = thirdParty.address() as AddressInfo;
  const connection = await world.script.call("POST", "/api/connections", {
    integrationId: await integrationId(world.owner),
    form: connectionForm({ siteId: world.sites.berlin, requestUrl: `http://127.0.0.1:${port}/x` }),
  });
  connectionId = idIn(connection.body);
});
afterAll(async () => {
  await world.close();
  thirdParty.closeAllConnections();
  thirdParty.close();
});

/** Start with one json input, two actions of which the second reads the first, and End. */
async function playbook(second: Readonly<Record<string, string>>): Promise<number> {
  const first = { URL: "a?id={{playbook_input:#i_ip}}", Method: "GET" };
  const output = "#b_act:action_result.data.*";
  const document = oneAction(connectionId, "Send Request", first, output, "rest-api-callback");
  const [start, act, end] = document.blocks;
  if (start === undefined || act === undefined || end === undefined) throw new Error("no block");
  const config = { ...act.config, parameters: second };
  return published(world, {
    ...document,
    blocks: [
      { ...start, config: { inputs: [{ ...input, dataType: "json" }] } },
      act,
      { ...act, id: "b_two", name: "act_2", position: { x: 0, y: 160 }, config },
      end,
    ],
    callbacks: [
      { id: "c_1", source: "b_start", port: "next", target: "b_act" },
      { id: "c_2", source: "b_act", port: "success", target: "b_two" },
      { id: "c_3", source: "b_two", port: "success", target: "b_end" },
    ],
  });
}

const input = {
  id: "i_ip",
  name: "ip",
  required: false,
  description: "",
  contains: [],
  default: null,
};

async function run(playbookId: number, inputs: string) {
  received.length = 0;
  const path = `/api/playbooks/${playbookId}/runs?wait=30`;
  return world.script.call("POST", path, `{"inputs":${inputs}}`);
}

describe("A number that a double cannot hold", () => {
  it("arrives exact in URL, Header and Body, and is a number in outputs, results and answers", async () => {
    const found = "#b_act:action_result.data.*";
    const id = await playbook({
      URL: `b/{{${found}.v}}`,
      Method: "POST",
      Header: `{"X-Case-Id": "{{${found}.v}}"}`,
      Body: `{"typed":${ID},"given":"{{playbook_input:#i_ip}}","v":"{{${found}.v}}","ratio":"{{${found}.ratio}}"}`,
    });
    const ended = await run(id, `{"ip":${ID}}`);
    expect(received.map(({ url }) => url)).toEqual([`/x/a?id=${ID}`, `/x/b/${ID}`]);
    expect(received[1]).toMatchObject({
      caseId: ID,
      body: `{"typed":${ID},"given":${ID},"v":${ID},"ratio":0.1234567890123456789}`,
    });
    expect(ended.status).toBe(200);
    expect(ended.text).toContain(`"outputs":{"found":[${ANSWER}]}`);
    const runId = idIn(ended.body);
    const read = await world.script.call("GET", `/api/runs/${runId}`);
    expect(read.text).toContain(`"inputs":{"ip":${ID}}`);
    expect(read.text).toContain(`"outputs":{"found":[${ANSWER}]}`);
    const results = await world.script.call("GET", `/api/runs/${runId}/results`);
    expect(results.text).toContain(`"typed":${ID}`);
  });

  it("is refused where it is longer than can be kept", async () => {
    const id = await playbook({ URL: "b", Method: "GET" });
    const answer = await run(id, '{"ip":1e99999}');
    expect(answer.status).toBe(400);
    expect(answer.text).toContain("a number of more than 10,000 digits");
    expect(received).toEqual([]);
  });
});

it("Body null is no object: F-BODY, and nothing is sent", async () => {
  const id = await playbook({ URL: "b", Method: "POST", Body: "null" });
  const ended = await run(id, '{"ip":1}');
  expect(ended.text).toContain('"state":"failed"');
  expect(ended.text).toContain("F-BODY");
  expect(received.map(({ url }) => url)).toEqual(["/x/a?id=1"]);
});
