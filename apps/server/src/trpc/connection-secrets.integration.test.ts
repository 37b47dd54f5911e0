import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Echo, startEcho } from "../testing/echo.ts";
import {
  connectionForm,
  integrationId,
  makeWorld,
  type Person,
  personIn,
  refusalOf,
  testKey,
  type World,
} from "../testing/index.ts";

let world: World;
let echo: Echo;
let rest: number;
let anna: Person; // admin in Berlin
let edith: Person; // editor in Berlin

beforeAll(async () => {
  [world, echo] = await Promise.all([makeWorld(), startEcho()]);
  rest = await integrationId(world.owner);
  anna = await personIn(world, "Anna", world.sites.berlin, "admin");
  edith = await personIn(world, "Edith", world.sites.berlin, "editor");
}, 60_000);
afterAll(async () => {
  await world.server.close();
  await echo.close();
});

let names = 0;
function berlinForm(changes: Parameters<typeof connectionForm>[0] = {}) {
  names += 1;
  return connectionForm({ name: `connection ${names}`, siteId: world.sites.berlin, ...changes });
}
const create = (person: Person, form: ReturnType<typeof connectionForm>) =>
  person.api.connections.create.mutate({ integrationId: rest, form });
describe("secrets", () => {
  const basic = { authMethod: "basic" as const, username: "u" };

  it("A26 38: are sent and never read back; a read says only that they are set", async () => {
    const form = berlinForm({ ...basic, password: "S3CR3T-pw", requestUrl: echo.url });
    const { id } = await create(anna, form);
    const details = await anna.api.connections.get.query({ id });
    expect(details.secrets["password"]).toMatchObject({ set: true });
    expect(JSON.stringify(details)).not.toContain("S3CR3T");
    expect((await anna.api.connections.testSaved.mutate({ id })).passed).toBe(true);
    const sent = Buffer.from("u:S3CR3T-pw").toString("base64");
    expect(echo.last().headers["authorization"]).toBe(`Basic ${sent}`);
  });

  it("39: a secret that is left out is kept, null clears it, a text replaces it", async () => {
    const form = berlinForm({ authMethod: "bearer", bearerToken: "first", requestUrl: echo.url });
    const { id } = await create(anna, form);
    const { bearerToken: _, ...kept } = form;
    await anna.api.connections.update.mutate({
      id,
      version: 1,
      form: { ...kept, name: "renamed 39" },
    });
    await anna.api.connections.testSaved.mutate({ id });
    expect(echo.last().headers["authorization"]).toBe("Bearer first");
    await anna.api.connections.update.mutate({
      id,
      version: 2,
      form: { ...form, bearerToken: "second" },
    });
    await anna.api.connections.testSaved.mutate({ id });
    expect(echo.last().headers["authorization"]).toBe("Bearer second");
    const cleared = anna.api.connections.update.mutate({
      id,
      version: 3,
      form: { ...form, bearerToken: null },
    });
    expect((await refusalOf(cleared)).fields?.[0]?.path).toBe("bearerToken");
  });

  it.each([
    ["another host", { hostname: "localhost" }],
    ["another port", { port: "9" }],
    ["another scheme", { protocol: "https:" }],
  ])(
    "39: %s asks for the secret again, in saving and in testing, and never gets the old one",
    async (_what, move) => {
      const form = berlinForm({ ...basic, password: "S3CR3T-old", requestUrl: echo.url });
      const { id } = await create(anna, form);
      const { password: _, ...kept } = form;
      const url = Object.assign(new URL(echo.url), move);
      const before = echo.count();
      const moved = { ...kept, requestUrl: url.href, allowedAddress: url.host };
      const save = anna.api.connections.update.mutate({ id, version: 1, form: moved });
      expect((await refusalOf(save)).fields).toContainEqual({
        path: "password",
        message: "Password is required for Basic Authentication",
      });
      const test = anna.api.connections.test.mutate({
        integrationId: rest,
        connectionId: id,
        form: moved,
        testKey: testKey(),
      });
      expect((await refusalOf(test)).fields?.[0]?.path).toBe("password");
      expect(echo.count()).toBe(before);
    },
  );

  it("A25: switching the method clears the other's secrets", async () => {
    const form = berlinForm({ ...basic, password: "S3CR3T-pw" });
    const { id } = await create(anna, form);
    const { password: _, ...kept } = form;
    await anna.api.connections.update.mutate({
      id,
      version: 1,
      form: { ...kept, authMethod: "bearer", bearerToken: "t0k" },
    });
    const { secrets, form: view } = await anna.api.connections.get.query({ id });
    expect(Object.keys(secrets)).toEqual(["bearer_token"]);
    expect(view.username).toBe("");
  });

  it("A28: a token with a space is F-AUTHFORMAT, and nothing is sent", async () => {
    const before = echo.count();
    const form = berlinForm({ authMethod: "bearer", bearerToken: "t 0k", requestUrl: echo.url });
    const outcome = await anna.api.connections.test.mutate({
      integrationId: rest,
      form,
      testKey: testKey(),
    });
    expect(outcome.failure?.class).toBe("F-AUTHFORMAT");
    expect(echo.count()).toBe(before);
  });
});

