import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeWorld, type Person, personIn, refusalOf, type World } from "../testing/index.ts";
import { debugBlock, straight } from "../testing/playbooks.ts";

let world: World;
let admin: Person;

beforeAll(async () => {
  world = await makeWorld();
  admin = await personIn(world, "Ada", null, "admin");
}, 60_000);
afterAll(() => world.server.close());

describe("how long runs are kept", () => {
  it("is 90 days until somebody says something else, which is written down", async () => {
    const { settings } = admin.api;
    expect(await settings.runLog.query()).toMatchObject({
      daysToKeep: 90,
      defaultDays: 90,
      leastDays: 1,
      mostDays: 3650,
    });
    expect(await settings.setDaysToKeep.mutate({ days: 30 })).toEqual({ daysToKeep: 30 });
    await settings.setDaysToKeep.mutate({ days: 365 });
    expect((await world.owner.api.settings.runLog.query()).daysToKeep).toBe(365);
    expect(await world.server.installation.engine.retention.readDaysToKeep()).toBe(365);
    const told = await world.server.database.prisma.auditEntry.findMany({
      where: { action: "setting.setDaysToKeep" },
      orderBy: { id: "asc" },
    });
    expect(told).toMatchObject([
      { userId: admin.id, subjectKind: "installation", detail: { from: null, to: 30 } },
      { userId: admin.id, subjectKind: "installation", detail: { from: 30, to: 365 } },
    ]);
  });

  it.each([0, -1, 1.5, 3651, Number.NaN])("cannot be %d days", async (days) => {
    const refusal = await refusalOf(admin.api.settings.setDaysToKeep.mutate({ days }));
    expect(refusal.code).toBe("INVALID");
  });

  it("is for who administers all sites, to see and to change", async () => {
    const ofOne = await personIn(world, "Otto", world.sites.oslo, "admin");
    const editor = await personIn(world, "Edith", null, "editor");
    for (const { api } of [ofOne, editor]) {
      expect((await refusalOf(api.settings.runLog.query())).code).toBe("FORBIDDEN");
      const change = api.settings.setDaysToKeep.mutate({ days: 1 });
      expect((await refusalOf(change)).code).toBe("FORBIDDEN");
    }
  });
});

describe("how much is kept", () => {
  it("is told by week and by table, with the day of the oldest run", async () => {
    const { api } = world.owner;
    const document = straight([debugBlock("b_say")]);
    const made = { name: "P", siteId: world.sites.berlin, document };
    const { id: playbookId } = await api.playbooks.create.mutate(made);
    const { runId } = await api.runs.startTest.mutate({ playbookId, seq: 0, inputs: {} });
    await world.server.installation.engine.waitForEnd(runId, 15_000);
    const { kept } = await api.settings.runLog.query();
    const today = new Date().toISOString().slice(0, 10);
    expect(kept.oldestDay).toBe(today);
    expect(kept.bytes).toBeGreaterThan(0);
    expect(kept.weeks.some(({ from, to }) => from <= today && today < to)).toBe(true);
    expect(kept.tables.map(({ table }) => table)).toContain("run_event");
  });
});
