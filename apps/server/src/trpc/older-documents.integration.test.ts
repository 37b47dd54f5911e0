import { FORMAT_VERSION, newCallback } from "@callbook/core/document";
import { fingerprint } from "@callbook/core/json";
import type { Operation } from "@callbook/core/operation";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeWorld, type Person, personIn, refusalOf, type World } from "../testing/index.ts";
import { block, debugBlock, editorOf, straight } from "../testing/playbooks.ts";

let world: World;
let ella: Person;

beforeAll(async () => {
  world = await makeWorld();
  ella = await personIn(world, "Ella", world.sites.berlin, "editor");
}, 60_000);
afterAll(() => world.server.close());

/** As format 1 wrote it: without what came later. */
const inFormat1 = {
  formatVersion: 1,
  name: "Old",
  description: "",
  blocks: [
    {
      id: "b_start",
      type: "start",
      version: 1,
      name: "start_1",
      note: "",
      position: { x: 0, y: 0 },
      config: { inputs: [] },
    },
    {
      id: "b_say",
      type: "debug",
      version: 1,
      name: "say",
      note: "",
      position: { x: 0, y: 96 },
      config: { message: "hello", level: "info" },
    },
  ],
  callbacks: [{ id: "c_1", source: "b_start", port: "next", target: "b_say" }],
};

const added = {
  id: "b_more",
  type: "debug",
  version: 1,
  name: "more",
  note: "",
  config: { message: "more", level: "info" },
};
const position = { x: 0, y: 192 };

/** The rows of a playbook that a server of format 1 has left: a draft, one operation after it, a published revision. */
async function leftByFormat1(): Promise<number> {
  const { prisma } = world.server.database;
  const userId = (await prisma.user.findFirstOrThrow({ where: { name: "Ella" } })).id;
  const { id } = await prisma.playbook.create({
    data: {
      siteId: world.sites.berlin,
      name: "Old",
      description: "",
      createdBy: userId,
      headSeq: 1,
      draft: { create: { seq: 0, document: inFormat1 } },
    },
  });
  const callback = { id: "c_2", source: "b_start", port: "next", target: "b_more" };
  await prisma.playbookOperation.create({
    data: {
      playbookId: id,
      seq: 1,
      operationId: "old:1",
      userId,
      v: 1,
      baseSeq: 0,
      label: "Add more",
      formatVersion: 1,
      undoes: null,
      ack: { leftAlone: [] },
      operation: {
        kind: "addBlocks",
        blocks: [{ ...added, position }],
        callbacks: [{ callback, beforeId: null }],
      },
      inverse: {
        kind: "removeBlocks",
        blockIds: ["b_more"],
        expected: { blocks: { b_more: fingerprint(added) }, callbackIds: ["c_2"] },
      },
    },
  });
  const revision = await prisma.revision.create({
    data: {
      playbookId: id,
      number: 1,
      draft: false,
      seq: 0,
      document: inFormat1,
      createdBy: userId,
    },
  });
  await prisma.playbook.update({ where: { id }, data: { publishedRevisionId: revision.id } });
  return id;
}

