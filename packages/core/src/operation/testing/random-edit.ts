/** Documents and edits by chance, for properties that hold whatever people do. */
import {
  type Block,
  type Callback,
  Join,
  newBlock,
  newCallback,
  newDocument,
  type PlaybookDocument,
} from "../../document/index.ts";
import { isJsonObject, type Json } from "../../json/index.ts";
import { itemId } from "../field.ts";
import type { Operation } from "../operation.ts";

/** Gives a whole number from 0 up to but not including `below`. */
export type Choose = (below: number) => number;

/** Chooses by a list of numbers, again from its start when it is used up. */
export function chooser(numbers: readonly number[]): Choose {
  let next = 0;
  return (below) => {
    const number = numbers[next % numbers.length] ?? 0;
    next += 1;
    return (number + Math.floor(next / numbers.length)) % Math.max(1, below);
  };
}

export const EMPTY: PlaybookDocument = newDocument({ name: "P" });

export function testBlock(id: string, name: string, config: Block["config"] = {}): Block {
  return newBlock({ id, type: "action", version: 1, name, config });
}

/** A block with a list, a map and a datapath in its configuration. */
export function fullBlock(id: string, name: string): Block {
  return testBlock(id, name, {
    parameters: { ip: "1.1.1.1" },
    branches: [
      { id: "i_1", name: "one", value: "" },
      { id: "i_2", name: "two", value: "" },
    ],
  });
}

/** Four blocks in a row with a side branch. */
export function startingDocument(): PlaybookDocument {
  const blocks = ["a", "b", "c", "d"].map((name) => fullBlock(`b_${name}`, name));
  const pairs = ["ab", "bc", "cd", "ac"];
  const callbacks = pairs.map((pair, i): Callback => {
    const [source, target] = pair;
    return newCallback({ id: `c_${i}`, source: `b_${source}`, port: "out", target: `b_${target}` });
  });
  return { ...EMPTY, blocks, callbacks };
}

/** An edit that a person might make of this document; `newId` is never given twice. */
export function randomEdit(
  document: PlaybookDocument,
  choose: Choose,
  newId: (prefix: string) => string,
): Operation {
  const block = document.blocks[choose(document.blocks.length)];
  const other = document.blocks[choose(document.blocks.length)];
  const callback = document.callbacks[choose(document.callbacks.length)];
  if (block === undefined || other === undefined) {
    return { kind: "addBlocks", blocks: [fullBlock(newId("b"), "new")], callbacks: [] };
  }
  switch (choose(15)) {
    case 0:
      return addEdit(block, choose, newId);
    case 1:
      return {
        kind: "removeBlocks",
        blockIds: [...new Set([block.id, other.id])].slice(0, 1 + choose(2)),
      };
    case 2:
      return moveEdit(block, choose);
    case 3:
      return { kind: "rename", blockId: block.id, from: block.name, name: other.name };
    case 4:
      return {
        kind: "connect",
        callback: newCallback({
          id: newId("c"),
          source: block.id,
          port: ["out", "error"][choose(2)] ?? "out",
          target: other.id,
        }),
        beforeId: callback?.id ?? null,
      };
    case 5:
      return { kind: "disconnect", callbackIds: [callback?.id ?? "c_none"] };
    case 6:
      return { kind: "reorder", callbackId: callback?.id ?? "c_none", beforeId: null };
    case 7:
      return {
        kind: "together",
        operations: [addEdit(block, choose, newId), moveEdit(other, choose)],
      };
    case 8:
      return { kind: "setPlaybook", path: ["name"], from: document.name, value: `P${choose(5)}` };
    case 9:
      return {
        kind: "setField",
        blockId: block.id,
        path: ["join"],
        from: block.join,
        value: Join.options[choose(Join.options.length)] ?? "all",
      };
    case 10:
      return {
        kind: "setField",
        blockId: block.id,
        path: ["parent"],
        from: block.parent,
        value: choose(3) === 0 ? null : other.id,
      };
    case 11:
      return {
        kind: "setCallback",
        callbackId: callback?.id ?? "c_none",
        path: ["awaited"],
        from: callback?.awaited ?? true,
        value: callback?.awaited === false,
      };
    default:
      return configEdit(block, choose, newId);
  }
}

function addEdit(next: Block, choose: Choose, newId: (prefix: string) => string): Operation {
  const id = newId("b");
  const callback = newCallback({ id: newId("c"), source: next.id, port: "out", target: id });
  return {
    kind: "addBlocks",
    blocks: [{ ...fullBlock(id, next.name), parent: choose(3) === 0 ? next.id : null }],
    callbacks: choose(2) === 0 ? [] : [{ callback, beforeId: null }],
  };
}

function moveEdit(block: Block, choose: Choose): Operation {
  const to = { x: choose(50), y: choose(50) };
  return { kind: "moveBlocks", moves: [{ blockId: block.id, from: block.position, to }] };
}

function configEdit(block: Block, choose: Choose, newId: (prefix: string) => string): Operation {
  const path = ["config", "branches"];
  const list = block.config["branches"];
  const items: Json[] = Array.isArray(list) ? list : [];
  const item = items[choose(items.length)];
  const id = itemId(item);
  const blockId = block.id;
  switch (choose(5)) {
    case 0:
      return {
        kind: "insertItem",
        blockId,
        path,
        item: { id: newId("i"), name: "x", value: "" },
        beforeId: id,
      };
    case 1:
      return {
        kind: "moveItem",
        blockId,
        path,
        itemId: id ?? "i_none",
        beforeId: itemId(items[0]),
      };
    case 2:
      return { kind: "removeItem", blockId, path, itemId: id ?? "i_none" };
    case 3: {
      const from = isJsonObject(item) ? item["value"] : "";
      return {
        kind: "setField",
        blockId,
        path: [...path, id ?? "i_none", "value"],
        from,
        value: `v${choose(4)}`,
      };
    }
    default: {
      const parameters = block.config["parameters"];
      const from = isJsonObject(parameters) ? parameters["ip"] : undefined;
      const value = choose(4) === 0 ? undefined : `10.0.0.${choose(3)}`;
      return { kind: "setField", blockId, path: ["config", "parameters", "ip"], from, value };
    }
  }
}
