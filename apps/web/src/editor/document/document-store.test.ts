import { FORMAT_VERSION, newBlock, newDocument } from "@callbook/core/document";
import { OPERATION_VERSION, type Operation } from "@callbook/core/operation";
import { describe, expect, it, vi } from "vitest";
import type { StoredPending } from "./pending-storage.ts";
import { PlaybookLog } from "./testing/playbook-log.ts";
import { TestDisk } from "./testing/test-disk.ts";
import { CLOCK, openTab, type TestTab } from "./testing/test-tab.ts";
import { emptyUndoStack } from "./undo-stack.ts";

const start = newDocument({
  name: "Triage",
  blocks: [
    newBlock({
      id: "b_one",
      type: "debug",
      version: 1,
      name: "debug_1",
      config: { message: "hello", level: "info" },
    }),
  ],
});

function message(value: string, from = "hello"): Operation {
  return { kind: "setField", blockId: "b_one", path: ["config", "message"], from, value };
}

const shown = ({ store }: TestTab) => store.getSnapshot().document.blocks[0]?.config["message"];
const kept = (log: PlaybookLog) => log.document.blocks[0]?.config["message"];

describe("editing", () => {
  it("an edit is seen at once, saved in the background, and said to be saved", async () => {
    const log = new PlaybookLog(start);
    const rui = openTab(log, "Rui");
    rui.store.apply(message("world"), "Change message");
    expect(shown(rui)).toBe("world");
    expect(rui.store.getSnapshot().save.kind).toBe("saving");
    await rui.store.settled();
    expect(kept(log)).toBe("world");
    expect(rui.store.getSnapshot().save).toEqual({
      kind: "saved",
      at: CLOCK,
    });
  });

  it("what cannot be applied is said and never sent", async () => {
    const log = new PlaybookLog(start);
    const rui = openTab(log, "Rui");
    const gone: Operation = { kind: "removeBlocks", blockIds: ["b_none"] };
    expect(rui.store.apply(gone, "Delete").status).not.toBe("applied");
    await rui.store.settled();
    expect(log.operations).toEqual([]);
  });

  it("two people see each other's edits, in one order", async () => {
    const log = new PlaybookLog(start);
    const rui = openTab(log, "Rui");
    const ana = openTab(log, "Ana");
    rui.store.apply({ kind: "rename", blockId: "b_one", from: "debug_1", name: "first" }, "Rename");
    ana.store.apply(message("from Ana"), "Change message");
    await Promise.all([rui.store.settled(), ana.store.settled()]);
    expect(rui.store.getSnapshot().document).toEqual(log.document);
    expect(ana.store.getSnapshot().document).toEqual(log.document);
    expect(log.document.blocks[0]?.name).toBe("first");
    expect(kept(log)).toBe("from Ana");
    expect(rui.store.getSnapshot().changes).toEqual(
      new Map([
        ["Rui", 1],
        ["Ana", 1],
      ]),
    );
  });

  it("two people writing one field never overwrite each other silently: both values are shown", async () => {
    const log = new PlaybookLog(start);
    const rui = openTab(log, "Rui");
    const ana = openTab(log, "Ana");
    ana.store.apply(message("from Ana"), "Change message");
    rui.store.apply(message("from Rui"), "Change message");
    await Promise.all([rui.store.settled(), ana.store.settled()]);
    const conflicts = [rui, ana].flatMap(({ store }) => store.getSnapshot().notices);
    expect(conflicts).toHaveLength(1);
    const loser = conflicts[0];
    expect(loser).toMatchObject({ kind: "conflict", theirs: kept(log) });
    expect(shown(rui)).toBe(kept(log));
    expect(shown(ana)).toBe(kept(log));
    expect(rui.store.getSnapshot().undo === null).not.toBe(ana.store.getSnapshot().undo === null);
  });

  it("an operation that was missed is read before later ones take effect, and counted", async () => {
    const log = new PlaybookLog(start);
    const rui = openTab(log, "Rui", { onBroadcast: () => undefined });
    editsOfAna(log, ["first", "second"]);
    rui.store.receive(log.operations.slice(-1));
    await vi.waitFor(() => expect(shown(rui)).toBe("second"));
    expect(rui.store.getSnapshot().seq).toBe(2);
    expect(rui.store.getSnapshot().changes).toEqual(new Map([["Ana", 2]]));
  });
});

