import {
  type Block,
  newBlock,
  newCallback,
  newDocument,
  type PlaybookDocument,
} from "@callbook/core/document";
import { applyOperation, sameDocument } from "@callbook/core/operation";
import { describe, expect, it } from "vitest";
import { blockSize } from "../../canvas/geometry.ts";
import { catalogue } from "../../catalogue/testing/catalogue.ts";
import { addBlock, chosenBlock, connectTo, insertOn, removeAll } from "./gestures.ts";
import { legalTargets } from "./legal-targets.ts";

function debug(id: string, x: number, y: number): Block {
  return newBlock({
    id,
    type: "debug",
    version: 1,
    name: id.slice(2),
    position: { x, y },
    config: { message: "", level: "info" },
  });
}

const startBlock: Block = { ...debug("b_start", 0, 0), type: "start", config: { inputs: [] } };

/** start -> one -> two, and two again from start. */
const playbook = newDocument({
  name: "Triage",
  blocks: [startBlock, debug("b_one", 0, 80), debug("b_two", 0, 180)],
  callbacks: [
    newCallback({ id: "c_a", source: "b_start", port: "next", target: "b_one" }),
    newCallback({ id: "c_b", source: "b_one", port: "next", target: "b_two" }),
    newCallback({ id: "c_c", source: "b_start", port: "next", target: "b_two" }),
  ],
});

let counter = 0;
const newId = (prefix: string) => `${prefix}_new${++counter}`;
const sizeOf = () =>
  blockSize({ kind: "block", subtitle: false, chips: false, ports: false, join: false });

function after(document: PlaybookDocument, operation: Parameters<typeof applyOperation>[1]) {
  const applied = applyOperation(document, operation);
  if (applied.status !== "applied") throw new Error(JSON.stringify(applied));
  return applied;
}

function wiring(document: PlaybookDocument): string[] {
  const name = (id: string) => document.blocks.find((block) => block.id === id)?.name ?? id;
  return document.callbacks.map(({ source, target }) => `${name(source)}>${name(target)}`);
}

describe("adding a block", () => {
  it("numbers it by what it is, and an action by its command", () => {
    const choice = {
      type: "action",
      config: { command: "geolocate ip", integrationKey: null },
    };
    const block = chosenBlock(choice, { x: 5, y: 9 }, playbook, catalogue, newId);
    expect(block).toMatchObject({
      name: "geolocate_ip_1",
      position: { x: 0, y: 16 },
      config: { command: "geolocate ip", integrationKey: null },
    });
  });

  it("is one operation with the callback that leads to it", () => {
    const block = chosenBlock(
      { type: "decision", config: {} },
      { x: 0, y: 300 },
      playbook,
      catalogue,
      newId,
    );
    if (block === null) throw new Error("no decision");
    const made = addBlock(block, { blockId: "b_two", port: "next" }, newId);
    expect(wiring(after(playbook, made.operation).document).at(-1)).toBe("two>decision_1");
  });

  it("of a type that nobody knows adds nothing", () => {
    const choice = { type: "nonsense", config: {} };
    expect(chosenBlock(choice, { x: 0, y: 0 }, playbook, catalogue, newId)).toBeNull();
  });
});

describe("inserting a block on a callback", () => {
  const callback = playbook.callbacks[0];
  const block = chosenBlock(
    { type: "debug", config: {} },
    { x: 0, y: 0 },
    playbook,
    catalogue,
    newId,
  );
  if (callback === undefined || block === null) throw new Error("nothing to insert");
  const made = insertOn(callback, block, playbook, catalogue, sizeOf, newId);
  const { document, inverse } = after(playbook, made.operation);

  it("joins source, new block and target, and keeps the order of calling", () => {
    const fromStart = document.callbacks.filter((one) => one.source === "b_start");
    expect(wiring({ ...document, callbacks: fromStart })).toEqual(["start>debug_1", "start>two"]);
    expect(wiring(document)).toContain("debug_1>one");
    expect(wiring(document)).not.toContain("start>one");
  });

  it("moves down what lies below when there is no room, on the grid", () => {
    const y = (id: string) => document.blocks.find((one) => one.id === id)?.position.y ?? 0;
    expect(y("b_one")).toBeGreaterThan(80);
    expect(y("b_two") - y("b_one")).toBe(100);
    expect((y("b_one") - 80) % 16).toBe(0);
  });

  it("that is not awaited leaves the way into the join not awaited", () => {
    const way = { ...callback, awaited: false };
    const { operation } = insertOn(way, block, playbook, catalogue, sizeOf, newId);
    const awaited = after(playbook, operation).document.callbacks.map((one) => one.awaited);
    expect(awaited.filter((one) => !one)).toHaveLength(1);
  });

  it("is taken back by one undo", () => {
    expect(sameDocument(after(document, inverse).document, playbook)).toBe(true);
  });
});

