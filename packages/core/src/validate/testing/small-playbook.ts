/** A playbook of five blocks, and ways to spoil it. */
import {
  type Block,
  type Callback,
  newBlock,
  newCallback,
  newDocument,
  type PlaybookDocument,
  type Problem,
} from "../../document/index.ts";

/** start -> lookup -> decide -(i_yes)-> note -> end */
export const sound = documentOf(
  [
    block("start", "start", { inputs: [{ id: "i_ip", name: "ip" }] }),
    block(
      "lookup",
      "action",
      action({ URL: "{{connector.restapi_url}}/{{playbook_input:#i_ip}}" }),
    ),
    block("decide", "decision", branches("#b_lookup:action_result.data.*.score", "80")),
    block("note", "debug", { message: "Score {{#b_lookup:action_result.data.*.score}}" }),
    block("end", "end", {
      outputs: [{ id: "i_o", name: "o", value: "#b_lookup:action_result.status" }],
    }),
  ],
  ["start>lookup", "lookup:success>decide", "decide:i_yes>note", "note>end"],
);

export function codes(problems: readonly Problem[]): string[] {
  return problems.map(({ code }) => code);
}

export function block(name: string, type: string, config: Block["config"]): Block {
  return newBlock({ id: `b_${name}`, type, version: 1, name, config });
}

export function action(parameters: Record<string, string>) {
  return {
    integrationKey: "rest",
    command: "send request",
    connectionIds: [],
    parameters,
    handle: "",
    waitSeconds: 3600,
    repeatSafe: false,
  };
}

export function branches(left: string, right: string) {
  return {
    branches: [
      {
        id: "i_yes",
        name: "yes",
        logic: "or" as const,
        comparisons: [{ id: "i_c", left, op: ">=" as const, right }],
      },
    ],
  };
}

/** "a>b" from port out, "a:port>b" from another. */
export function callback(id: string, wire: string): Callback {
  const [from = "", target = ""] = wire.split(">");
  const [source = "", port = "out"] = from.split(":");
  return newCallback({ id, source: `b_${source}`, port, target: `b_${target}` });
}

export function documentOf(blocks: Block[], wires: string[]): PlaybookDocument {
  const callbacks = wires.map((wire, i) => callback(`c_${i}`, wire));
  return newDocument({ name: "P", blocks, callbacks });
}

export function withCallbacks(document: PlaybookDocument, wires: string[]): PlaybookDocument {
  return {
    ...document,
    callbacks: [...document.callbacks, ...wires.map((wire, i) => callback(`c_x${i}`, wire))],
  };
}

export function withBlocks(document: PlaybookDocument, blocks: Block[]): PlaybookDocument {
  return { ...document, blocks: [...document.blocks, ...blocks] };
}

export function withConfig(
  document: PlaybookDocument,
  name: string,
  config: Block["config"],
): PlaybookDocument {
  const blocks = document.blocks.map((one) => (one.id === `b_${name}` ? { ...one, config } : one));
  return { ...document, blocks };
}