describe("custom parameters", () => {
  const add = (person: Person, displayName: string, changes: object = {}) =>
    person.api.integrations.addParameter.mutate({
      integrationId: rest,
      displayName,
      fieldType: "text",
      options: [],
      displayOrder: 1,
      sensitive: false,
      ...changes,
    });

  it("A37 A38: get the name by which commands refer to them; a name that is taken or empty is refused", async () => {
    expect(await add(anna, "DOC Test")).toMatchObject({
      name: "DOC_TEST",
      displayName: "DOC Test",
    });
    for (const displayName of ["doc-test", "***", "restapi url"])
      expect((await refusalOf(add(anna, displayName))).fields?.[0]?.path).toBe("displayName");
    expect((await refusalOf(add(edith, "Nope"))).code).toBe("FORBIDDEN");
    expect((await refusalOf(add(anna, "Menu", { fieldType: "menu" }))).fields?.[0]?.path).toBe(
      "options",
    );
  });

  it("A39: a sensitive one is unreadable in the database and write-only over the API", async () => {
    const { id: definition } = await add(anna, "Api key", { sensitive: true });
    const { id } = await create(anna, berlinForm({ parameters: { [definition]: "S3CR3T-param" } }));
    const details = await anna.api.connections.get.query({ id });
    expect(details.form.parameters).not.toHaveProperty(String(definition));
    expect(details.secrets[`parameter:${definition}`]).toMatchObject({ set: true });
    const rows = await world.server.database.pool.query<{ text: string }>(
      "SELECT s::text AS text FROM connection_secret s UNION ALL SELECT c::text FROM connection c",
    );
    expect(rows.rows.some(({ text }) => text.includes("S3CR3T-param"))).toBe(false);
  });

  it("A40 A41: three that are added are three inputs of the form, and the verdict of a test is gone", async () => {
    const { id } = await create(anna, berlinForm({ requestUrl: echo.url }));
    await anna.api.connections.testSaved.mutate({ id });
    expect((await anna.api.connections.get.query({ id })).testStatus).toBe("passed");
    const before = (await anna.api.integrations.get.query({ id: rest })).parameterDefinitions
      .length;
    for (const name of ["One more", "Two more", "Three more"]) await add(anna, name);
    const after = await anna.api.integrations.get.query({ id: rest });
    expect(after.parameterDefinitions).toHaveLength(before + 3);
    expect((await anna.api.connections.get.query({ id })).testStatus).toBe("untested");
  });

  it("one that becomes sensitive later is sealed at once and still sent", async () => {
    const { id: definition } = await add(anna, "Later");
    const form = berlinForm({ requestUrl: echo.url, parameters: { [definition]: "S3CR3T-later" } });
    const { id } = await create(anna, form);
    await anna.api.integrations.setSensitive.mutate({ definitionId: definition, sensitive: true });
    const rows = await world.server.database.pool.query<{ text: string }>(
      "SELECT c::text AS text FROM connection c WHERE id = $1",
      [id],
    );
    expect(rows.rows[0]?.text).not.toContain("S3CR3T-later");
    await anna.api.commands.test.mutate({
      integrationId: rest,
      command: "Send Request",
      connectionId: id,
      testKey: testKey(),
      parameter: { URL: "x", Header: '{"x-later":"{{connector.LATER}}"}' },
    });
    expect(echo.last().headers["x-later"]).toBe("S3CR3T-later");
  });
});

describe("testing", () => {
  it("A31 A33: a form that is saved as it was tested shows its verdict, and an edit takes it away", async () => {
    const form = berlinForm({ authMethod: "bearer", bearerToken: "t0k", requestUrl: echo.url });
    const outcome = await anna.api.connections.test.mutate({
      integrationId: rest,
      form,
      testKey: testKey(),
    });
    expect(outcome).toMatchObject({ passed: true, failure: null });
    expect(outcome.trace.map(({ step }) => step)).toEqual([
      "validate",
      "permission",
      "vault",
      "agent",
      "dns",
      "tls",
      "request",
      "verdict",
    ]);
    const { id } = await create(anna, form);
    expect((await anna.api.connections.get.query({ id })).testStatus).toBe("passed");
    const { bearerToken: _, ...kept } = form;
    await anna.api.connections.update.mutate({
      id,
      version: 1,
      form: { ...kept, testPath: "elsewhere" },
    });
    expect((await anna.api.connections.get.query({ id })).testStatus).toBe("untested");
  });

  it("A31: the failure of a saved one is kept with the connection, in its three parts", async () => {
    const { id } = await create(anna, berlinForm({ requestUrl: `${echo.url}/status/401` }));
    const outcome = await anna.api.connections.testSaved.mutate({ id });
    expect(outcome).toMatchObject({
      passed: false,
      failure: { class: "F-4xx", statusCode: 401, failureIndicator: "Test Connection failed." },
    });
    const details = await anna.api.connections.get.query({ id });
    expect(details).toMatchObject({ testStatus: "failed", lastTestError: { statusCode: 401 } });
  });

  it("one that takes long is cancelled by its key, by who started it and by nobody else", async () => {
    const key = testKey();
    const form = berlinForm({ requestUrl: `${echo.url}/hang` });
    const test = anna.api.connections.test.mutate({ integrationId: rest, form, testKey: key });
    await expect.poll(() => echo.hanging()).toBeGreaterThan(0);
    expect(await edith.api.connections.cancelTest.mutate({ testKey: key })).toEqual({
      cancelled: false,
    });
    expect(await anna.api.connections.cancelTest.mutate({ testKey: key })).toEqual({
      cancelled: true,
    });
    expect((await test).failure).toMatchObject({ class: "F-CANCEL", message: "Cancelled by Anna" });
  });

  it("our own listener and database are never reached, whatever the allowed address says", async () => {
    const { port } = new URL(world.server.database.url);
    for (const own of [`127.0.0.1:${world.server.port}`, `127.0.0.1:${port}`]) {
      const form = berlinForm({ requestUrl: `http://${own}/`, allowedAddress: own });
      const outcome = await anna.api.connections.test.mutate({
        integrationId: rest,
        form,
        testKey: testKey(),
      });
      expect(outcome.failure?.class).toBe("F-SSRF");
    }
  });
});
