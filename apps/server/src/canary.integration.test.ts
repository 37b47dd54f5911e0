import { afterAll, beforeAll, expect, it } from "vitest";
import { type Echo, startEcho } from "./testing/echo.ts";
import { connectionForm, integrationId, makeWorld, testKey, type World } from "./testing/index.ts";
import { openLive } from "./testing/live.ts";
import { actionBlock, straight } from "./testing/playbooks.ts";

/** Marked secrets, one for each place that can hold one. The first would break JSON and URLs. */
const SECRETS = {
  password: 'CANARY-pw "9f2c" /+ü',
  bearer: "CANARY-bearer-9f2c/+==",
  parameter: "CANARY-parameter-9f2c",
  json: "CANARY-json-9f2c",
  long: `CANARY-long-${Array.from({ length: 680 }, (_, n) => `9f2c${n % 10}x`).join("")}`.slice(
    0,
    4_096,
  ),
};
const MARK = "CANARY";

let world: World;
let echo: Echo;
/** What browsers, scripts and operators were given. */
const seen: { where: string; text: string }[] = [];

beforeAll(async () => {
  [world, echo] = await Promise.all([makeWorld(), startEcho()]);
}, 60_000);
afterAll(async () => {
  await world.server.close();
  await echo.close();
});

function note<T>(where: string, value: T): T {
  seen.push({ where, text: JSON.stringify(value) });
  return value;
}

/** The ways in which third parties and encoders write a text. */
function formsOf(secret: string): string[] {
  const bytes = Buffer.from(secret, "utf8");
  const basic = Buffer.from(`u:${secret}`, "utf8").toString("base64");
  return [
    secret,
    JSON.stringify(secret).slice(1, -1),
    encodeURIComponent(secret),
    bytes.toString("base64").replace(/=+$/, ""),
    bytes.toString("base64url"),
    // As GitHub's runner hides them: without the first one and two characters.
    bytes.subarray(1).toString("base64").replace(/=+$/, ""),
    bytes.subarray(2).toString("base64").replace(/=+$/, ""),
    bytes.toString("hex"),
    basic.replace(/=+$/, ""),
  ];
}

async function makeConnections(rest: number) {
  const { api } = world.owner;
  const add = (displayName: string, fieldType: "text" | "json") =>
    api.integrations.addParameter.mutate({
      integrationId: rest,
      displayName,
      fieldType,
      options: [],
      displayOrder: 1,
      sensitive: true,
    });
  const [plain, json] = [await add("Secret text", "text"), await add("Secret json", "json")];
  const long = await add("Secret long", "text");
  const parameters = {
    [plain.id]: SECRETS.parameter,
    [long.id]: SECRETS.long,
    [json.id]: JSON.stringify({ key: SECRETS.json }),
  };
  const place = { siteId: world.sites.berlin, requestUrl: echo.url, parameters };
  const forms = [
    connectionForm({
      ...place,
      name: "basic",
      authMethod: "basic",
      username: "u",
      password: SECRETS.password,
    }),
    connectionForm({ ...place, name: "bearer", authMethod: "bearer", bearerToken: SECRETS.bearer }),
  ];
  const ids: number[] = [];
  for (const form of forms) {
    note(
      "test of a form",
      await api.connections.test.mutate({ integrationId: rest, form, testKey: testKey() }),
    );
    const { id } = await api.connections.create.mutate({ integrationId: rest, form });
    note("test of a saved connection", await api.connections.testSaved.mutate({ id }));
    ids.push(id);
  }
  return ids;
}

const parameters = (authentication: string) => ({
  URL: "{{connector.restapi_url}}/{{connector.SECRET_TEXT}}?key={{connector.SECRET_TEXT}}",
  Method: "POST",
  Header: `{"x-a":"{{connector.SECRET_TEXT}}","x-b":"${authentication}"}`,
  Body: `{"text":"{{connector.SECRET_TEXT}} {{connector.SECRET_JSON}}","json":"{{connector.SECRET_JSON}}","long":"{{connector.SECRET_LONG}}","auth":"${authentication}"}`,
});

async function databaseAsText(): Promise<{ where: string; text: string }[]> {
  const { pool } = world.server.database;
  const tables = await pool.query<{ schema: string; name: string }>(
    "SELECT table_schema AS schema, table_name AS name FROM information_schema.tables WHERE table_schema IN ('public', 'dbos') AND table_type = 'BASE TABLE'",
  );
  const all: { where: string; text: string }[] = [];
  for (const { schema, name } of tables.rows) {
    const rows = await pool.query<{ text: string }>(
      `SELECT t::text AS text FROM "${schema}"."${name}" t`,
    );
    all.push({
      where: `table ${schema}.${name}`,
      text: rows.rows.map(({ text }) => text).join("\n"),
    });
  }
  return all;
}

