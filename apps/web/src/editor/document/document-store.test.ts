import {
  FORMAT_VERSION,
  newBlock,
  newDocument,
  type PlaybookDocument,
} from "@callbook/core/document";
import {
  applyOperation,
  applyUndo,
  type LoggedOperation,
  OPERATION_VERSION,
  type Operation,
  type OperationAck,
} from "@callbook/core/operation";
import { describe, expect, it, vi } from "vitest";
import { DocumentStore } from "./document-store.ts";
import type { PendingStorage, StoredPending } from "./pending-storage.ts";
import { type PlaybookServer, ServerTrouble } from "./playbook-server.ts";
import { emptyUndoStack, type UndoStack } from "./undo-stack.ts";

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

/** The pure protocol of the server: one order, one answer per id, the inverse of every operation. */
class Order {
  document = start;
  readonly log: LoggedOperation[] = [];
  readonly #acks = new Map<string, OperationAck>();
  readonly #inverses = new Map<string, Operation>();
  readonly #listeners = new Set<(operations: readonly LoggedOperation[]) => void>();
  broken: ServerTrouble | null = null;
  /** The answer is lost on the way, after the operations have been taken. */
  losesAnswers = false;
  /** Batches with an edit of this label cannot be read. */
  unreadable: string | null = null;

  listen(store: DocumentStore): void {
    this.#listeners.add((operations) => store.receive(operations));
  }

  serverFor(userName: string): PlaybookServer {
    const guard = () => {
      if (this.broken !== null) throw this.broken;
    };
    return {
      open: async () => {
        guard();
        return { seq: this.log.length, document: this.document };
      },
      apply: async (operations) => {
        guard();
        if (operations.some(({ label }) => label === this.unreadable)) {
          throw new ServerTrouble("invalid", "not an operation");
        }
        const acks = operations.map(({ id, label, operation }) => {
          const known = this.#acks.get(id);
          if (known !== undefined) return known;
          const applied = applyOperation(this.document, operation);
          if (applied.status === "applied") {
            this.#inverses.set(id, applied.inverse);
            return this.#take(id, userName, label, applied.document, applied.operation, []);
          }
          return this.#keep(id, refusal(id, applied));
        });
        if (this.losesAnswers) throw new ServerTrouble("unreachable", "the answer was lost");
        return acks;
      },
      undo: async (operationId, newId) => {
        guard();
        const known = this.#acks.get(newId);
        if (known !== undefined) return known;
        const inverse = this.#inverses.get(operationId);
        if (inverse === undefined) {
          return { status: "refused", id: newId, message: "there is no such operation", path: [] };
        }
        const undone = applyUndo(this.document, inverse);
        this.#inverses.set(newId, undone.inverse);
        const operation = undone.operation ?? { kind: "together", operations: [] };
        return this.#take(newId, userName, "Undo", undone.document, operation, undone.leftAlone);
      },
      operationsSince: async (seq) => {
        guard();
        return { operations: this.log.slice(seq), more: false };
      },
    };
  }

  #keep(id: string, ack: OperationAck): OperationAck {
    this.#acks.set(id, ack);
    return ack;
  }

  #take(
    id: string,
    userName: string,
    label: string,
    document: PlaybookDocument,
    operation: Operation,
    leftAlone: readonly string[],
  ): OperationAck {
    this.document = document;
    const seq = this.log.length + 1;
    const at = "2026-01-01T00:00:00.000Z";
    const logged = { seq, id, userId: userName, userName, at, label, operation, undoes: null };
    this.log.push(logged);
    for (const listener of this.#listeners) listener([logged]);
    return this.#keep(id, { status: "applied", id, seq, operation, leftAlone });
  }
}

function refusal(
  id: string,
  applied: Exclude<ReturnType<typeof applyOperation>, { status: "applied" }>,
): OperationAck {
  switch (applied.status) {
    case "conflict":
      return {
        ...applied,
        id,
        mine: applied.mine ?? null,
        theirs: applied.theirs ?? null,
        by: "Ana",
      };
    case "gone":
      return {
        status: "gone",
        id,
        what: applied.what,
        subject: applied.id,
        by: "Ana",
        restore: null,
      };
    case "refused":
      return { ...applied, id };
  }
}

