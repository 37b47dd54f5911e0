import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Block, Callback, PlaybookDocument } from "../document/index.ts";
import { isRunnable, type Problem, validate } from "./index.ts";
import { smallCatalogue } from "./testing/small-catalogue.ts";

/** start -> lookup -> decide -(i_yes)-> note -> end */
const sound = documentOf(
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

test("A sound playbook has no problem and may run", () => {
  expect(validate(sound, smallCatalogue)).toEqual([]);
  expect(isRunnable([])).toBe(true);
});

describe("Callbacks", () => {
  test("A cycle is an error on each of its callbacks, and nothing else is lost", () => {
    const problems = validate(withCallbacks(sound, ["note>lookup"]), smallCatalogue);
    expect(codes(problems)).toEqual(["CALLBACK_CYCLE", "CALLBACK_CYCLE", "CALLBACK_CYCLE"]);
    expect(problems.map(({ callbackId }) => callbackId)).toEqual(["c_1", "c_2", "c_x0"]);
    expect(isRunnable(problems)).toBe(false);
  });

  test("A block that calls itself is a cycle", () => {
    expect(codes(validate(withCallbacks(sound, ["note>note"]), smallCatalogue))).toContain(
      "CALLBACK_CYCLE",
    );
  });

  test("A callback from a port that is gone is an error on it", () => {
    const problems = validate(withCallbacks(sound, ["decide:i_no>end"]), smallCatalogue);
    expect(problems).toMatchObject([
      { code: "CALLBACK_PORT", callbackId: "c_x0", path: ["callbacks", "c_x0", "port"] },
    ]);
  });

  test("Start cannot be called and End calls nobody", () => {
    const problems = validate(withCallbacks(sound, ["note>start", "end>note"]), smallCatalogue);
    expect(codes(problems)).toEqual(expect.arrayContaining(["CALLBACK_TARGET", "CALLBACK_SOURCE"]));
  });

  test("The same callback twice and a callback to nowhere are errors", () => {
    const problems = validate(withCallbacks(sound, ["note>end", "note>gone"]), smallCatalogue);
    expect(codes(problems)).toEqual(["CALLBACK_TWICE", "CALLBACK_DANGLING"]);
  });
});

describe("Blocks", () => {
  test("A playbook without Start cannot run", () => {
    const problems = validate(documentOf([block("note", "debug", {})], []), smallCatalogue);
    expect(problems).toMatchObject([{ code: "START_MISSING", level: "error", blockId: null }]);
  });

  test("A second Start is one too many", () => {
    const problems = validate(withBlocks(sound, [block("start2", "start", {})]), smallCatalogue);
    expect(problems).toMatchObject([{ code: "BLOCK_TOO_MANY", blockId: "b_start2" }]);
  });

  test("A block that nothing reaches is a warning, with which the playbook may run", () => {
    const problems = validate(withBlocks(sound, [block("lost", "debug", {})]), smallCatalogue);
    expect(problems).toMatchObject([
      { code: "BLOCK_UNREACHABLE", level: "warning", blockId: "b_lost" },
    ]);
    expect(isRunnable(problems)).toBe(true);
  });

  test("An unknown type and a configuration that does not fit are errors with their paths", () => {
    const bad = branches("x", "y");
    const problems = validate(
      withBlocks(sound, [
        block("odd", "teleport", {}),
        block("bad", "decision", { branches: [...bad.branches, { id: "i_z" }] }),
      ]),
      smallCatalogue,
    );
    expect(problems.find(({ blockId }) => blockId === "b_odd")).toMatchObject({ level: "warning" });
    expect(problems).toContainEqual(
      expect.objectContaining({ code: "BLOCK_TYPE_UNKNOWN", path: ["blocks", "b_odd", "type"] }),
    );
    expect(problems).toContainEqual(
      expect.objectContaining({
        code: "CONFIG_INVALID",
        field: "Branches",
        path: ["blocks", "b_bad", "config", "branches", "i_z", "name"],
      }),
    );
  });
});

describe("Datapaths and templates", () => {
  const message = (text: string): Problem[] =>
    validate(withConfig(sound, "note", { message: text }), smallCatalogue);
  test.each([
    [
      "{{#b_gone:action_result.data}}",
      "DATAPATH_UNKNOWN_BLOCK",
      "#b_gone:action_result.data names a block that is gone. Pick another.",
    ],
    [
      "{{nobody:action_result.data}}",
      "DATAPATH_UNKNOWN_BLOCK",
      'There is no block named "nobody". (nobody:action_result.data)',
    ],
    [
      "{{playbook_input:#i_gone}}",
      "DATAPATH_UNKNOWN_INPUT",
      "playbook_input:#i_gone names an input that is gone. Pick another.",
    ],
    [
      "{{playbook_input:nope}}",
      "DATAPATH_UNKNOWN_INPUT",
      'The playbook has no input named "nope". (playbook_input:nope)',
    ],
    ["{{artifact:*.cef.ip}}", "DATAPATH_UNAVAILABLE", /^artifact:\*\.cef\.ip cannot be read/],
    [
      "{{#b_decide:action_result.data}}",
      "DATAPATH_NO_RESULTS",
      "decide:action_result.data cannot be read: decide gives no results.",
    ],
    ["{{#b_lookup:a..b}}", "DATAPATH_PATH", /Between the dots/],
    ["{{connector.x}}", "TEMPLATE_SCOPE", /inputs of a command/],
    ["{{vault.x}}", "TEMPLATE_SCOPE", /vault\.x/],
    ["{{", "TEMPLATE_UNCLOSED", /not closed/],
  ])("%s is %s", (text, code, expected) => {
    const problems = message(text);
    expect(codes(problems)).toEqual([code]);
    expect(problems[0]).toMatchObject({
      blockId: "b_note",
      path: ["blocks", "b_note", "config", "message"],
      field: "Message",
      level: "error",
    });
    expect(problems[0]?.message).toMatch(expected);
  });

  test("A block that is not upstream cannot be read, nor can a block read itself", () => {
    const after = documentOf([...sound.blocks, block("late", "action", action({ URL: "/x" }))], []);
    const wired = { ...after, callbacks: [...sound.callbacks, callback("c_late", "note>late")] };
    expect(
      codes(
        validate(
          withConfig(wired, "note", { message: "{{#b_late:action_result.status}}" }),
          smallCatalogue,
        ),
      ),
    ).toEqual(["DATAPATH_NOT_UPSTREAM"]);
    const self = withConfig(
      sound,
      "lookup",
      action({ URL: "/{{#b_lookup:action_result.status}}" }),
    );
    expect(codes(validate(self, smallCatalogue))).toEqual(["DATAPATH_NOT_UPSTREAM"]);
  });

  test("D30: deleting the callback in front of a datapath's block flags it not upstream", () => {
    const cut = {
      ...sound,
      callbacks: sound.callbacks.filter(({ source }) => source !== "b_lookup"),
    };
    const problems = validate(cut, smallCatalogue).filter(({ level }) => level === "error");
    expect(new Set(codes(problems))).toEqual(new Set(["DATAPATH_NOT_UPSTREAM"]));
    expect(problems.map(({ blockId }) => blockId)).toEqual(["b_decide", "b_note", "b_end"]);
  });

  test("A faulty expression in a JSON input is found in its string", () => {
    const faulty = withConfig(
      sound,
      "lookup",
      action({ URL: "/x", Body: '{"a": ["{{vault.x}}"]}' }),
    );
    expect(validate(faulty, smallCatalogue)).toMatchObject([
      {
        code: "TEMPLATE_SCOPE",
        path: ["blocks", "b_lookup", "config", "parameters", "Body"],
        field: "Body",
      },
    ]);
  });

  test("In a URL only restapi_url may stand before the path", () => {
    const faulty = withConfig(
      sound,
      "lookup",
      action({ URL: "https://{{playbook_input:#i_ip}}/x" }),
    );
    expect(validate(faulty, smallCatalogue)).toMatchObject([
      { code: "TEMPLATE_IN_ORIGIN", field: "URL" },
    ]);
  });

  test("An input that takes no connector parameters refuses them, a handle too", () => {
    const config = {
      ...action({ URL: "/x", Plain: "{{connector.x}}" }),
      handle: "{{callback.id}}",
    };
    expect(codes(validate(withConfig(sound, "lookup", config), smallCatalogue))).toEqual([
      "TEMPLATE_SCOPE",
      "TEMPLATE_SCOPE",
    ]);
  });

  test("A side of a comparison may be any literal; what was meant as a datapath is warned of", () => {
    const sides = (left: string, right: string): Problem[] =>
      validate(withConfig(sound, "decide", branches(left, right)), smallCatalogue);
    expect(sides("https://example.net/x", "10:30")).toEqual([]);
    expect(sides("{{#b_lookup:action_result.status}}", "{")).toEqual([]);
    expect(sides("lokup:action_result.status", "")).toMatchObject([
      { code: "DATAPATH_UNKNOWN_BLOCK", level: "warning" },
    ]);
    expect(sides("a {{#b_lookup:action_result.status}}", "")).toMatchObject([
      { code: "TEMPLATE_NOT_FILLED", level: "warning" },
    ]);
    expect(sides("#b_gone:action_result.status", "")).toMatchObject([
      { code: "DATAPATH_UNKNOWN_BLOCK", level: "error" },
    ]);
  });
});

test("Validation never throws, whatever a document of the right shape holds", () => {
  const id = fc.constantFrom("b_1", "b_2", "b_3", "b_4");
  const anyBlock = fc.record({
    id,
    type: fc.constantFrom("start", "end", "action", "debug", "decision", "odd"),
    version: fc.constant(1),
    name: fc.constantFrom("a", "b", "c"),
    position: fc.constant({ x: 0, y: 0 }),
    note: fc.constant(""),
    config: fc.dictionary(
      fc.constantFrom("message", "branches", "outputs", "parameters", "inputs", "x"),
      json(),
    ),
  });
  const anyCallback = fc.record({
    id: fc.constantFrom("c_1", "c_2"),
    source: id,
    port: fc.constantFrom("out", "else"),
    target: id,
  });
  fc.assert(
    fc.property(
      fc.array(anyBlock, { maxLength: 6 }),
      fc.array(anyCallback, { maxLength: 8 }),
      (blocks, callbacks) => {
        const problems = validate(
          { formatVersion: 1, name: "P", description: "", blocks, callbacks },
          smallCatalogue,
        );
        for (const problem of problems) expect(problem.message.length).toBeGreaterThan(0);
      },
    ),
    { numRuns: 500 },
  );
});

test("2,000 blocks in a row with a datapath each are validated within the time a test has", () => {
  const blocks = Array.from({ length: 2000 }, (_, i) => {
    if (i === 0) return block("0", "start", { inputs: [] });
    const text = i > 1 ? `/{{#b_${i - 1}:action_result.data.*.score}}` : "/x";
    return block(`${i}`, "action", action({ URL: text }));
  });
  const wires = blocks.slice(1).map((_, i) => `${i}:${i === 0 ? "out" : "success"}>${i + 1}`);
  const named = blocks.map((one) => ({ ...one, name: `n${one.name}` }));
  const document = documentOf(named, wires);
  expect(validate(document, smallCatalogue)).toEqual([]);
});

function json(): fc.Arbitrary<Block["config"][string]> {
  const text = fc.constantFrom(
    "{{",
    "{{#b_1:action_result.data}}",
    "{{b:status}}",
    "x",
    "#b_2:status",
    '{"a":"{{x}}"}',
  );
  return fc.letrec<{ value: Block["config"][string] }>((tie) => ({
    value: fc.oneof(
      { depthSize: "small" },
      text,
      fc.constantFrom(null, 1, true),
      fc.array(tie("value"), { maxLength: 3 }),
      fc.dictionary(
        fc.constantFrom("id", "name", "value", "left", "right", "comparisons", "op"),
        tie("value"),
        { maxKeys: 4 },
      ),
    ),
  })).value;
}

function codes(problems: readonly Problem[]): string[] {
  return problems.map(({ code }) => code);
}

function block(name: string, type: string, config: Block["config"]): Block {
  return { id: `b_${name}`, type, version: 1, name, position: { x: 0, y: 0 }, note: "", config };
}

function action(parameters: Record<string, string>) {
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

function branches(left: string, right: string) {
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
function callback(id: string, wire: string): Callback {
  const [from = "", target = ""] = wire.split(">");
  const [source = "", port = "out"] = from.split(":");
  return { id, source: `b_${source}`, port, target: `b_${target}` };
}

function documentOf(blocks: Block[], wires: string[]): PlaybookDocument {
  const callbacks = wires.map((wire, i) => callback(`c_${i}`, wire));
  return { formatVersion: 1, name: "P", description: "", blocks, callbacks };
}

function withCallbacks(document: PlaybookDocument, wires: string[]): PlaybookDocument {
  return {
    ...document,
    callbacks: [...document.callbacks, ...wires.map((wire, i) => callback(`c_x${i}`, wire))],
  };
}

function withBlocks(document: PlaybookDocument, blocks: Block[]): PlaybookDocument {
  return { ...document, blocks: [...document.blocks, ...blocks] };
}

function withConfig(
  document: PlaybookDocument,
  name: string,
  config: Block["config"],
): PlaybookDocument {
  const blocks = document.blocks.map((one) => (one.id === `b_${name}` ? { ...one, config } : one));
  return { ...document, blocks };
}
