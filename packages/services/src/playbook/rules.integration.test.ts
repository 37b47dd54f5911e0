import { newBlock, newDocument, type PlaybookDocument } from "@callbook/core/document";
import {
  OPERATION_VERSION,
  type Operation,
  type OperationAck,
  type OperationEnvelope,
} from "@callbook/core/operation";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runGet, runStart, runStartTest } from "../run/index.ts";
import {
  addConnection,
  addPlaybook,
  addPublished,
  freshName,
  openWorld,
  type PersonName,
  refusalOf,
  sending,
  startRun,
  type World,
} from "../testing/world.ts";
import { CURRENT_FORMAT } from "./drafts.ts";
import {
  playbookApply,
  playbookCreate,
  playbookDuplicate,
  playbookOpen,
  playbookOperationsSince,
  playbookPublish,
  playbookRemove,
  playbookReplace,
  playbookRevision,
} from "./index.ts";

let world: World;
let connectionId: number;
beforeAll(async () => {
  world = await openWorld();
  connectionId = await addConnection(world);
}, 60_000);
afterAll(() => world.close());

/** A document with a block that this program does not know. */
function unknown(): PlaybookDocument {
  const { blocks, callbacks } = sending(connectionId);
  const dance = newBlock({ id: "b_dance", type: "dance", version: 1, name: "dance", config: {} });
  return newDocument({ name: "unknown", blocks: [...blocks, dance], callbacks });
}

function envelope(operation: Operation, changes: Partial<OperationEnvelope> = {}) {
  return {
    v: OPERATION_VERSION,
    id: `${freshName()}:1`,
    baseSeq: 0,
    formatVersion: CURRENT_FORMAT,
    label: "Rename",
    operation,
    undoes: null,
    ...changes,
  };
}

const rename = (from: string, value: string): Operation => ({
  kind: "setPlaybook",
  path: ["description"],
  from,
  value,
});
const undo = (operationId: string) =>
  envelope({ kind: "together", operations: [] }, { undoes: operationId, label: "Undo" });

async function apply(
  who: PersonName,
  id: number,
  ...operations: OperationEnvelope[]
): Promise<OperationAck[]> {
  const context = await world.as(who);
  return (await playbookApply.run({ context, input: { id, operations } })).acks;
}

describe("a playbook that is made", () => {
  it("in a site that is not there is refused", async () => {
    const input = { name: "P", siteId: 999_999 };
    const creating = playbookCreate.run({ context: await world.as("owner"), input });
    expect(await refusalOf(creating)).toMatchObject({ code: "NOT_FOUND" });
  });

  it("of a document with faults is refused with the path of each, and nothing is saved", async () => {
    const before = await world.installation.db.playbook.count();
    const { blocks, ...rest } = sending(connectionId);
    const document = { ...rest, blocks: blocks.slice(1) };
    const input = { name: "P", siteId: world.sites.berlin, document };
    const refusal = await refusalOf(
      playbookCreate.run({ context: await world.as("editor"), input }),
    );
    expect(refusal.code).toBe("INVALID");
    expect(refusal.paths).toContain("callbacks.c_1.source");
    expect(await world.installation.db.playbook.count()).toBe(before);
  });

  it("of another one is told to the audit with both", async () => {
    const id = await addPlaybook(world);
    const copy = await playbookDuplicate.run({
      context: await world.as("editor"),
      input: { id },
    });
    const entry = await world.installation.db.auditEntry.findFirstOrThrow({
      where: { subjectKind: "playbook", subjectId: String(copy.id) },
    });
    expect(entry).toMatchObject({
      action: "playbook.duplicate",
      detail: { of: id, name: expect.stringMatching(/ \(copy\)$/) },
    });
  });
});