describe("offline", () => {
  it("what was missed is read when the server is back, also when nobody edits any more", async () => {
    const log = new PlaybookLog(start);
    const rui = openTab(log, "Rui", { onBroadcast: () => undefined });
    editsOfAna(log, ["missed"]);
    rui.line.trouble = "unreachable";
    rui.store.wake();
    await rui.store.settled();
    expect(shown(rui)).toBe("hello");
    rui.line.trouble = null;
    rui.retry();
    await rui.store.settled();
    expect(shown(rui)).toBe("missed");
  });

  it("signing in while the last request of before is still refused brings the edits to the server", async () => {
    const log = new PlaybookLog(start);
    const rui = openTab(log, "Rui");
    rui.line.isHeld = true;
    rui.store.apply(message("kept"), "Change message");
    await vi.waitFor(() => expect(rui.line.requests).toHaveLength(1));
    rui.line.trouble = "signedOut";
    rui.line.requests[0]?.arrive();
    rui.line.trouble = null;
    rui.store.wake();
    rui.line.isHeld = false;
    rui.line.requests[0]?.answer();
    await rui.store.settled();
    expect(kept(log)).toBe("kept");
    expect(rui.store.getSnapshot().save.kind).toBe("saved");
  });

  it("edits are kept and counted, and sent in order when the server is back", async () => {
    const log = new PlaybookLog(start);
    const rui = openTab(log, "Rui");
    rui.line.trouble = "unreachable";
    rui.store.apply(message("one"), "Change message");
    rui.store.apply(message("two", "one"), "Change message");
    rui.store.apply(message("three", "two"), "Change message");
    await rui.store.settled();
    expect(rui.store.getSnapshot().save).toEqual({ kind: "offline", kept: 3, stored: true });
    expect(shown(rui)).toBe("three");
    rui.line.trouble = null;
    rui.retry();
    await rui.store.settled();
    expect(kept(log)).toBe("three");
    expect(rui.store.getSnapshot().save.kind).toBe("saved");
  });

  it("an answer that got lost does not apply an edit twice", async () => {
    const log = new PlaybookLog(start);
    const rui = openTab(log, "Rui");
    rui.line.losesAnswers = true;
    rui.store.apply(message("once"), "Change message");
    await rui.store.settled();
    rui.line.losesAnswers = false;
    rui.retry();
    await rui.store.settled();
    expect(log.operations).toHaveLength(1);
    expect(rui.store.getSnapshot().notices).toEqual([]);
    expect(rui.store.getSnapshot().save.kind).toBe("saved");
  });

  it("after a reload the edits that were kept on disk are shown and sent again", async () => {
    const log = new PlaybookLog(start);
    const disk = new TestDisk();
    const memory = { stack: emptyUndoStack };
    const first = openTab(log, "Rui", { disk, memory, clientId: "t_1" });
    first.line.trouble = "unreachable";
    first.store.apply(message("kept"), "Change message");
    await first.store.settled();
    first.store.close();
    const second = openTab(log, "Rui", { disk, memory, clientId: "t_2" });
    await second.store.settled();
    expect(kept(log)).toBe("kept");
    expect(disk.rows.size).toBe(0);
    expect(second.store.getSnapshot().undo?.label).toBe("Change message");
    second.store.undo();
    await second.store.settled();
    expect(kept(log)).toBe("hello");
  });

  it("edits that a page of an older version has kept are sent as this version's", async () => {
    const log = new PlaybookLog(start);
    const disk = new TestDisk();
    const first = openTab(log, "Rui", { disk, clientId: "t_1" });
    first.line.trouble = "unreachable";
    const block = newBlock({ id: "b_old", type: "debug", version: 1, name: "old", config: {} });
    first.store.apply({ kind: "addBlocks", blocks: [block], callbacks: [] }, "Add old");
    await first.store.settled();
    first.store.close();
    for (const row of disk.rows.values()) disk.rows.set(row.id, asFormat1(row));
    const second = openTab(log, "Rui", { disk, clientId: "t_2" });
    await second.store.settled();
    expect(log.document.blocks.at(-1)).toEqual(block);
    expect(second.store.getSnapshot().notices).toEqual([]);
  });

  it("an edit made in the moment the page goes is kept", async () => {
    const log = new PlaybookLog(start);
    const disk = new TestDisk();
    const first = openTab(log, "Rui", { disk, clientId: "t_1" });
    await first.store.settled();
    disk.isSlow = true;
    first.line.trouble = "unreachable";
    first.store.apply(message("last words"), "Change message");
    expect(disk.rows.size).toBe(0);
    first.store.leave();
    expect([...disk.rows.values()].map((row) => row.playbookId)).toEqual([1]);
  });

  it("edits of another person on the same machine are not touched", async () => {
    const log = new PlaybookLog(start);
    const disk = new TestDisk();
    const rui = openTab(log, "Rui", { disk });
    rui.line.trouble = "unreachable";
    rui.store.apply(message("of Rui"), "Change message");
    await rui.store.settled();
    rui.store.close();
    const ana = openTab(log, "Ana", { disk });
    await ana.store.settled();
    expect(kept(log)).toBe("hello");
    expect(disk.rows.size).toBe(1);
  });

  it("a browser that keeps nothing on disk says so while something is unsent", async () => {
    const log = new PlaybookLog(start);
    const disk = new TestDisk();
    disk.refuses = true;
    const rui = openTab(log, "Rui", { disk });
    await rui.store.settled();
    rui.line.trouble = "signedOut";
    rui.store.apply(message("unsafe"), "Change message");
    expect(rui.store.getSnapshot().save.kind).toBe("notStored");
    await rui.store.settled();
    expect(rui.store.getSnapshot().save).toEqual({ kind: "signedOut", kept: 1 });
    expect(rui.store.leavingLosesEdits()).toBe(true);
  });

  it.each(["forbidden", "deleted"] as const)(
    "when the playbook is %s the edits are offered, not dropped",
    async (why) => {
      const log = new PlaybookLog(start);
      const rui = openTab(log, "Rui");
      rui.line.trouble = why;
      rui.store.apply(message("lost?"), "Change message");
      await rui.store.settled();
      expect(rui.store.getSnapshot().save).toEqual({ kind: "lost", why, kept: 1 });
      expect(rui.store.unsent().map((entry) => entry.kind)).toEqual(["apply"]);
    },
  );

  it("one edit that the server cannot read is told, and the others are saved", async () => {
    const log = new PlaybookLog(start);
    const rui = openTab(log, "Rui");
    rui.line.unreadable = "Move block";
    const move = { blockId: "b_one", from: { x: 0, y: 0 }, to: { x: 16, y: 0 } };
    rui.store.apply(message("good"), "Change message");
    rui.store.apply({ kind: "moveBlocks", moves: [move] }, "Move block");
    rui.store.apply(message("better", "good"), "Change message");
    await rui.store.settled();
    expect(kept(log)).toBe("better");
    expect(rui.store.getSnapshot().notices).toMatchObject([
      { kind: "refused", label: "Move block", message: "not an operation" },
    ]);
    expect(rui.store.getSnapshot().document).toEqual(log.document);
    expect(rui.store.getSnapshot().save.kind).toBe("saved");
  });
});

