import { FORMAT_VERSION } from "@callbook/core/document";
import { OPERATION_VERSION } from "@callbook/core/operation";
import { describe, expect, it } from "vitest";
import { Outbox } from "./outbox.ts";
import type { PendingEdit } from "./pending.ts";

function edit(id: string, value = ""): PendingEdit {
  const envelope = {
    v: OPERATION_VERSION,
    id,
    baseSeq: 0,
    formatVersion: FORMAT_VERSION,
    label: `Edit ${id}`,
    operation: { kind: "setPlaybook", path: ["description"], from: "", value },
    undoes: null,
  } as const;
  return { kind: "apply", id, envelope };
}

function undoOf(operationId: string, id: string): PendingEdit {
  return { kind: "undo", id, operationId, label: `Edit ${operationId}`, inverse: null };
}

function outboxWith(...edits: readonly PendingEdit[]): Outbox {
  const outbox = new Outbox();
  for (const pending of edits) outbox.add(pending);
  return outbox;
}

const ids = (outbox: Outbox) => outbox.edits.map(({ id }) => id);
const sent = (outbox: Outbox) => outbox.nextBatch(7)?.map(({ id }) => id) ?? null;

describe("what travels in one request", () => {
  it("edits together, in the order in which they were made", () => {
    expect(sent(outboxWith(edit("a"), edit("b"), edit("c")))).toEqual(["a", "b", "c"]);
  });

  it("nothing when nothing waits", () => {
    expect(sent(new Outbox())).toBeNull();
  });

  it("an undo alone, after what was made before it, and without what it does here", () => {
    const outbox = outboxWith(edit("a"), undoOf("a", "u"), edit("b"));
    expect(sent(outbox)).toEqual(["a"]);
    outbox.settle(["a"]);
    expect(outbox.nextBatch(7)).toEqual([
      {
        v: OPERATION_VERSION,
        id: "u",
        baseSeq: 7,
        formatVersion: FORMAT_VERSION,
        label: "Undo: Edit a",
        operation: { kind: "together", operations: [] },
        undoes: "a",
      },
    ]);
    outbox.settle(["u"]);
    expect(sent(outbox)).toEqual(["b"]);
  });

  it("fifty edits at most, and two million characters, but always one", () => {
    const many = Array.from({ length: 51 }, (_, place) => edit(`e${place}`));
    expect(sent(outboxWith(...many))).toHaveLength(50);
    const large = "x".repeat(1_500_000);
    expect(sent(outboxWith(edit("a", large), edit("b", large)))).toEqual(["a"]);
    expect(sent(outboxWith(edit("a", large + large)))).toEqual(["a"]);
  });

  it("one edit each after a batch that could not be read, until all is sent", () => {
    const outbox = outboxWith(edit("a"), edit("b"));
    outbox.sendOneByOne();
    expect(sent(outbox)).toEqual(["a"]);
    outbox.settle(["a"]);
    expect(sent(outbox)).toEqual(["b"]);
    outbox.settle(["b"]);
    expect(sent(outbox)).toBeNull();
    outbox.add(edit("c"));
    outbox.add(edit("d"));
    expect(sent(outbox)).toEqual(["c", "d"]);
  });
});

describe("on the way", () => {
  it("what the server has ordered is not sent again, and stays until the log here has come so far", () => {
    const outbox = outboxWith(edit("a"), edit("b"));
    outbox.markOrdered("a", 4);
    expect(sent(outbox)).toEqual(["b"]);
    expect(ids(outbox)).toEqual(["a", "b"]);
    expect(outbox.settle(["a", "of another"])).toEqual(["a"]);
    expect(ids(outbox)).toEqual(["b"]);
  });

  it("what an earlier page left comes before the edits of this one, and each is there once", () => {
    const outbox = outboxWith(edit("new"));
    expect(outbox.addEarlier([edit("old"), edit("new")])).toBe(true);
    expect(ids(outbox)).toEqual(["old", "new"]);
    expect(outbox.addEarlier([edit("old")])).toBe(false);
  });

  it("a playbook that is opened anew holds what was ordered up to its seq; the rest is sent again", () => {
    const outbox = outboxWith(edit("a"), edit("b"), edit("c"));
    outbox.markOrdered("a", 4);
    outbox.markOrdered("b", 6);
    expect(outbox.settleUpTo(5)).toEqual(["a"]);
    expect(sent(outbox)).toEqual(["b", "c"]);
  });
});
