import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  addConnection,
  formOf,
  freshName,
  openWorld,
  type PersonName,
  refusalOf,
  restApi,
  type World,
} from "../testing/world.ts";
import type { ConnectionForm } from "./form/form.ts";
import {
  connectionCancelTest,
  connectionCreate,
  connectionFormOptions,
  connectionGet,
  connectionList,
  connectionRemove,
  connectionTest,
  connectionTestSaved,
  connectionUpdate,
} from "./index.ts";

let world: World;
beforeAll(async () => {
  world = await openWorld();
}, 60_000);
afterAll(() => world.close());

async function create(who: PersonName, changes: Partial<ConnectionForm> = {}) {
  const form = formOf(world, { name: freshName(), ...changes });
  return connectionCreate.run({
    context: await world.as(who),
    input: { integrationId: restApi(world), form },
  });
}

const editors = (level: "use" | "edit" | "manage") => [
  { userId: null, role: "editor" as const, level },
];

const auditOf = (id: number) =>
  world.installation.db.auditEntry.findMany({
    where: { subjectKind: "connection", subjectId: String(id) },
    orderBy: { id: "asc" },
  });

describe("a connection that is made", () => {
  it.each<[string, PersonName, () => Partial<ConnectionForm>, string, string[], RegExp]>([
    ["in no site", "admin", () => ({ siteId: null }), "INVALID", ["siteId"], /./],
    [
      "in a site of others",
      "admin",
      () => ({ siteId: world.sites.oslo }),
      "NOT_FOUND",
      [],
      /no such site/,
    ],
    [
      "for all internal sites by who administers one",
      "admin",
      () => ({ scope: "share_internal", siteId: null, recipientSiteId: world.sites.berlin }),
      "FORBIDDEN",
      [],
      /every internal site/,
    ],
    [
      "with an entry that names a person and a role",
      "admin",
      () => ({
        permissions: [{ userId: world.idOf("viewer"), role: "editor", level: "use" }],
      }),
      "INVALID",
      ["permissions.0"],
      /a person or a role/,
    ],
    [
      "with an entry for nobody who is there",
      "admin",
      () => ({ permissions: [{ userId: "u_gone", role: null, level: "use" }] }),
      "INVALID",
      ["permissions.0"],
      /in none of your sites/,
    ],
    [
      "with two entries for one role",
      "admin",
      () => ({ permissions: [...editors("use"), ...editors("edit")] }),
      "INVALID",
      ["permissions.1"],
      /One entry/,
    ],
    [
      "with a parameter that its integration does not have",
      "admin",
      () => ({ parameters: { "999999": "x" } }),
      "INVALID",
      ["parameters.999999"],
      /does not exist any more/,
    ],
  ])("%s is refused", async (_what, who, changes, code, paths, says) => {
    const before = await world.installation.db.connection.count();
    const refusal = await refusalOf(create(who, changes()));
    expect(refusal).toMatchObject({ code, paths, message: expect.stringMatching(says) });
    expect(await world.installation.db.connection.count()).toBe(before);
  });

  it("by the name of another that a common site sees is refused; the name is free elsewhere", async () => {
    await create("admin", { name: "Shared Name" });
    const again = await refusalOf(create("admin", { name: "shared name" }));
    expect(again).toMatchObject({ code: "INVALID", paths: ["name"] });
    await expect(
      create("stranger", { name: "Shared Name", siteId: world.sites.oslo }),
    ).resolves.toHaveProperty("id");
  });

  it("of an integration that this product is too old for is refused", async () => {
    const admin = await world.as("admin");
    const integrationId = restApi(world);
    const context = {
      ...admin,
      integrations: admin.integrations.map((one) => ({ ...one, compatible: false })),
    };
    const input = { integrationId, form: formOf(world, { name: freshName() }) };
    expect(await refusalOf(connectionCreate.run({ context, input }))).toMatchObject({
      code: "CONFLICT",
      message: expect.stringMatching(/ or later\.$/),
    });
  });
});