it("38 40 44: a marked secret in every secret field is found nowhere but at the third party", async () => {
  const { api } = world.owner;
  const rest = await integrationId(world.owner);
  const [basic = 0, bearer = 0] = await makeConnections(rest);
  const templates = [
    [basic, "{{connector.restapi_password}}"],
    [bearer, "{{connector.restapi_bearertoken}}"],
  ] as const;
  for (const [connectionId, template] of templates) {
    const test = { integrationId: rest, command: "Send Request", connectionId, testKey: testKey() };
    note(
      "test of a command",
      await api.commands.test.mutate({ ...test, parameter: parameters(template) }),
    );
  }

  const stream = openLive(world.server.url, world.owner, ["runs:list"]);
  await stream.opened;
  const action = (id: string, connectionId: number, template: string, more = {}) =>
    actionBlock(id, {
      command: "Send Request",
      connectionIds: [connectionId],
      parameters: { ...parameters(template), ...more },
    });
  const waiting = { Async: "callback" };
  const document = straight([
    action("b_basic", basic, "{{connector.restapi_password}}"),
    action("b_bearer", bearer, "{{connector.restapi_bearertoken}}"),
    action("b_waits", bearer, "{{connector.restapi_bearertoken}}", waiting),
  ]);
  const playbook = { name: "Canary", siteId: world.sites.berlin, document };
  const { id: playbookId } = await api.playbooks.create.mutate(playbook);
  const { runId } = await api.runs.startTest.mutate({ playbookId, seq: 0, inputs: {} });
  const live = openLive(world.server.url, world.owner, [`run:${runId}@0`]);
  await expect
    .poll(async () => (await api.runs.get.query({ id: runId })).state, { timeout: 15_000 })
    .toBe("waiting");
  const callbackUrl = String(echo.last().headers["callback-url"]);
  const [token = ""] = callbackUrl.split("/").slice(-1);
  expect(token.length).toBeGreaterThan(20);

  // Everything did arrive where it should: a scan that finds nothing would prove nothing otherwise.
  const arrived = JSON.stringify(echo.all());
  for (const secret of [SECRETS.bearer, SECRETS.parameter, SECRETS.json, SECRETS.long])
    expect(arrived).toContain(secret);
  expect(arrived).toContain(Buffer.from(`u:${SECRETS.password}`).toString("base64"));

  // Whoever was asked knows the secrets and the token, and says them back by callback.
  const { password: _ofAnother, ...its } = SECRETS;
  const all = [...Object.values(its), token].flatMap((secret) => [secret, ...formsOf(secret)]);
  const answer = (type: string, body: string) =>
    fetch(callbackUrl, {
      method: "POST",
      headers: {
        "content-type": `${type}; charset="${token}"`,
        "user-agent": `${SECRETS.bearer} ${SECRETS.parameter}`,
        "x-request-id": `${"x".repeat(990)}${SECRETS.parameter}`,
      },
      body,
    });
  expect((await answer("text/plain", all.join(" "))).status).toBe(415);
  expect((await answer("application/json", `{"${SECRETS.parameter}`)).status).toBe(400);
  const echoed = Object.fromEntries(all.map((form) => [form, form]));
  expect((await answer("application/json", JSON.stringify(echoed))).status).toBe(202);
  expect((await answer("application/json", JSON.stringify(all))).status).toBe(409);
  const end = await world.server.installation.engine.waitForEnd(runId, 15_000);
  expect(end?.state).toBe("succeeded");

  const { token: apiToken } = await api.tokens.create.mutate({ name: "canary" });
  const { rows } = note("executions", await api.runs.executions.query({ id: runId }));
  const results = note("results", await api.runs.results.query({ runId }));
  expect(results.rows).toHaveLength(3);
  for (const { path, slot } of results.rows) {
    note("body", await api.runs.body.query({ id: runId, path, slot }));
    note("result", await api.runs.resultBody.query({ runId, path, slot }));
  }
  note("logs", await api.runs.logs.query({ id: runId }));
  note("settings", await api.settings.runLog.query());
  note("events", await api.runs.events.query({ id: runId, afterSeq: 0 }));
  for (const { waitId } of note("waits", await api.runs.waits.query({ id: runId })))
    note("deliveries", await api.runs.deliveries.query({ runId, waitId }));
  note("callback", await api.runs.callbackArguments.query({ id: runId, callbackId: "c_2" }));
  note(
    "connections",
    await Promise.all([basic, bearer].map((id) => api.connections.get.query({ id }))),
  );
  note("integration", await api.integrations.get.query({ id: rest }));
  note("export", await api.playbooks.export.query({ id: playbookId }));
  note("live", [...stream.messages, ...live.messages]);
  const actionRunId = rows[0]?.actionRunId ?? 0;
  for (const path of [
    "integrations",
    `integrations/${rest}`,
    "connections",
    `connections/${basic}`,
    `connections/${bearer}`,
    "playbooks",
    `playbooks/${playbookId}`,
    `runs/${runId}`,
    `action-runs/${actionRunId}`,
    "openapi.json",
  ]) {
    const answer = await fetch(`${world.server.url}/api/${path}`, {
      headers: { authorization: `Bearer ${apiToken}` },
    });
    expect(answer.status, path).toBe(200);
    seen.push({ where: `GET /api/${path}`, text: await answer.text() });
  }
  note("the run at its end", await api.runs.executions.query({ id: runId }));
  stream.close();
  live.close();

  const everywhere = [
    ...seen,
    ...(await databaseAsText()),
    { where: "log", text: world.server.logged.join("\n") },
  ];
  const needles = [
    ...Object.values(SECRETS).flatMap(formsOf),
    token,
    apiToken,
    world.owner.password,
  ];
  const leaks = everywhere.flatMap(({ where, text }) =>
    needles.filter((needle) => text.includes(needle)).map((needle) => `${where}: ${needle}`),
  );
  expect(leaks).toEqual([]);
  expect(everywhere.filter(({ text }) => text.includes(MARK)).map(({ where }) => where)).toEqual(
    [],
  );
});
