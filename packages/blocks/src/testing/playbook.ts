/** Documents for tests, written as they are drawn: blocks by name, callbacks as "source.port > target". */
import {
  type Block,
  type Callback,
  newBlock,
  newCallback,
  newDocument,
  type PlaybookDocument,
} from "@callbook/core/document";
import type { Json, JsonObject } from "@callbook/core/json";
import { blocksByType } from "../specs.ts";

export type DrawnBlock = Pick<Block, "type" | "name" | "config">;

/** Ids are "b_<name>"; stored datapaths say "#b_<name>:...". */
export function idOf(name: string): string {
  return `b_${name}`;
}

/** A document of these blocks. Without a port, a callback leaves from the block's first one. */
export function playbook(
  drawn: readonly DrawnBlock[],
  callbacks: readonly string[],
): PlaybookDocument {
  const blocks = drawn.map(
    ({ type, name, config }): Block => newBlock({ id: idOf(name), type, version: 1, name, config }),
  );
  return newDocument({
    name: "Test",
    blocks,
    callbacks: callbacks.map((text, index) => callback(text, index, blocks)),
  });
}

function callback(text: string, index: number, blocks: readonly Block[]): Callback {
  const [from = "", target = ""] = text.split(" > ");
  const [source = "", named] = from.split(".");
  const block = blocks.find(({ name }) => name === source);
  const spec = block && blocksByType.get(block.type);
  if (block === undefined || spec === undefined) throw new Error(`no block ${source} in "${text}"`);
  const port = named ?? spec.ports(block)[0]?.id ?? "next";
  return newCallback({ id: `c_${index + 1}`, source: block.id, port, target: idOf(target) });
}

/** The id of a callback written as in `playbook`. */
export function callbackId(callbacks: readonly string[], text: string): string {
  return `c_${callbacks.indexOf(text) + 1}`;
}

/** Start with inputs by name; each may be given any JSON. */
export function start(inputs: readonly string[] = []): DrawnBlock {
  const declared = inputs.map((name) => ({
    id: `i_${name}`,
    name,
    dataType: "json",
    required: false,
    description: "",
    contains: [],
    default: null,
  }));
  return { type: "start", name: "start", config: { inputs: declared } };
}

export function end(outputs: Readonly<Record<string, string>> = {}): DrawnBlock {
  const named = Object.entries(outputs).map(([name, value]) => ({ id: `o_${name}`, name, value }));
  return { type: "end", name: "end", config: { outputs: named } };
}

export function debug(name: string, message = name, level = "info"): DrawnBlock {
  return { type: "debug", name, config: { message, level } };
}

export function delay(name: string, amount = 5, unit = "minutes"): DrawnBlock {
  return { type: "delay", name, config: { amount, unit } };
}

export function action(name: string, given: JsonObject = {}): DrawnBlock {
  const config: JsonObject = {
    integrationKey: null,
    command: "lookup ip",
    connectionIds: [],
    parameters: {},
    handle: "",
    waitSeconds: 86_400,
    repeatSafe: false,
    ...given,
  };
  return { type: "action", name, config };
}

/** `["#b_lookup:action_result.status", "==", "failed"]` */
export type DrawnComparison = readonly [left: string, op: string, right: string];

export interface DrawnBranch {
  readonly id: string;
  readonly logic?: "and" | "or";
  readonly comparisons: readonly DrawnComparison[];
}

/** Ports: the ids of the branches, and "else". */
export function decision(
  name: string,
  branches: readonly DrawnBranch[],
  given: JsonObject = {},
): DrawnBlock {
  const drawn = branches.map(
    ({ id, logic, comparisons }): Json => ({
      id,
      name: "",
      logic: logic ?? "and",
      comparisons: comparisons.map(([left, op, right], index) => ({
        id: `k_${index}`,
        left,
        op,
        right,
      })),
    }),
  );
  const rules = { delimiter: ",", delimiterEnabled: true, caseSensitive: true };
  return { type: "decision", name, config: { branches: drawn, ...rules, ...given } };
}