describe("a connection that is changed", () => {
  it.each<[string, () => Partial<ConnectionForm>]>([
    ["who may use it", () => ({ permissions: editors("manage") })],
    ["the private address it may reach", () => ({ allowedAddress: "10.0.0.1:80" })],
    ["the site it is in", () => ({ siteId: world.sites.oslo })],
    ["whether all sites have it", () => ({ scope: "share_internal", siteId: null })],
  ])("by who may edit it: %s is not his to change", async (_what, changes) => {
    const before = { name: freshName(), permissions: editors("edit") };
    const id = await addConnection(world, before);
    const form = formOf(world, { ...before, ...changes() });
    const context = await world.as("editor");
    const refusal = await refusalOf(
      connectionUpdate.run({ context, input: { id, version: 1, form } }),
    );
    expect(refusal).toMatchObject({ code: "FORBIDDEN", failureClass: "F-PERM" });
  });

  it("is not moved by its manager to a site that he does not administer", async () => {
    const before = { name: freshName(), permissions: editors("manage") };
    const id = await addConnection(world, before);
    const move = (siteId: number) => formOf(world, { ...before, siteId });
    const context = await world.as("admin");
    const input = { id, version: 1, form: move(world.sites.oslo) };
    expect(await refusalOf(connectionUpdate.run({ context, input }))).toMatchObject({
      code: "NOT_FOUND",
    });
    const chief = await world.as("chief");
    expect(await connectionUpdate.run({ context: chief, input })).toEqual({ version: 2 });
    expect((await auditOf(id)).at(-1)).toMatchObject({ siteId: world.sites.oslo });
  });

  it.each([
    ["changed", connectionUpdate],
    ["removed", connectionRemove],
  ] as const)("by somebody meanwhile is not %s by who has not seen it", async (_what, verb) => {
    const name = freshName();
    const id = await addConnection(world, { name });
    const form = formOf(world, { name, description: "first" });
    const context = await world.as("admin");
    await connectionUpdate.run({ context, input: { id, version: 1, form } });
    const late = verb.run({ context, input: { id, version: 1, form } });
    expect(await refusalOf(late)).toMatchObject({ code: "CONFLICT" });
    expect((await auditOf(id)).map(({ action }) => action)).toEqual([
      "connection.create",
      "connection.update",
    ]);
  });

  it("8e: only who may manage names origins that secrets may go to as well, and it is audited", async () => {
    const permissions = editors("edit");
    const { id } = await create("admin", { permissions });
    const change = async (who: PersonName, version: number, secretOrigins?: string[]) => {
      const { form } = await connectionGet.run({ context: await world.as("admin"), input: { id } });
      const { secretOrigins: stored, ...kept } = form;
      const changed = { ...kept, ...(secretOrigins === undefined ? {} : { secretOrigins }) };
      const context = await world.as(who);
      return connectionUpdate.run({ context, input: { id, version, form: changed } });
    };
    const evil = ["https://evil.example"];
    expect(await refusalOf(change("editor", 1, evil))).toMatchObject({ code: "FORBIDDEN" });
    const faulty = await refusalOf(change("admin", 1, ["https://login.example/path"]));
    expect(faulty).toMatchObject({ code: "INVALID", paths: ["secretOrigins"] });
    await change("admin", 1, ["HTTPS://login.example:443/"]);
    // Who sends a form without the field, or with what is stored, changes nothing.
    await change("editor", 2);
    await change("editor", 3, ["https://login.example"]);
    const read = await connectionGet.run({ context: await world.as("editor"), input: { id } });
    expect(read.form.secretOrigins).toEqual(["https://login.example"]);
    const details = (await auditOf(id)).map(({ detail }) => JSON.stringify(detail));
    expect(details.filter((one) => one.includes('"from"'))).toEqual([
      expect.stringContaining('"secretOrigins":{"to":["https://login.example"],"from":[]}'),
    ]);
  });

  it("tells the audit which fields and secrets changed, and never a secret", async () => {
    const name = freshName();
    const id = await addConnection(world, { name });
    const form = formOf(world, {
      name,
      description: "new words",
      authMethod: "bearer",
      bearerToken: "S3CR3T-9f2c",
      allowedAddress: "",
    });
    const context = await world.as("admin");
    await connectionUpdate.run({ context, input: { id, version: 1, form } });
    const entry = (await auditOf(id)).at(-1);
    expect(entry?.detail).toEqual({
      changed: ["description", "authMethod", "allowedAddress"],
      secretsSet: ["bearer_token"],
      secretsCleared: [],
      allowedAddress: { from: world.thirdParty.address, to: "" },
    });
  });
});

it("a connection that names others is not there to be read by who is not named, and says why", async () => {
  const id = await addConnection(world, {
    permissions: [{ userId: world.idOf("analyst"), role: null, level: "use" }],
  });
  const asEditor = connectionGet.run({ context: await world.as("editor"), input: { id } });
  expect(await refusalOf(asEditor)).toMatchObject({
    code: "FORBIDDEN",
    failureClass: "F-PERM",
    message: expect.stringContaining("no access"),
  });
  const asAnalyst = await connectionGet.run({ context: await world.as("analyst"), input: { id } });
  expect(asAnalyst.myLevel).toBe("use");
});

