import type { Operation } from "@callbook/core/operation";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { makeWorld, type Person, personIn, type World } from "../testing/index.ts";
import { debugBlock, editorOf } from "../testing/playbooks.ts";

let world: World;
let ella: Person;
let playbookId: number;

beforeAll(async () => {
  world = await makeWorld();
  ella = await personIn(world, "Ella", world.sites.berlin, "editor");
}, 60_000);
afterAll(() => world.server.close());
beforeEach(async () => {
  const created = await ella.api.playbooks.create.mutate({
    name: "Triage",
    siteId: world.sites.berlin,
  });
  playbookId = created.id;
});

const add = (id: string): Operation => ({
  kind: "addBlocks",
  callbacks: [],
  blocks: [debugBlock(id)],
});
const snapshotSeq = async (): Promise<number> => {
  const { playbookDraft } = world.server.database.prisma;
  return (await playbookDraft.findUniqueOrThrow({ where: { playbookId } })).seq;
};

describe("the snapshot of a draft", () => {
  it("is written when no edit has come for 5 s", async () => {
    const tab = editorOf(ella, playbookId, "tab");
    await tab.apply(add("b_a"), 0);
    await vi.waitFor(async () => expect(await snapshotSeq()).toBe(1), {
      timeout: 30_000,
      interval: 200,
    });
  }, 40_000);

  it("is written when 200 operations have come", async () => {
    const tab = editorOf(ella, playbookId, "tab");
    const edits = Array.from({ length: 200 }, (_, n) => tab.envelope(add(`b_n${n}`), 0));
    await tab.send(...edits);
    await vi.waitFor(async () => expect(await snapshotSeq()).toBe(200), { timeout: 4_500 });
  });

  it("is written when the draft is run", async () => {
    const tab = editorOf(ella, playbookId, "tab");
    await tab.apply(add("b_a"), 0);
    await ella.api.runs.startTest.mutate({ playbookId, seq: 1, inputs: {} });
    expect(await snapshotSeq()).toBe(1);
  });
});
