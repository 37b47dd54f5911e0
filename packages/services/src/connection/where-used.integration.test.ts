import { newDocument } from "@callbook/core/document";
import { OPERATION_VERSION, type Operation } from "@callbook/core/operation";
import { afterAll, beforeAll, expect, it } from "vitest";
import { CURRENT_FORMAT } from "../playbook/drafts.ts";
import { playbookApply } from "../playbook/index.ts";
import {
  addConnection,
  addPlaybook,
  addPublished,
  freshName,
  openWorld,
  sending,
  type World,
} from "../testing/world.ts";
import { connectionWhereUsed } from "./index.ts";

let world: World;
beforeAll(async () => {
  world = await openWorld();
}, 60_000);
afterAll(() => world.close());

async function usersOf(id: number): Promise<readonly number[]> {
  const used = await connectionWhereUsed.run({ context: await world.as("admin"), input: { id } });
  return used.map(({ playbookId }) => playbookId).toSorted((one, two) => one - two);
}

async function apply(id: number, operation: Operation): Promise<void> {
  const envelope = {
    v: OPERATION_VERSION,
    id: `${freshName()}:1`,
    baseSeq: 0,
    formatVersion: CURRENT_FORMAT,
    label: "Edit",
    operation,
    undoes: null,
  };
  const context = await world.as("editor");
  await playbookApply.run({ context, input: { id, operations: [envelope] } });
}

it("names the playbooks whose draft or published revision uses the connection", async () => {
  const [one, other] = [await addConnection(world), await addConnection(world)];
  const drafted = await addPlaybook(world, sending(one));
  const published = await addPublished(world, sending(one));
  await addPlaybook(world, sending(other));
  await addPlaybook(world);
  expect(await usersOf(one)).toEqual([drafted, published]);
});

it("knows an edit of this moment, which no snapshot has yet", async () => {
  const connection = await addConnection(world);
  const id = await addPlaybook(world, newDocument({ name: freshName() }));
  expect(await usersOf(connection)).toEqual([]);
  const { blocks } = sending(connection);
  await apply(id, { kind: "addBlocks", blocks, callbacks: [] });
  expect(await usersOf(connection)).toEqual([id]);
});

it("reads no playbook that cannot use it: one that is broken is in nobody's way", async () => {
  const connection = await addConnection(world);
  const used = await addPlaybook(world, sending(connection));
  const broken = await addPlaybook(world);
  await world.installation.db.playbookDraft.update({
    where: { playbookId: broken },
    data: { document: { blocks: "none" } },
  });
  expect(await usersOf(connection)).toEqual([used]);
});