class Disk implements PendingStorage {
  readonly rows = new Map<string, StoredPending>();
  refuses = false;
  async load(userId: string, playbookId: number) {
    this.#check();
    return [...this.rows.values()].filter(
      (row) => row.userId === userId && row.playbookId === playbookId,
    );
  }
  async put(entries: readonly StoredPending[]) {
    this.#check();
    for (const entry of entries) this.rows.set(entry.id, entry);
  }
  async remove(ids: readonly string[]) {
    this.#check();
    for (const id of ids) this.rows.delete(id);
  }
  putNow(entries: readonly StoredPending[]) {
    this.#check();
    for (const entry of entries) this.rows.set(entry.id, entry);
  }
  #check() {
    if (this.refuses) throw new Error("the browser keeps nothing");
  }
}

/** Never gets round to writing before the page is gone. */
class SlowDisk extends Disk {
  override put() {
    return new Promise<void>(() => undefined);
  }
}

interface Tab {
  readonly store: DocumentStore;
  /** Lets the pauses before a new try pass. */
  readonly retry: () => void;
}

function tab(
  order: Order,
  userName: string,
  options: { clientId?: string; disk?: Disk; memory?: { stack: UndoStack } } = {},
): Tab {
  const memory = options.memory ?? { stack: emptyUndoStack };
  let waiting: (() => void)[] = [];
  const store = new DocumentStore({
    playbookId: 1,
    userId: userName,
    userName,
    clientId: options.clientId ?? userName,
    opened: { seq: order.log.length, document: order.document },
    server: order.serverFor(userName),
    storage: options.disk ?? new Disk(),
    undoMemory: {
      load: () => memory.stack,
      save: (stack) => {
        memory.stack = stack;
      },
    },
    now: () => new Date("2026-01-01T10:51:20Z"),
    after: (_, callback) => {
      waiting.push(callback);
      return () => {
        waiting = waiting.filter((other) => other !== callback);
      };
    },
  });
  order.listen(store);
  return {
    store,
    retry: () => {
      for (const callback of waiting.splice(0)) callback();
    },
  };
}

function message(value: string, from = "hello"): Operation {
  return { kind: "setField", blockId: "b_one", path: ["config", "message"], from, value };
}

const shown = ({ store }: Tab) => store.getSnapshot().document.blocks[0]?.config["message"];
const kept = (order: Order) => order.document.blocks[0]?.config["message"];

describe("editing", () => {
  it("an edit is seen at once, saved in the background, and said to be saved", async () => {
    const order = new Order();
    const one = tab(order, "Rui");
    one.store.apply(message("world"), "Change message");
    expect(shown(one)).toBe("world");
    expect(one.store.getSnapshot().save.kind).toBe("saving");
    await one.store.settled();
    expect(kept(order)).toBe("world");
    expect(one.store.getSnapshot().save).toEqual({
      kind: "saved",
      at: new Date("2026-01-01T10:51:20Z"),
    });
  });

  it("what cannot be applied is said and never sent", async () => {
    const order = new Order();
    const one = tab(order, "Rui");
    const gone: Operation = { kind: "removeBlocks", blockIds: ["b_none"] };
    expect(one.store.apply(gone, "Delete").status).not.toBe("applied");
    await one.store.settled();
    expect(order.log).toEqual([]);
  });

  it("two people see each other's edits, in one order", async () => {
    const order = new Order();
    const rui = tab(order, "Rui");
    const ana = tab(order, "Ana");
    rui.store.apply({ kind: "rename", blockId: "b_one", from: "debug_1", name: "first" }, "Rename");
    ana.store.apply(message("from Ana"), "Change message");
    await Promise.all([rui.store.settled(), ana.store.settled()]);
    expect(rui.store.getSnapshot().document).toEqual(order.document);
    expect(ana.store.getSnapshot().document).toEqual(order.document);
    expect(order.document.blocks[0]?.name).toBe("first");
    expect(kept(order)).toBe("from Ana");
    expect(rui.store.getSnapshot().changes).toEqual(
      new Map([
        ["Rui", 1],
        ["Ana", 1],
      ]),
    );
  });

  it("two people writing one field never overwrite each other silently: both values are shown", async () => {
    const order = new Order();
    const rui = tab(order, "Rui");
    const ana = tab(order, "Ana");
    ana.store.apply(message("from Ana"), "Change message");
    rui.store.apply(message("from Rui"), "Change message");
    await Promise.all([rui.store.settled(), ana.store.settled()]);
    const conflicts = [rui, ana].flatMap(({ store }) => store.getSnapshot().notices);
    expect(conflicts).toHaveLength(1);
    const loser = conflicts[0];
    expect(loser).toMatchObject({ kind: "conflict", theirs: kept(order) });
    expect(shown(rui)).toBe(kept(order));
    expect(shown(ana)).toBe(kept(order));
    expect(rui.store.getSnapshot().undo === null).not.toBe(ana.store.getSnapshot().undo === null);
  });

  it("an operation that was missed is read before later ones take effect", async () => {
    const order = new Order();
    const rui = tab(order, "Rui");
    const silent = createSilent(order);
    await silent.apply("first");
    await silent.apply("second");
    const last = order.log.at(-1);
    if (last === undefined) throw new Error("nothing was logged");
    rui.store.receive([last]);
    await vi.waitFor(() => expect(shown(rui)).toBe("second"));
    expect(rui.store.getSnapshot().seq).toBe(2);
  });
});