describe("undo and redo", () => {
  it("takes back form and graph edits in turn, and does them again", async () => {
    const log = new PlaybookLog(start);
    const rui = openTab(log, "Rui");
    rui.store.apply(message("world"), "Change message");
    const move = { blockId: "b_one", from: { x: 0, y: 0 }, to: { x: 32, y: 16 } };
    rui.store.apply({ kind: "moveBlocks", moves: [move] }, "Move block");
    rui.store.undo();
    expect(rui.store.getSnapshot().document.blocks[0]?.position).toEqual({ x: 0, y: 0 });
    rui.store.undo();
    expect(shown(rui)).toBe("hello");
    rui.store.redo();
    expect(shown(rui)).toBe("world");
    await rui.store.settled();
    expect(kept(log)).toBe("world");
    expect(rui.store.getSnapshot().document).toEqual(log.document);
    expect(rui.store.getSnapshot().redo?.label).toBe("Move block");
  });

  it("undoes only what I did, and says what it left alone", async () => {
    const log = new PlaybookLog(start);
    const rui = openTab(log, "Rui");
    const ana = openTab(log, "Ana");
    rui.store.apply(message("from Rui"), "Change message");
    await rui.store.settled();
    await vi.waitFor(() => expect(shown(ana)).toBe("from Rui"));
    expect(ana.store.getSnapshot().undo).toBeNull();
    ana.store.apply(message("from Ana", "from Rui"), "Change message");
    await ana.store.settled();
    rui.store.undo();
    await rui.store.settled();
    expect(kept(log)).toBe("from Ana");
    expect(rui.store.getSnapshot().notices).toMatchObject([{ kind: "leftAlone" }]);
  });

  it("works while offline and ends where it would have ended online", async () => {
    const log = new PlaybookLog(start);
    const rui = openTab(log, "Rui");
    rui.line.trouble = "unreachable";
    rui.store.apply(message("a"), "Change message");
    rui.store.apply(message("b", "a"), "Change message");
    rui.store.undo();
    expect(shown(rui)).toBe("a");
    await rui.store.settled();
    rui.line.trouble = null;
    rui.retry();
    await rui.store.settled();
    expect(kept(log)).toBe("a");
    expect(shown(rui)).toBe("a");
  });
});

/** A kept edit without what came after format 1. */
function asFormat1(row: StoredPending): StoredPending {
  const text = JSON.stringify(row)
    .replace('"join":"all","parent":null,"foreign":null,', "")
    .replace('"formatVersion":2', '"formatVersion":1')
    .replace('"v":2', '"v":1');
  return JSON.parse(text);
}

/** Edits that reach the log while nobody listens, as when the stream is away. */
function editsOfAna(log: PlaybookLog, values: readonly string[]): void {
  let from = "hello";
  for (const value of values) {
    log.apply("Ana", [
      {
        v: OPERATION_VERSION,
        id: `ana:${log.seq + 1}`,
        baseSeq: log.seq,
        formatVersion: FORMAT_VERSION,
        label: "Change message",
        operation: message(value, from),
        undoes: null,
      },
    ]);
    from = value;
  }
}