describe("a playbook that is published or replaced", () => {
  it.each([
    ["published", playbookPublish],
    ["replaced", playbookReplace],
  ] as const)("is not %s by who has not seen the newest edit", async (_what, verb) => {
    const id = await addPlaybook(world);
    await apply("editor", id, envelope(rename("", "first")));
    const input = { id, seq: 0, document: sending(connectionId) };
    const late = verb.run({ context: await world.as("editor"), input });
    expect(await refusalOf(late)).toMatchObject({
      code: "CONFLICT",
      message: expect.stringContaining("edited meanwhile"),
    });
  });

  it("is not published with problems of level error, which are told", async () => {
    const id = await addPlaybook(world, unknown());
    const context = await world.as("editor");
    const refusal = await refusalOf(playbookPublish.run({ context, input: { id } }));
    expect(refusal).toMatchObject({
      code: "INVALID",
      message: expect.stringContaining("keep it from running"),
    });
    expect(refusal.paths.join()).toContain("b_dance");
  });

  it("is numbered, and what was published before stays as it was", async () => {
    const id = await addPlaybook(world);
    const context = await world.as("editor");
    const first = await playbookPublish.run({ context, input: { id } });
    await apply("editor", id, envelope(rename("", "later")));
    const second = await playbookPublish.run({ context, input: { id } });
    expect([first.number, second.number]).toEqual([1, 2]);
    const read = (revisionId: number) => playbookRevision.run({ context, input: { revisionId } });
    expect((await read(first.revisionId)).document.description).toBe("");
    expect((await read(second.revisionId)).document.description).toBe("later");
    const entries = await world.installation.db.auditEntry.findMany({
      where: { action: "playbook.publish", subjectId: String(id) },
      orderBy: { id: "asc" },
    });
    expect(entries.map(({ detail }) => detail)).toEqual([first, second]);
  });

  it("is gone once it was removed, but for its revisions and runs", async () => {
    const id = await addPublished(world);
    const runId = await startRun(world, id);
    const context = await world.as("editor");
    const { revisionId } = await runGet.run({ context, input: { id: runId } });
    await playbookRemove.run({ context, input: { id } });
    const refused = [
      playbookOpen.run({ context, input: { id } }),
      playbookPublish.run({ context, input: { id } }),
      playbookRemove.run({ context, input: { id } }),
      runStart.run({ context, input: { playbookId: id, inputs: {} } }),
      runStartTest.run({ context, input: { playbookId: id, seq: 0, inputs: {} } }),
    ].map(refusalOf);
    for (const { code } of await Promise.all(refused)) expect(code).toBe("NOT_FOUND");
    await expect(playbookRevision.run({ context, input: { revisionId } })).resolves.toMatchObject({
      playbookId: id,
    });
    await expect(runGet.run({ context, input: { id: runId } })).resolves.toHaveProperty("id");
  });
});

describe("an edit", () => {
  it("that is sent again is answered as the first time, and is made once", async () => {
    const id = await addPlaybook(world);
    const edit = envelope(rename("", "once"));
    const first = await apply("editor", id, edit, edit);
    expect(first[1]).toEqual(first[0]);
    expect(await apply("editor", id, edit)).toEqual([first[0]]);
    const page = await playbookOperationsSince.run({
      context: await world.as("viewer"),
      input: { id, seq: 0 },
    });
    expect(page.operations).toHaveLength(1);
  });

  it("is taken back by who made it, and by nobody else; the log says what was undone", async () => {
    const id = await addPlaybook(world);
    const edit = envelope(rename("", "mine"), { label: "Write the description" });
    await apply("editor", id, edit);
    expect(await apply("admin", id, undo(edit.id))).toMatchObject([
      { status: "refused", message: "There is nothing of yours to undo under this id." },
    ]);
    expect(await apply("editor", id, undo(edit.id))).toMatchObject([
      { status: "applied", leftAlone: [] },
    ]);
    const context = await world.as("viewer");
    const { document } = await playbookOpen.run({ context, input: { id } });
    expect(document.description).toBe("");
    const { operations } = await playbookOperationsSince.run({ context, input: { id, seq: 1 } });
    expect(operations).toMatchObject([
      { label: "Undo: Write the description", undoes: edit.id, userName: "editor" },
    ]);
  });

  it("that is taken back leaves alone what somebody has changed since", async () => {
    const id = await addPlaybook(world);
    const edit = envelope(rename("", "mine"));
    await apply("editor", id, edit);
    await apply("admin", id, envelope(rename("mine", "theirs"), { baseSeq: 1 }));
    const [ack] = await apply("editor", id, undo(edit.id));
    expect(ack).toMatchObject({ status: "applied" });
    expect(ack?.status === "applied" ? ack.leftAlone : []).toHaveLength(1);
    const { document } = await playbookOpen.run({
      context: await world.as("viewer"),
      input: { id },
    });
    expect(document.description).toBe("theirs");
  });

  it("of a page of another version is not taken, so that the page keeps it", async () => {
    const id = await addPlaybook(world);
    const old = envelope(rename("", "old"), { formatVersion: CURRENT_FORMAT - 1 });
    expect(await refusalOf(apply("editor", id, old))).toMatchObject({ code: "UNAVAILABLE" });
  });
});