describe("deleting", () => {
  it("with reconnecting, those who called the block call its targets, none twice", () => {
    const made = removeAll(playbook, new Set(["b_one"]), new Set(), true, newId);
    if (made === null) throw new Error("nothing to delete");
    expect(wiring(after(playbook, made.operation).document)).toEqual(["start>two"]);
  });

  it("of a chain reconnects its ends", () => {
    const longer = after(
      { ...playbook, callbacks: playbook.callbacks.slice(0, 2) },
      addBlock(debug("b_three", 0, 400), { blockId: "b_two", port: "next" }, newId).operation,
    ).document;
    const made = removeAll(longer, new Set(["b_one", "b_two"]), new Set(), true, newId);
    if (made === null) throw new Error("nothing to delete");
    expect(wiring(after(longer, made.operation).document)).toEqual(["start>three"]);
  });

  it("with reconnecting, the join behind waits for the new way as for the last callback of the old one", () => {
    const callbacks = playbook.callbacks
      .slice(0, 2)
      .map((one) => ({ ...one, awaited: one.id !== "c_b" }));
    const unawaited = { ...playbook, callbacks };
    const made = removeAll(unawaited, new Set(["b_one"]), new Set(), true, newId);
    if (made === null) throw new Error("nothing to delete");
    expect(after(unawaited, made.operation).document.callbacks).toMatchObject([{ awaited: false }]);
  });

  it("of a block reconnects around what stands in it, too", () => {
    const blocks = playbook.blocks.map((one) =>
      one.id === "b_one" ? { ...one, parent: "b_outer" } : one,
    );
    const inside = { ...playbook, blocks: [...blocks, debug("b_outer", 0, 400)] };
    const made = removeAll(inside, new Set(["b_outer"]), new Set(), true, newId);
    if (made === null) throw new Error("nothing to delete");
    expect(wiring(after(inside, made.operation).document)).toEqual(["start>two"]);
  });

  it("of a callback alone leaves the blocks, and of nothing is nothing", () => {
    const made = removeAll(playbook, new Set(), new Set(["c_b"]), false, newId);
    expect(made?.operation).toEqual({ kind: "disconnect", callbackIds: ["c_b"] });
    expect(removeAll(playbook, new Set(["b_gone"]), new Set(), true, newId)).toBeNull();
  });
});

describe("which blocks a port may call", () => {
  it("not itself, not Start, none twice, and none that runs before it", () => {
    expect(legalTargets(playbook, catalogue, { blockId: "b_two", port: "next" })).toEqual(
      new Set(),
    );
    expect(legalTargets(playbook, catalogue, { blockId: "b_start", port: "next" })).toEqual(
      new Set(),
    );
    const free = { ...playbook, callbacks: playbook.callbacks.slice(0, 1) };
    expect(legalTargets(free, catalogue, { blockId: "b_one", port: "next" })).toEqual(
      new Set(["b_two"]),
    );
    expect(legalTargets(free, catalogue, { blockId: "b_gone", port: "next" })).toEqual(new Set());
  });

  it("and connecting to one of them is what the operation does", () => {
    const free = { ...playbook, callbacks: [] };
    const made = connectTo({ blockId: "b_one", port: "next" }, "b_two", free, newId);
    expect(made.label).toBe("Connect one to two");
    expect(wiring(after(free, made.operation).document)).toEqual(["one>two"]);
  });
});