describe("what a server of format 1 has left", () => {
  it("is a draft of the present format, with the operations that came after its snapshot, and can be edited", async () => {
    const tab = editorOf(ella, await leftByFormat1(), "tab");
    const { document } = await tab.open();
    expect(document).toEqual({
      ...inFormat1,
      formatVersion: FORMAT_VERSION,
      foreign: null,
      blocks: [...inFormat1.blocks, { ...added, position }].map((one) => ({
        ...one,
        join: "all",
        parent: null,
        foreign: null,
      })),
      callbacks: ["b_say", "b_more"].map((target, index) => ({
        id: `c_${index + 1}`,
        source: "b_start",
        port: "next",
        target,
        awaited: true,
        foreign: null,
      })),
    });
    const join = { blockId: "b_more", path: ["join"], from: "all", value: "any-once" };
    const ack = await tab.apply({ kind: "setField", ...join }, 1);
    expect(ack).toMatchObject({ status: "applied", seq: 2 });
  });

  it("is taken back by who did it, since its fingerprints still fit", async () => {
    const tab = editorOf(ella, await leftByFormat1(), "tab");
    expect(await tab.undo("old:1")).toMatchObject({ status: "applied", leftAlone: [] });
    expect((await tab.open()).document.blocks.map(({ id }) => id)).toEqual(["b_start", "b_say"]);
  });

  it("runs as it was published, and the run shows it", async () => {
    const playbookId = await leftByFormat1();
    const { runId } = await ella.api.runs.start.mutate({ playbookId, inputs: {} });
    await world.server.installation.engine.waitForEnd(runId, 15_000);
    const run = await ella.api.runs.get.query({ id: runId });
    expect(run).toMatchObject({ state: "succeeded", document: { formatVersion: FORMAT_VERSION } });
  });

  it("and a file of it can be made into a playbook, or take the place of one", async () => {
    const { api } = ella;
    const { berlin: siteId } = world.sites;
    const { id } = await api.playbooks.create.mutate({ name: "New", siteId, document: inFormat1 });
    await api.playbooks.replace.mutate({ id, seq: 0, document: inFormat1 });
    const { document } = await api.playbooks.open.query({ id });
    expect(document).toMatchObject({ name: "Old", callbacks: [{ awaited: true }] });
  });
});

describe("a block of a type that is not known here", () => {
  const unknown = block("b_odd", "teleport", { to: "{{playbook_input:x}}", list: [{ id: "i_1" }] });
  const playbook = () => ({
    ...straight([{ ...unknown, foreign: { code: "x" } }, debugBlock("b_after")], ["next", "done"]),
    foreign: { coa: [1] },
  });

  it("is kept in a draft with all that it holds, and can be moved, connected and deleted", async () => {
    const { api } = ella;
    const { berlin: siteId } = world.sites;
    const document = playbook();
    const { id } = await api.playbooks.create.mutate({ name: "test", siteId, document });
    const tab = editorOf(ella, id, "tab");
    expect((await tab.open()).document).toEqual(document);
    const move = { blockId: "b_odd", from: { x: 0, y: 0 }, to: { x: 16, y: 16 } };
    const callback = newCallback({ id: "c_x", source: "b_odd", port: "done", target: "b_more" });
    for (const operation of [
      { kind: "moveBlocks", moves: [move] },
      { kind: "addBlocks", blocks: [{ ...unknown, id: "b_more" }], callbacks: [] },
      { kind: "connect", callback, beforeId: null },
      { kind: "removeBlocks", blockIds: ["b_odd"] },
    ] satisfies Operation[])
      expect(await tab.apply(operation, 0)).toMatchObject({ status: "applied" });
    const copy = await api.playbooks.duplicate.mutate({ id });
    expect((await api.playbooks.open.query(copy)).document).toMatchObject({
      foreign: { coa: [1] },
      blocks: [{ type: "start" }, { id: "b_after" }, { type: "teleport", config: unknown.config }],
    });
  });

  it("is a problem of level error, with which the playbook can neither run nor be published", async () => {
    const { api } = ella;
    const { berlin: siteId } = world.sites;
    const document = playbook();
    const { id } = await api.playbooks.create.mutate({ name: "Odd", siteId, document });
    expect(await api.playbooks.validate.query({ id })).toMatchObject([
      {
        code: "BLOCK_TYPE_UNKNOWN",
        level: "error",
        blockId: "b_odd",
        message: expect.stringContaining('Block type "teleport" is not known here'),
      },
    ]);
    const publish = api.playbooks.publish.mutate({ id });
    expect((await refusalOf(publish)).message).toContain("teleport");
    const start = api.runs.startTest.mutate({ playbookId: id, seq: 0, inputs: {} });
    expect((await refusalOf(start)).message).toContain("teleport");
  });
});