it("a connection that was removed is not there any more, and has no secrets left", async () => {
  const id = await addConnection(world, { authMethod: "bearer", bearerToken: "S3CR3T" });
  const context = await world.as("admin");
  await connectionRemove.run({ context, input: { id, version: 1 } });
  const refused = [
    connectionGet.run({ context, input: { id } }),
    connectionTestSaved.run({ context, input: { id } }),
    connectionRemove.run({ context, input: { id, version: 2 } }),
  ].map(refusalOf);
  for (const { code } of await Promise.all(refused)) expect(code).toBe("NOT_FOUND");
  expect(await world.installation.db.connectionSecret.count({ where: { connectionId: id } })).toBe(
    0,
  );
});

describe("a test of a connection", () => {
  it("has one run for one key, and is stopped by who began it only", async () => {
    const name = freshName();
    const testKey = `key-${name}-0000`;
    const form = formOf(world, { name, testPath: "hang" });
    const input = { integrationId: restApi(world), form, testKey };
    const context = await world.as("admin");
    const running = connectionTest.run({ context, input });
    await waitForTest(testKey, "admin");
    expect(await refusalOf(connectionTest.run({ context, input }))).toMatchObject({
      code: "CONFLICT",
      message: "This test is running already.",
    });
    const cancel = { testKey };
    const others = { context: await world.as("owner"), input: cancel };
    expect(await connectionCancelTest.run(others)).toEqual({ cancelled: false });
    expect(await connectionCancelTest.run({ context, input: cancel })).toEqual({ cancelled: true });
    expect(await running).toMatchObject({ passed: false, failure: { class: "F-CANCEL" } });
  });

  it("of a form says what is missing for a test, and asks for no name", async () => {
    const context = await world.as("admin");
    const test = (changes: Partial<ConnectionForm>) =>
      connectionTest.run({
        context,
        input: {
          integrationId: restApi(world),
          form: formOf(world, { name: "", ...changes }),
          testKey: `key-${freshName()}-0000`,
        },
      });
    expect(await test({})).toMatchObject({ passed: true });
    expect(await refusalOf(test({ requestUrl: "" }))).toMatchObject({
      code: "INVALID",
      paths: ["requestUrl"],
    });
    expect(await refusalOf(test({ authMethod: "bearer" }))).toMatchObject({
      code: "INVALID",
      paths: ["bearerToken"],
    });
  });

  it("that was passed before saving is the verdict of what is saved", async () => {
    const form = formOf(world, { name: freshName() });
    const context = await world.as("admin");
    const integrationId = restApi(world);
    const testKey = `key-${freshName()}-0000`;
    await connectionTest.run({ context, input: { integrationId, form, testKey } });
    const { id } = await connectionCreate.run({ context, input: { integrationId, form } });
    expect(await connectionGet.run({ context, input: { id } })).toMatchObject({
      testStatus: "passed",
    });
  });
});

/** Resolves when the test is being watched: it has begun. */
function waitForTest(testKey: string, who: PersonName): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const unwatch = world.installation.tests.watch(testKey, world.idOf(who), () => {
    unwatch();
    resolve();
  });
  return promise;
}

describe("people of sites that are not one's own", () => {
  it("are not named by what is shared, nor by its form, nor by what it refuses", async () => {
    const { oslo } = world.sites;
    const { db } = world.installation;
    const userId = await world.addPerson([{ siteId: oslo, role: "analyst" }]);
    await db.user.update({ where: { id: userId }, data: { name: "Odd Foreigner" } });
    const permissions = [
      { userId, role: null, level: "use" as const },
      { userId: null, role: "editor" as const, level: "edit" as const },
    ];
    const { id } = await create("owner", {
      scope: "share_internal",
      siteId: null,
      recipientSiteId: oslo,
      permissions,
    });
    const row = async (who: PersonName) =>
      (await connectionList.run({ context: await world.as(who), input: {} })).find(
        (one) => one.id === id,
      );
    expect((await row("editor"))?.users).toEqual([
      "Somebody who is in none of your sites",
      "Editors (edit)",
    ]);
    expect((await row("owner"))?.users[0]).toBe("Odd Foreigner");
    const options = await connectionFormOptions.run({
      context: await world.as("editor"),
      input: { integrationId: restApi(world) },
    });
    expect(JSON.stringify(options)).not.toMatch(/Odd Foreigner|@/);
    const messages = await Promise.all(
      [userId, "u_absent"].map(async (one) => {
        const entry = { userId: one, role: null, level: "use" as const };
        return (await refusalOf(create("admin", { permissions: [entry] }))).message;
      }),
    );
    expect(new Set(messages).size).toBe(1);
  });
});
