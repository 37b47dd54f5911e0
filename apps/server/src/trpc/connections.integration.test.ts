import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Echo, startEcho } from "../testing/echo.ts";
import {
  connectionForm,
  integrationId,
  makeWorld,
  type Person,
  personIn,
  refusalOf,
  signInAs,
  testKey,
  type World,
} from "../testing/index.ts";

let world: World;
let echo: Echo;
let rest: number;
let anna: Person; // admin in Berlin
let otto: Person; // analyst in Oslo
let berta: Person; // analyst in Berlin
let edith: Person; // editor in Berlin

beforeAll(async () => {
  [world, echo] = await Promise.all([makeWorld(), startEcho()]);
  rest = await integrationId(world.owner);
  anna = await personIn(world, "Anna", world.sites.berlin, "admin");
  otto = await personIn(world, "Otto", world.sites.oslo, "analyst");
  berta = await personIn(world, "Berta", world.sites.berlin, "analyst");
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
const visibleTo = async (person: Person) =>
  (await person.api.connections.list.query({})).map(({ id }) => id);
const offeredTo = async (person: Person) =>
  (await person.api.integrations.commands.query())
    .filter(({ command }) => command.name === "Send Request")
    .flatMap(({ connections }) => connections.map(({ id }) => id));

describe("saving a connection", () => {
  it("A13: a name is required, and taken for another of the same site whatever its case", async () => {
    const empty = await refusalOf(create(anna, berlinForm({ name: "  " })));
    expect(empty.fields).toContainEqual({ path: "name", message: "Connection Name is required" });
    await create(anna, berlinForm({ name: "Same name" }));
    const taken = await refusalOf(create(anna, berlinForm({ name: "SAME NAME " })));
    expect(taken.fields?.[0]).toMatchObject({
      path: "name",
      message: expect.stringMatching(/already/),
    });
    // Oslo does not see it, and may use the name.
    await create(world.owner, berlinForm({ name: "same name", siteId: world.sites.oslo }));
  });

  it("A13: of two saved at once under one name one is refused", async () => {
    const form = berlinForm({ name: "Twice" });
    const both = await Promise.allSettled([create(anna, form), create(world.owner, form)]);
    expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  });

  it("A17: one shared to internal sites needs a recipient site, which is internal", async () => {
    const shared = { scope: "share_internal" as const, siteId: null };
    const without = await refusalOf(create(world.owner, berlinForm(shared)));
    expect(without.fields?.[0]?.path).toBe("recipientSiteId");
    const client = berlinForm({ ...shared, recipientSiteId: world.sites.acme });
    expect((await refusalOf(create(world.owner, client))).fields?.[0]?.path).toBe(
      "recipientSiteId",
    );
  });

  it("A20: the description may be empty, and is given back as it was written", async () => {
    const { id } = await create(anna, berlinForm({ description: "What it is for" }));
    expect((await anna.api.connections.get.query({ id })).form.description).toBe("What it is for");
    await create(anna, berlinForm({ description: "" }));
  });

  it.each([
    ["", "A23"],
    ["htp:/x", "A24"],
    ["https://user:pw@h/api", "A24"],
    ["https://h/api#x", "A24"],
  ])("A23 A24: the Request URL %j can neither be saved nor tested", async (requestUrl) => {
    const form = berlinForm({ requestUrl });
    expect((await refusalOf(create(anna, form))).fields?.[0]?.path).toBe("requestUrl");
    const test = anna.api.connections.test.mutate({
      integrationId: rest,
      form,
      testKey: testKey(),
    });
    expect((await refusalOf(test)).fields?.[0]?.path).toBe("requestUrl");
  });

  it("A14 A15: the form offers only sites and sharing that saving will take", async () => {
    const { sites } = world;
    const both = await signInAs(world.server, world.owner, "Bo Both", [
      { siteId: sites.berlin, role: "admin" },
      { siteId: sites.oslo, role: "editor" },
    ]);
    const offered = await both.api.connections.formOptions.query({ integrationId: rest });
    expect(offered.sites.map(({ id, mayConnect }) => [id, mayConnect])).toEqual([
      [sites.berlin, true],
      [sites.oslo, false],
    ]);
    expect(offered.mayShare).toBe(false);
    const elsewhere = create(both, berlinForm({ siteId: sites.oslo }));
    expect((await refusalOf(elsewhere)).code).toBe("FORBIDDEN");
    const everything = await world.owner.api.connections.formOptions.query({ integrationId: rest });
    expect(everything.mayShare).toBe(true);
  });

  it("A19: no agent is offered while none can be registered, and saving works without", async () => {
    const { agents } = await anna.api.connections.formOptions.query({ integrationId: rest });
    expect(agents).toEqual([]);
    await create(anna, berlinForm());
  });

  it("A36: one that was added is in the list, untested", async () => {
    const { id } = await create(anna, berlinForm());
    const row = (await anna.api.connections.list.query({})).find((one) => one.id === id);
    expect(row).toMatchObject({ testStatus: "untested", siteNames: ["Berlin"], active: true });
    const details = await anna.api.integrations.get.query({ id: rest });
    expect(details.connections.map((one) => one.id)).toContain(id);
  });

  it("is refused where the site is not the admin's own, as if the site did not exist", async () => {
    expect((await refusalOf(create(anna, berlinForm({ siteId: world.sites.oslo })))).code).toBe(
      "NOT_FOUND",
    );
    expect((await refusalOf(create(anna, berlinForm({ siteId: 999_999 })))).code).toBe("NOT_FOUND");
    const shared = berlinForm({
      scope: "share_internal",
      siteId: null,
      recipientSiteId: world.sites.berlin,
    });
    expect((await refusalOf(create(anna, shared))).code).toBe("FORBIDDEN");
    expect((await refusalOf(create(edith, berlinForm()))).code).toBe("FORBIDDEN");
  });

  it("is refused for who has not seen the newest version", async () => {
    const form = berlinForm();
    const { id } = await create(anna, form);
    const { version } = await anna.api.connections.update.mutate({ id, version: 1, form });
    expect(version).toBe(2);
    const late = world.owner.api.connections.update.mutate({ id, version: 1, form });
    expect((await refusalOf(late)).code).toBe("CONFLICT");
  });

  it("writes who did it, in the same transaction", async () => {
    const { id } = await create(anna, berlinForm({ allowedAddress: "10.0.0.5:8443" }));
    const rows = await world.server.database.prisma.auditEntry.findMany({
      where: { subjectKind: "connection", subjectId: String(id) },
    });
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({
      userId: anna.id,
      action: "connection.create",
      siteId: world.sites.berlin,
    });
    expect(rows[0]?.detail).toMatchObject({ allowedAddress: "10.0.0.5:8443" });
  });
});

describe("sites", () => {
  it("A14 A16: a connection of one site is there for that site and for no other", async () => {
    const { id } = await create(anna, berlinForm());
    expect(await visibleTo(berta)).toContain(id);
    expect(await offeredTo(berta)).toContain(id);
    expect(await visibleTo(otto)).not.toContain(id);
    expect(await offeredTo(otto)).not.toContain(id);
    const { connections } = otto.api;
    const refusals = await Promise.all([
      refusalOf(connections.get.query({ id })),
      refusalOf(connections.testSaved.mutate({ id })),
      refusalOf(connections.whereUsed.query({ id })),
    ]);
    for (const { code } of refusals) expect(code).toBe("NOT_FOUND");
  });

  it("A15: one shared to internal sites is there for each of them and not for a client", async () => {
    const clara = await personIn(world, "Clara", world.sites.acme, "analyst");
    const form = berlinForm({
      scope: "share_internal",
      siteId: null,
      recipientSiteId: world.sites.oslo,
    });
    const { id } = await create(world.owner, form);
    expect(await offeredTo(berta)).toContain(id);
    expect(await offeredTo(otto)).toContain(id);
    expect(await visibleTo(clara)).not.toContain(id);
    expect((await refusalOf(clara.api.connections.get.query({ id }))).code).toBe("NOT_FOUND");
  });
});

describe("user permissions", () => {
  it("A21: who is not named finds the connection in no menu and is answered F-PERM", async () => {
    const permissions = [{ userId: edith.id, role: null, level: "use" as const }];
    const { id } = await create(anna, berlinForm({ permissions }));
    expect(await offeredTo(edith)).toContain(id);
    expect(await visibleTo(berta)).not.toContain(id);
    const parameter = { URL: "{{connector.restapi_url}}" };
    const call = berta.api.commands.test.mutate({
      integrationId: rest,
      command: "Send Request",
      connectionId: id,
      parameter,
      testKey: testKey(),
    });
    expect(await refusalOf(call)).toMatchObject({ code: "FORBIDDEN", failureClass: "F-PERM" });
    expect((await refusalOf(berta.api.connections.get.query({ id }))).failureClass).toBe("F-PERM");
  });

  it("an editor with level edit changes fields, and neither permissions nor the allowed address", async () => {
    const permissions = [{ userId: edith.id, role: null, level: "edit" as const }];
    const form = berlinForm({ permissions });
    const { id } = await create(anna, form);
    const changed = { ...form, description: "by Edith" };
    await edith.api.connections.update.mutate({ id, version: 1, form: changed });
    for (const forbidden of [
      { ...changed, allowedAddress: "127.0.0.1:22" },
      { ...changed, permissions: [] },
      { ...changed, siteId: world.sites.oslo },
    ]) {
      const call = edith.api.connections.update.mutate({ id, version: 2, form: forbidden });
      expect((await refusalOf(call)).failureClass).toBe("F-PERM");
      const test = edith.api.connections.test.mutate({
        integrationId: rest,
        connectionId: id,
        testKey: testKey(),
        form: forbidden,
      });
      expect((await refusalOf(test)).failureClass).toBe("F-PERM");
    }
  });

  it("A22: one that is not active is in no menu, and may still be tested in its form", async () => {
    const { id } = await create(anna, berlinForm({ active: false, requestUrl: echo.url }));
    expect(await offeredTo(anna)).not.toContain(id);
    expect((await anna.api.connections.testSaved.mutate({ id })).passed).toBe(true);
    const result = await anna.api.commands.test.mutate({
      integrationId: rest,
      command: "Send Request",
      connectionId: id,
      testKey: testKey(),
      parameter: { URL: "{{connector.restapi_url}}" },
    });
    expect(result.returnData).toBe("Failed");
    expect(result.execution.failure).toMatchObject({ class: "F-INACTIVE", statusCode: 409 });
  });
});