describe("offline", () => {
  it("edits are kept and counted, and sent in order when the server is back", async () => {
    const order = new Order();
    const one = tab(order, "Rui");
    order.broken = new ServerTrouble("unreachable", "no network");
    one.store.apply(message("one"), "Change message");
    one.store.apply(message("two", "one"), "Change message");
    one.store.apply(message("three", "two"), "Change message");
    await one.store.settled();
    expect(one.store.getSnapshot().save).toEqual({ kind: "offline", kept: 3, stored: true });
    expect(shown(one)).toBe("three");
    order.broken = null;
    one.retry();
    await one.store.settled();
    expect(kept(order)).toBe("three");
    expect(one.store.getSnapshot().save.kind).toBe("saved");
  });

  it("an answer that got lost does not apply an edit twice", async () => {
    const order = new Order();
    const one = tab(order, "Rui");
    order.losesAnswers = true;
    one.store.apply(message("once"), "Change message");
    await one.store.settled();
    order.losesAnswers = false;
    one.retry();
    await one.store.settled();
    expect(order.log).toHaveLength(1);
    expect(one.store.getSnapshot().notices).toEqual([]);
    expect(one.store.getSnapshot().save.kind).toBe("saved");
  });

  it("after a reload the edits that were kept on disk are shown and sent again", async () => {
    const order = new Order();
    const disk = new Disk();
    const memory = { stack: emptyUndoStack };
    const first = tab(order, "Rui", { disk, memory, clientId: "t_1" });
    order.broken = new ServerTrouble("unreachable", "no network");
    first.store.apply(message("kept"), "Change message");
    await first.store.settled();
    first.store.close();
    order.broken = null;
    const second = tab(order, "Rui", { disk, memory, clientId: "t_2" });
    await second.store.settled();
    expect(kept(order)).toBe("kept");
    expect(disk.rows.size).toBe(0);
    expect(second.store.getSnapshot().undo?.label).toBe("Change message");
    second.store.undo();
    await second.store.settled();
    expect(kept(order)).toBe("hello");
  });

  it("edits that a page of an older version has kept are sent as this version's", async () => {
    const order = new Order();
    const disk = new Disk();
    const first = tab(order, "Rui", { disk, clientId: "t_1" });
    order.broken = new ServerTrouble("unreachable", "the server is of a newer version");
    const block = newBlock({ id: "b_old", type: "debug", version: 1, name: "old", config: {} });
    first.store.apply({ kind: "addBlocks", blocks: [block], callbacks: [] }, "Add old");
    await first.store.settled();
    first.store.close();
    for (const row of disk.rows.values()) disk.rows.set(row.id, asFormat1(row));
    order.broken = null;
    const second = tab(order, "Rui", { disk, clientId: "t_2" });
    await second.store.settled();
    expect(order.document.blocks.at(-1)).toEqual(block);
    expect(second.store.getSnapshot().notices).toEqual([]);
  });

  it("an edit made in the moment the page goes is kept", async () => {
    const order = new Order();
    const disk = new SlowDisk();
    const first = tab(order, "Rui", { disk, clientId: "t_1" });
    await first.store.settled();
    order.broken = new ServerTrouble("unreachable", "no network");
    first.store.apply(message("last words"), "Change message");
    expect(disk.rows.size).toBe(0);
    first.store.leave();
    expect([...disk.rows.values()].map((row) => row.playbookId)).toEqual([1]);
  });

  it("edits of another person on the same machine are not touched", async () => {
    const order = new Order();
    const disk = new Disk();
    const rui = tab(order, "Rui", { disk });
    order.broken = new ServerTrouble("unreachable", "no network");
    rui.store.apply(message("of Rui"), "Change message");
    await rui.store.settled();
    rui.store.close();
    order.broken = null;
    const ana = tab(order, "Ana", { disk });
    await ana.store.settled();
    expect(kept(order)).toBe("hello");
    expect(disk.rows.size).toBe(1);
  });

  it("a browser that keeps nothing on disk says so while something is unsent", async () => {
    const order = new Order();
    const disk = new Disk();
    disk.refuses = true;
    const one = tab(order, "Rui", { disk });
    await one.store.settled();
    order.broken = new ServerTrouble("signedOut", "signed out");
    one.store.apply(message("unsafe"), "Change message");
    expect(one.store.getSnapshot().save.kind).toBe("notStored");
    await one.store.settled();
    expect(one.store.getSnapshot().save).toEqual({ kind: "signedOut", kept: 1 });
  });

  it.each(["forbidden", "deleted"] as const)(
    "when the playbook is %s the edits are offered, not dropped",
    async (why) => {
      const order = new Order();
      const one = tab(order, "Rui");
      order.broken = new ServerTrouble(why, why);
      one.store.apply(message("lost?"), "Change message");
      await one.store.settled();
      expect(one.store.getSnapshot().save).toEqual({ kind: "lost", why, kept: 1 });
      expect(one.store.unsent().map((entry) => entry.kind)).toEqual(["apply"]);
    },
  );

  it("one edit that the server cannot read is told, and the others are saved", async () => {
    const order = new Order();
    const one = tab(order, "Rui");
    order.unreadable = "Move block";
    const move = { blockId: "b_one", from: { x: 0, y: 0 }, to: { x: 16, y: 0 } };
    one.store.apply(message("good"), "Change message");
    one.store.apply({ kind: "moveBlocks", moves: [move] }, "Move block");
    one.store.apply(message("better", "good"), "Change message");
    await one.store.settled();
    expect(kept(order)).toBe("better");
    expect(one.store.getSnapshot().notices).toMatchObject([
      { kind: "refused", label: "Move block", message: "not an operation" },
    ]);
    expect(one.store.getSnapshot().document).toEqual(order.document);
    expect(one.store.getSnapshot().save.kind).toBe("saved");
  });
});

