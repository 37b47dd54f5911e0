import { newBlock, newDocument, type PlaybookDocument } from "@callbook/core/document";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { playbookReplace } from "../playbook/index.ts";
import {
  addPlaybook,
  addPublished,
  openWorld,
  refusalOf,
  startRun,
  type World,
} from "../testing/world.ts";
import { runCallbackArguments, runCancel, runGet, runStart, runStartTest } from "./index.ts";

let world: World;
beforeAll(async () => {
  world = await openWorld();
}, 60_000);
afterAll(() => world.close());

/** A document that asks for an input. */
function asking(): PlaybookDocument {
  const inputs = [
    {
      id: "i_ip",
      name: "ip",
      dataType: "string",
      required: true,
      default: null,
      contains: [],
      description: "",
    },
  ];
  return newDocument({
    name: "asking",
    blocks: [
      newBlock({ id: "b_start", type: "start", version: 1, name: "start_1", config: { inputs } }),
    ],
    callbacks: [],
  });
}

describe("a run", () => {
  it("of a playbook that was never published is refused", async () => {
    const playbookId = await addPlaybook(world);
    const context = await world.as("analyst");
    const started = runStart.run({ context, input: { playbookId, inputs: {} } });
    expect(await refusalOf(started)).toMatchObject({
      code: "CONFLICT",
      message: expect.stringContaining("Publish it first"),
    });
  });

  it.each([
    ["without an input that is required", {}, ["inputs.ip"]],
    ["with an input that is not asked for", { ip: "10.0.0.1", other: 1 }, ["inputs.other"]],
  ])("%s is refused with its name", async (_what, inputs, paths) => {
    const playbookId = await addPublished(world, asking());
    const context = await world.as("analyst");
    const refused = [
      runStart.run({ context, input: { playbookId, inputs } }),
      runStartTest.run({ context, input: { playbookId, seq: 0, inputs } }),
    ].map(refusalOf);
    for (const refusal of await Promise.all(refused))
      expect(refusal).toMatchObject({ code: "INVALID", paths });
  });

  it("is started once for one key, and the key is of no use for other inputs", async () => {
    const playbookId = await addPublished(world, asking());
    const context = await world.as("analyst");
    const start = (ip: string) =>
      runStart.run({ context, input: { playbookId, inputs: { ip }, requestKey: "once" } });
    const first = await start("10.0.0.1");
    const told = { action: "run.start", subjectId: String(first.runId) };
    const { db } = world.installation;
    expect(await db.auditEntry.findMany({ where: told })).toMatchObject([
      {
        userId: world.idOf("analyst"),
        siteId: world.sites.berlin,
        detail: { playbookId, rightsOf: world.idOf("owner") },
      },
    ]);
    expect(await start("10.0.0.1")).toEqual(first);
    expect(await db.auditEntry.count({ where: told })).toBe(1);
    expect(await refusalOf(start("10.0.0.2"))).toMatchObject({ code: "CONFLICT" });
  });

  it("of a draft is one of what is on the asker's screen, with his rights", async () => {
    const playbookId = await addPlaybook(world);
    const context = await world.as("analyst");
    const edit = { id: playbookId, seq: 0, document: asking() };
    await playbookReplace.run({ context: await world.as("editor"), input: edit });
    const start = (seq: number) =>
      runStartTest.run({ context, input: { playbookId, seq, inputs: { ip: "10.0.0.1" } } });
    expect(await refusalOf(start(0))).toMatchObject({ code: "CONFLICT" });
    const { runId } = await start(1);
    expect(await runGet.run({ context, input: { id: runId } })).toMatchObject({
      testRun: true,
      revision: "draft",
      startedBy: "analyst",
    });
  });

  it("that has ended is not cancelled, and the audit tells of no cancel", async () => {
    const id = await startRun(world, await addPublished(world));
    await world.installation.engine.waitForEnd(id, 15_000);
    const context = await world.as("analyst");
    expect(await refusalOf(runCancel.run({ context, input: { id } }))).toMatchObject({
      code: "CONFLICT",
      message: "This run has ended already.",
    });
    const told = { action: "run.cancel", subjectId: String(id) };
    expect(await world.installation.db.auditEntry.count({ where: told })).toBe(0);
  });

  it("has no arguments of a callback that was not called", async () => {
    const id = await startRun(world, await addPublished(world));
    const context = await world.as("viewer");
    const input = { id, callbackId: "c_9" };
    expect(await refusalOf(runCallbackArguments.run({ context, input }))).toMatchObject({
      code: "NOT_FOUND",
    });
  });
});
