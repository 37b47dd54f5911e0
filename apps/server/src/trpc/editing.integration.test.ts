import { newCallback } from "@callbook/core/document";
import type { Operation } from "@callbook/core/operation";
import { createDrafts } from "@callbook/services/playbook";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { makeWorld, type Person, personIn, refusalOf, type World } from "../testing/index.ts";
import { debugBlock, editorOf } from "../testing/playbooks.ts";

let world: World;
let ella: Person;
let erik: Person;
let playbookId: number;

beforeAll(async () => {
  world = await makeWorld();
  ella = await personIn(world, "Ella", world.sites.berlin, "editor");
  erik = await personIn(world, "Erik", world.sites.berlin, "editor");
}, 60_000);
afterAll(() => world.server.close());
beforeEach(async () => {
  const playbook = await ella.api.playbooks.create.mutate({
    name: "P",
    siteId: world.sites.berlin,
  });
  playbookId = playbook.id;
});

const add = (id: string): Operation => ({
  kind: "addBlocks",
  blocks: [debugBlock(id)],
  callbacks: [],
});
const setMessage = (blockId: string, from: string, value: string): Operation => ({
  kind: "setField",
  blockId,
  from,
  value,
  path: ["config", "message"],
});

describe("the editing log", () => {
  it("begins with a Start block, and holds what was acknowledged after a reload", async () => {
    const tab = editorOf(ella, playbookId, "tab");
    const opened = await tab.open();
    expect(opened).toMatchObject({ seq: 0, myRole: "editor", publishedRevision: null });
    expect(opened.document.blocks.map(({ type }) => type)).toEqual(["start"]);
    expect(await tab.apply(add("b_a"), 0)).toMatchObject({ status: "applied", seq: 1 });
    const again = await tab.open();
    expect(again.seq).toBe(1);
    expect(again.document.blocks.map(({ id }) => id)).toContain("b_a");
    expect(again.changesSincePublish).toEqual([{ by: "Ella", count: 1 }]);
  });

  it("answers a repeat with the first answer, and does nothing twice", async () => {
    const tab = editorOf(ella, playbookId, "tab");
    const operation = tab.envelope(add("b_a"), 0);
    const [first] = await tab.send(operation);
    const [second, within] = await tab.send(operation, operation);
    expect(second).toEqual(first);
    expect(within).toEqual(first);
    expect((await tab.open()).seq).toBe(1);
  });

  it("orders what two people send at once, without a gap, and gives a later block of the same name another", async () => {
    const [a, b] = [editorOf(ella, playbookId, "a"), editorOf(erik, playbookId, "b")];
    const block = (id: string): Operation => ({
      kind: "addBlocks",
      callbacks: [],
      blocks: [{ ...debugBlock(id), name: "same" }],
    });
    const sends = Array.from({ length: 10 }, (_, n) => [
      a.apply(block(`b_a${n}`), 0),
      b.apply(block(`b_b${n}`), 0),
    ]);
    const acks = await Promise.all(sends.flat());
    const seqs = acks.map((ack) => (ack.status === "applied" ? ack.seq : 0));
    expect(seqs.toSorted((x, y) => x - y)).toEqual(Array.from({ length: 20 }, (_, n) => n + 1));
    const { document } = await a.open();
    expect(new Set(document.blocks.map(({ name }) => name)).size).toBe(21);
    const { operations, more } = await erik.api.playbooks.operationsSince.query({
      id: playbookId,
      seq: 15,
    });
    expect(operations.map(({ seq }) => seq)).toEqual([16, 17, 18, 19, 20]);
    expect(more).toBe(false);
  });

  it("84: a field that another has changed since stays his, and the answer shows both and his name", async () => {
    const [a, b] = [editorOf(ella, playbookId, "a"), editorOf(erik, playbookId, "b")];
    await a.apply(add("b_a"), 0);
    await b.apply(setMessage("b_a", "hello", "Erik's"), 1);
    expect(await a.apply(setMessage("b_a", "hello", "Ella's"), 1)).toMatchObject({
      status: "conflict",
      blockId: "b_a",
      path: ["config", "message"],
      mine: "Ella's",
      theirs: "Erik's",
      by: "Erik",
    });
    const { document } = await a.open();
    expect(document.blocks.find(({ id }) => id === "b_a")?.config["message"]).toBe("Erik's");
  });

  it("84: one's own edits one after the other are no conflict", async () => {
    const tab = editorOf(ella, playbookId, "a");
    await tab.apply(add("b_a"), 0);
    const acks = await tab.send(
      tab.envelope(setMessage("b_a", "hello", "one"), 1),
      tab.envelope(setMessage("b_a", "one", "two"), 1),
    );
    expect(acks.map(({ status }) => status)).toEqual(["applied", "applied"]);
  });

  it("an edit of a deleted block is answered with who deleted it, and can bring it back", async () => {
    const [a, b] = [editorOf(ella, playbookId, "a"), editorOf(erik, playbookId, "b")];
    const { document } = await a.open();
    const start = document.blocks[0]?.id ?? "";
    await a.apply(add("b_a"), 0);
    const callback = newCallback({ id: "c_1", source: start, port: "next", target: "b_a" });
    await a.apply({ kind: "connect", callback, beforeId: null }, 1);
    await b.apply({ kind: "removeBlocks", blockIds: ["b_a"] }, 2);
    const ack = await a.apply(setMessage("b_a", "hello", "late"), 2);
    expect(ack).toMatchObject({ status: "gone", what: "block", subject: "b_a", by: "Erik" });
    if (ack.status !== "gone" || ack.restore === null) throw new Error("it cannot be brought back");
    expect(await a.apply(ack.restore, 3)).toMatchObject({ status: "applied" });
    expect(await a.apply(setMessage("b_a", "hello", "late"), 4)).toMatchObject({
      status: "applied",
    });
    const back = (await a.open()).document;
    expect(back.callbacks).toEqual([callback]);
    expect(back.blocks.find(({ id }) => id === "b_a")?.config["message"]).toBe("late");
  });

  it("an edit of a block that went with the one it stands in can bring both back", async () => {
    const [a, b] = [editorOf(ella, playbookId, "a"), editorOf(erik, playbookId, "b")];
    const blocks = [
      debugBlock("b_outer"),
      { ...debugBlock("b_a"), parent: "b_outer" },
      { ...debugBlock("b_b"), parent: "b_outer" },
    ];
    await a.apply({ kind: "addBlocks", blocks, callbacks: [] }, 0);
    await b.apply({ kind: "removeBlocks", blockIds: ["b_outer"] }, 1);
    expect((await a.open()).document.blocks).toHaveLength(1);
    const ack = await a.apply(setMessage("b_a", "hello", "late"), 1);
    expect(ack).toMatchObject({ status: "gone", subject: "b_a", by: "Erik" });
    if (ack.status !== "gone" || ack.restore === null) throw new Error("it cannot be brought back");
    await a.apply(ack.restore, 2);
    const back = (await a.open()).document.blocks.slice(1);
    expect(back.map(({ id, parent }) => [id, parent])).toEqual([
      ["b_outer", null],
      ["b_a", "b_outer"],
    ]);
  });

  it("undo takes back one's own operation, leaves alone what another changed since, and redo brings it again", async () => {
    const [a, b] = [editorOf(ella, playbookId, "a"), editorOf(erik, playbookId, "b")];
    await a.apply(add("b_a"), 0);
    await a.apply(setMessage("b_a", "hello", "Ella's"), 1);
    const undone = await a.undo("a:2");
    expect(undone).toMatchObject({ status: "applied", leftAlone: [] });
    expect(await a.undo(undone.id)).toMatchObject({ status: "applied" });
    await b.apply(setMessage("b_a", "Ella's", "Erik's"), 4);
    const left = await a.undo("a:2");
    expect(left.status === "applied" ? left.leftAlone : []).toHaveLength(1);
    expect(await b.undo("a:1")).toMatchObject({ status: "refused" });
    const { document } = await a.open();
    expect(document.blocks.find(({ id }) => id === "b_a")?.config["message"]).toBe("Erik's");
  });

  it.each([
    ["an unknown kind", { kind: "explode" }],
    [
      "a callback to nowhere",
      {
        kind: "connect",
        beforeId: null,
        callback: newCallback({ id: "c_9", source: "b_y", port: "next", target: "b_z" }),
      },
    ],
  ])("refuses %s with the reason, and nothing is saved", async (_what, operation) => {
    const tab = editorOf(ella, playbookId, "tab");
    const ack = await tab.apply(operation as Operation, 0);
    expect(["refused", "gone"]).toContain(ack.status);
    expect((await tab.open()).seq).toBe(0);
  });

  it("refuses an edit that is based on a future", async () => {
    const tab = editorOf(ella, playbookId, "tab");
    expect(await tab.apply(add("b_a"), 7)).toMatchObject({ status: "refused" });
  });

  it.each([{ formatVersion: 1 }, { formatVersion: 99 }, { v: 1 }, { v: 99 }])(
    "is not there for a page of another version, %o, which keeps its edits until it is loaded again",
    async (version) => {
      const tab = editorOf(ella, playbookId, "tab");
      const sent = tab.send({ ...tab.envelope(add("b_a"), 0), ...version });
      const refusal = await refusalOf(sent);
      expect(refusal.code).toBe("UNAVAILABLE");
      expect(refusal.message).toMatch(/another version of Callbook. Load it again/);
      expect((await tab.open()).seq).toBe(0);
    },
  );

  it("is folded from snapshot and operations by a process that knows nothing yet", async () => {
    const tab = editorOf(ella, playbookId, "tab");
    for (let n = 0; n < 5; n++) await tab.apply(add(`b_n${n}`), n);
    const here = await tab.open();
    const { prisma } = world.server.database;
    const { catalogue } = world.server.installation;
    const elsewhere = createDrafts(prisma, catalogue, () => undefined);
    const folded = await elsewhere.at(prisma, playbookId, here.seq);
    expect(folded.document).toEqual(here.document);
    await ella.api.playbooks.publish.mutate({ id: playbookId });
    expect((await prisma.playbookDraft.findUniqueOrThrow({ where: { playbookId } })).seq).toBe(5);
    await tab.apply(add("b_last"), 5);
    const later = createDrafts(prisma, catalogue, () => undefined);
    expect((await later.at(prisma, playbookId, 6)).document).toEqual((await tab.open()).document);
  });

  it("87: a deleted playbook takes no more edits, and its revisions stay readable", async () => {
    const { revisionId } = await ella.api.playbooks.publish.mutate({ id: playbookId });
    await ella.api.playbooks.remove.mutate({ id: playbookId });
    const tab = editorOf(ella, playbookId, "tab");
    expect((await refusalOf(tab.apply(add("b_a"), 0))).code).toBe("NOT_FOUND");
    expect((await ella.api.playbooks.revision.query({ revisionId })).number).toBe(1);
  });
});