describe("undo and redo", () => {
  it("takes back form and graph edits in turn, and does them again", async () => {
    const order = new Order();
    const one = tab(order, "Rui");
    one.store.apply(message("world"), "Change message");
    const move = { blockId: "b_one", from: { x: 0, y: 0 }, to: { x: 32, y: 16 } };
    one.store.apply({ kind: "moveBlocks", moves: [move] }, "Move block");
    one.store.undo();
    expect(one.store.getSnapshot().document.blocks[0]?.position).toEqual({ x: 0, y: 0 });
    one.store.undo();
    expect(shown(one)).toBe("hello");
    one.store.redo();
    expect(shown(one)).toBe("world");
    await one.store.settled();
    expect(kept(order)).toBe("world");
    expect(one.store.getSnapshot().document).toEqual(order.document);
    expect(one.store.getSnapshot().redo?.label).toBe("Move block");
  });

  it("undoes only what I did, and says what it left alone", async () => {
    const order = new Order();
    const rui = tab(order, "Rui");
    const ana = tab(order, "Ana");
    rui.store.apply(message("from Rui"), "Change message");
    await rui.store.settled();
    await vi.waitFor(() => expect(shown(ana)).toBe("from Rui"));
    expect(ana.store.getSnapshot().undo).toBeNull();
    ana.store.apply(message("from Ana", "from Rui"), "Change message");
    await ana.store.settled();
    rui.store.undo();
    await rui.store.settled();
    expect(kept(order)).toBe("from Ana");
    expect(rui.store.getSnapshot().notices).toMatchObject([{ kind: "leftAlone" }]);
  });

  it("works while offline and ends where it would have ended online", async () => {
    const order = new Order();
    const one = tab(order, "Rui");
    order.broken = new ServerTrouble("unreachable", "no network");
    one.store.apply(message("a"), "Change message");
    one.store.apply(message("b", "a"), "Change message");
    one.store.undo();
    expect(shown(one)).toBe("a");
    await one.store.settled();
    order.broken = null;
    one.retry();
    await one.store.settled();
    expect(kept(order)).toBe("a");
    expect(shown(one)).toBe("a");
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

function createSilent(order: Order) {
  const server = order.serverFor("Ana");
  let counter = 0;
  let from = "hello";
  return {
    async apply(value: string) {
      counter += 1;
      // Nobody listens to this order's log here, as when the stream was away.
      await server.apply([
        {
          v: OPERATION_VERSION,
          id: `silent:${counter}`,
          baseSeq: order.log.length,
          formatVersion: FORMAT_VERSION,
          label: "Change message",
          operation: message(value, from),
          undoes: null,
        },
      ]);
      from = value;
    },
  };
}
