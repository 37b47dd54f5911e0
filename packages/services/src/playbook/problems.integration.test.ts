/** Whose rights decide what would stop a run, and to whom it is told. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { actorOf } from "../session/find-actor.ts";
import {
  addConnection,
  addPlaybook,
  addPublished,
  openWorld,
  type PersonName,
  sending,
  type World,
} from "../testing/world.ts";
import { playbookPublish, playbookValidate } from "./index.ts";

let world: World;
beforeAll(async () => {
  world = await openWorld();
}, 60_000);
afterAll(() => world.close());

async function problemsFor(who: PersonName, id: number) {
  const problems = await playbookValidate.run({ context: await world.as(who), input: { id } });
  return problems.map(({ code, level, blockId, message }) => ({ code, level, blockId, message }));
}

const codesFor = async (who: PersonName, id: number) =>
  (await problemsFor(who, id)).map(({ code }) => code);

/** A connection of Berlin for its editors alone. */
const ofEditors = () =>
  addConnection(world, { permissions: [{ userId: null, role: "editor", level: "use" }] });

describe("what would stop a run", () => {
  it("is no problem of who runs nothing: his own rights are not what it runs with", async () => {
    const connectionId = await addConnection(world, {
      permissions: [{ userId: null, role: "viewer", level: "use" }],
    });
    const id = await addPublished(world, sending(connectionId));
    expect(await problemsFor("viewer", id)).toEqual([]);
    expect(await problemsFor("owner", id)).toEqual([]);
  });

  it("is told of a test run to who would start it, by his own rights", async () => {
    const id = await addPlaybook(world, sending(await ofEditors()));
    expect(await codesFor("viewer", id)).toEqual([]);
    expect(await codesFor("analyst", id)).toEqual(["CONNECTION_NOT_PERMITTED"]);
    expect(await codesFor("editor", id)).toEqual([]);
    expect(await codesFor("owner", id)).toEqual([]);
  });

  it("is told of the published revision to who may publish it anew, by the rights of who did", async () => {
    const { db } = world.installation;
    const userId = await world.addPerson([{ siteId: world.sites.berlin, role: "editor" }]);
    const actor = await actorOf(world.installation, userId);
    if (actor === null) throw new Error("the publisher is gone");
    const id = await addPlaybook(world, sending(await ofEditors()));
    await playbookPublish.run({ context: { ...world.installation, actor }, input: { id } });
    expect(await problemsFor("editor", id)).toEqual([]);
    // He is an analyst from now on, whom the connection does not name.
    await db.membership.updateMany({ where: { userId }, data: { role: "analyst" } });
    world.installation.directory.forget(0);
    const told = {
      code: "CONNECTION_NOT_PERMITTED_TO_PUBLISHER",
      level: "warning",
      blockId: "b_send",
      message: expect.stringMatching(/acts for somebody, who may not use .*Publish it again/),
    };
    await expect.poll(() => problemsFor("editor", id), { timeout: 5000 }).toEqual([told]);
    expect(await problemsFor("owner", id)).toEqual([told]);
    expect(await codesFor("viewer", id)).toEqual([]);
    await playbookPublish.run({ context: await world.as("editor"), input: { id } });
    expect(await problemsFor("owner", id)).toEqual([]);
  });
});

describe("a connection of another site", () => {
  it("is told of in the words for one that is not there, save to who sees it", async () => {
    const { acme } = world.sites;
    const foreign = await addConnection(world, { siteId: acme });
    const absent = 9_000_000;
    const idOf = (connectionId: number) => addPlaybook(world, sending(connectionId));
    const [ofForeign, ofAbsent] = [await idOf(foreign), await idOf(absent)];
    for (const who of ["analyst", "editor", "admin"] as const) {
      const words = JSON.stringify(await problemsFor(who, ofForeign));
      expect(words).toContain("CONNECTION_GONE");
      expect(words.replaceAll(String(foreign), "N")).toBe(
        JSON.stringify(await problemsFor(who, ofAbsent)).replaceAll(String(absent), "N"),
      );
    }
    expect(await codesFor("owner", ofForeign)).toEqual(["CONNECTION_NOT_SHARED"]);
  });
});
