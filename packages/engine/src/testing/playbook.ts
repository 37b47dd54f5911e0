/** Documents for tests: blocks by name, callbacks as "source.port > target". */
import { blocksByType } from "@callbook/blocks/specs";
import {
  type Block,
  newBlock,
  newCallback,
  newDocument,
  type PlaybookDocument,
} from "@callbook/core/document";
import type { Json, JsonObject } from "@callbook/core/json";

export type Drawn = Pick<Block, "type" | "name" | "config">;

export function playbook(drawn: readonly Drawn[], callbacks: readonly string[]): PlaybookDocument {
  const blocks = drawn.map((block) => newBlock({ id: `b_${block.name}`, version: 1, ...block }));
  return newDocument({
    name: "Test",
    blocks,
    callbacks: callbacks.map((text, index) => {
      const [from = "", target = ""] = text.split(" > ");
      const [source = "", named] = from.split(".");
      const block = blocks.find(({ name }) => name === source);
      const first = block && blocksByType.get(block.type)?.ports(block)[0]?.id;
      const port = named ?? first ?? "next";
      const id = `c_${index + 1}`;
      return newCallback({ id, source: `b_${source}`, port, target: `b_${target}` });
    }),
  });
}

/** Start with inputs by name; each takes any JSON. */
export function start(inputs: readonly string[] = []): Drawn {
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

export function end(outputs: Readonly<Record<string, string>> = {}): Drawn {
  const named = Object.entries(outputs).map(([name, value]) => ({ id: `o_${name}`, name, value }));
  return { type: "end", name: "end", config: { outputs: named } };
}

export function debug(name: string, message: string): Drawn {
  return { type: "debug", name, config: { message, level: "info" } };
}

/** An action on the test integration; `command` is "get", "post", "put" or "detonate". */
export function action(name: string, command: string, path: string, given: JsonObject = {}): Drawn {
  const config: JsonObject = {
    integrationKey: "http",
    command,
    connectionIds: [1],
    parameters: { path },
    handle: "",
    waitSeconds: 3600,
    repeatSafe: false,
    ...given,
  };
  return { type: "action", name, config };
}

/** One branch "yes" that is taken when the comparison is true, and "else". */
export function decision(name: string, left: string, op: string, right: string): Drawn {
  return conditions("decision", name, ["yes", left, op, right]);
}

/** An output "hit" for what makes the comparison true. */
export function filter(name: string, left: string, op: string, right: string): Drawn {
  return conditions("filter", name, ["hit", left, op, right]);
}

function conditions(
  type: string,
  name: string,
  [id, left, op, right]: readonly [string, string, string, string],
): Drawn {
  const comparisons = [{ id: "k_0", left, op, right }];
  const rules = { delimiter: ",", delimiterEnabled: true, caseSensitive: true };
  const branches: Json = [{ id, name: "", logic: "and", comparisons }];
  return { type, name, config: { branches, ...rules } };
}

/** Waits for whole seconds. */
export function delay(name: string, seconds: number): Drawn {
  return { type: "delay", name, config: { amount: seconds, unit: "seconds" } };
}
