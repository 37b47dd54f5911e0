import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { commandTest } from "../command/index.ts";
import { connectionGet, connectionTestSaved } from "../connection/index.ts";
import {
  addConnection,
  freshName,
  openWorld,
  refusalOf,
  restApi,
  type World,
} from "../testing/world.ts";
import { integrationAddParameter, integrationSetSensitive } from "./index.ts";

let world: World;
beforeAll(async () => {
  world = await openWorld();
}, 60_000);
afterAll(() => world.close());

describe("a test of a command", () => {
  const test = async (changes: Partial<Parameters<typeof commandTest.run>[0]["input"]>) =>
    commandTest.run({
      context: await world.as("analyst"),
      input: {
        integrationId: restApi(world),
        command: "Send Request",
        connectionId: await addConnection(world),
        parameter: {},
        testKey: `key-${freshName()}-0000`,
        ...changes,
      },
    });

  it.each<[string, () => Promise<Parameters<typeof test>[0]>, string, RegExp]>([
    [
      "an integration that is not there",
      async () => ({ integrationId: 999 }),
      "NOT_FOUND",
      /integ/,
    ],
    ["a command that it does not have", async () => ({ command: "Dance" }), "NOT_FOUND", /command/],
    [
      "a connection of another integration",
      async () => {
        const other = world.installation.integrations.find(
          ({ manifest }) => manifest.key === "sample-intel",
        );
        return { integrationId: other?.id ?? 0, command: "ip reputation" };
      },
      "NOT_FOUND",
      /connection/,
    ],
    [
      "an answer by callback, which only a run waits for",
      async () => ({ parameter: { Async: "callback" } }),
      "INVALID",
      /callback/,
    ],
  ])("of %s is refused", async (_what, changes, code, says) => {
    const refusal = await refusalOf(test(await changes()));
    expect(refusal).toMatchObject({ code, message: expect.stringMatching(says) });
  });

  it("on a connection that is not active shows that, and sends nothing", async () => {
    const connectionId = await addConnection(world, { active: false });
    expect(await test({ connectionId })).toMatchObject({
      returnData: "Failed",
      execution: { failure: { class: "F-INACTIVE", message: "Connection is not active" } },
    });
    const entry = await world.installation.db.auditEntry.findFirstOrThrow({
      where: { action: "command.test", subjectId: String(connectionId) },
    });
    expect(entry.detail).toEqual({ command: "Send Request" });
  });
});

describe("a parameter of an integration", () => {
  const add = async (
    changes: Partial<Parameters<typeof integrationAddParameter.run>[0]["input"]> = {},
  ) =>
    integrationAddParameter.run({
      context: await world.as("admin"),
      input: {
        integrationId: restApi(world),
        displayName: freshName(),
        fieldType: "text",
        options: [],
        displayOrder: 1,
        sensitive: false,
        ...changes,
      },
    });

  it.each<[string, Parameters<typeof add>[0], string, string[]]>([
    ["without a letter or digit in its name", { displayName: "!!" }, "INVALID", ["displayName"]],
    ["that is a menu of nothing", { fieldType: "menu" }, "INVALID", ["options"]],
    ["of an integration that is not there", { integrationId: 999 }, "NOT_FOUND", []],
  ])("%s is refused", async (_what, changes, code, paths) => {
    expect(await refusalOf(add(changes))).toMatchObject({ code, paths });
  });

  it("whose name another one has is refused", async () => {
    const { displayName } = await add();
    expect(await refusalOf(add({ displayName }))).toMatchObject({
      code: "INVALID",
      paths: ["displayName"],
    });
  });

  it("makes every verdict on a connection of it one of the past", async () => {
    const id = await addConnection(world);
    const context = await world.as("admin");
    await connectionTestSaved.run({ context, input: { id } });
    await add();
    expect(await connectionGet.run({ context, input: { id } })).toMatchObject({
      testStatus: "untested",
    });
  });

  it("that is encrypted has its stored values sealed; again there is nothing to do or to tell", async () => {
    const { db } = world.installation;
    const { id: definitionId } = await add();
    const context = await world.as("admin");
    const id = await addConnection(world, { parameters: { [definitionId]: "S3CR3T" } });
    const input = { definitionId, sensitive: true as const };
    await integrationSetSensitive.run({ context, input });
    const stored = await db.connection.findUniqueOrThrow({
      where: { id },
      include: { secrets: true },
    });
    expect(stored.parameters).toEqual({});
    expect(stored.secrets.map(({ field }) => field)).toEqual([`parameter:${definitionId}`]);
    const audited = await db.auditEntry.count();
    expect(await integrationSetSensitive.run({ context, input })).toMatchObject({
      sensitive: true,
    });
    expect(await db.auditEntry.count()).toBe(audited);
  });
});