describe("publishing", () => {
  it("numbers revisions, and is refused when edits came after what is on the screen", async () => {
    const tab = editorOf(ella, playbookId, "tab");
    expect(await ella.api.playbooks.publish.mutate({ id: playbookId, seq: 0 })).toMatchObject({
      number: 1,
    });
    await tab.apply(add("b_a"), 0);
    const late = ella.api.playbooks.publish.mutate({ id: playbookId, seq: 0 });
    expect((await refusalOf(late)).code).toBe("CONFLICT");
    expect(await ella.api.playbooks.publish.mutate({ id: playbookId, seq: 1 })).toMatchObject({
      number: 2,
    });
    const opened = await tab.open();
    expect(opened.publishedRevision).toMatchObject({ number: 2, by: "Ella" });
    expect(opened.changesSincePublish).toEqual([]);
  });

  it("81: a cycle is saved as a draft, is a problem of level error, and can neither run nor be published", async () => {
    const tab = editorOf(ella, playbookId, "tab");
    await tab.send(tab.envelope(add("b_a"), 0), tab.envelope(add("b_b"), 0));
    const start = (await tab.open()).document.blocks[0]?.id ?? "";
    for (const [n, source, target] of [
      [1, start, "b_a"],
      [2, "b_a", "b_b"],
      [3, "b_b", "b_a"],
    ] as const) {
      const callback = newCallback({ id: `c_${n}`, source, port: "next", target });
      expect(await tab.apply({ kind: "connect", callback, beforeId: null }, 2)).toMatchObject({
        status: "applied",
      });
    }
    const problems = await ella.api.playbooks.validate.query({ id: playbookId });
    const cycle = problems.filter(
      ({ level, callbackId }) => level === "error" && callbackId !== null,
    );
    expect(
      cycle.map(({ callbackId }) => callbackId ?? "").toSorted((a, b) => a.localeCompare(b)),
    ).toEqual(["c_2", "c_3"]);
    const publish = ella.api.playbooks.publish.mutate({ id: playbookId });
    const run = ella.api.runs.startTest.mutate({ playbookId, seq: 5, inputs: {} });
    for (const refusal of await Promise.all([refusalOf(publish), refusalOf(run)]))
      expect(refusal).toMatchObject({ code: "INVALID", problems: expect.any(Array) });
    expect(await world.server.database.prisma.revision.count({ where: { playbookId } })).toBe(0);
  });
});
