import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Block, Join, newDocument } from "../document/index.ts";
import { smallCatalogue } from "./testing/small-catalogue.ts";
import {
  action,
  block,
  branches,
  codes,
  documentOf,
  sound,
  withBlocks,
  withCallbacks,
} from "./testing/small-playbook.ts";
import { isRunnable, validate } from "./validate.ts";

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

describe("Blocks that this build cannot run", () => {
  const withBlock = (change: Partial<Block>) => ({
    ...sound,
    blocks: sound.blocks.map((one) => (one.id === "b_note" ? { ...one, ...change } : one)),
  });

  test("A block of a newer version than is known is an error, and neither its configuration nor its ports are looked at", () => {
    const newer = withBlock({ version: 2, config: { message: "{{#b_gone:x}}" } });
    const callbacks = newer.callbacks.map((one) =>
      one.source === "b_note" ? { ...one, port: "third" } : one,
    );
    const problems = validate({ ...newer, callbacks }, smallCatalogue);
    expect(problems).toMatchObject([
      { code: "BLOCK_VERSION", path: ["blocks", "b_note", "version"], level: "error" },
    ]);
    expect(problems[0]?.message).toMatch(/version 1 here, and note is of version 2/);
    expect(isRunnable(problems)).toBe(false);
  });

  test("What an unknown block gives may be read, as nobody knows what it is", () => {
    const odd = {
      ...sound,
      blocks: sound.blocks.map((one) => (one.id === "b_lookup" ? { ...one, type: "odd" } : one)),
    };
    expect(codes(validate(odd, smallCatalogue))).toEqual(["BLOCK_TYPE_UNKNOWN"]);
  });

  test("A join that runs for every call is an error until runs can do it, one that runs once is none", () => {
    const always = validate(withBlock({ join: "any-always" }), smallCatalogue);
    expect(always).toMatchObject([
      { code: "JOIN_UNAVAILABLE", field: "Join", path: ["blocks", "b_note", "join"] },
    ]);
    expect(always[0]?.message).toMatch(/^Wait for Any, Run Always cannot be run yet/);
    expect(validate(withBlock({ join: "any-once" }), smallCatalogue)).toEqual([]);
  });

  test("A block may stand only in one that holds blocks, or of which nobody knows", () => {
    const inside = withBlock({ parent: "b_lookup" });
    expect(validate(inside, smallCatalogue)).toMatchObject([
      { code: "PARENT_UNFIT", blockId: "b_note", path: ["blocks", "b_note", "parent"] },
    ]);
    const action = smallCatalogue.blocks.get("action");
    if (action === undefined) throw new Error("no action");
    const holding = new Map([
      ...smallCatalogue.blocks,
      ["action", { ...action, holdsBlocks: true }],
    ]);
    expect(validate(inside, { ...smallCatalogue, blocks: holding })).toEqual([]);
    const unknown = new Map([...smallCatalogue.blocks].filter(([type]) => type !== "action"));
    expect(codes(validate(inside, { ...smallCatalogue, blocks: unknown }))).toEqual([
      "BLOCK_TYPE_UNKNOWN",
    ]);
  });
});

test("Validation never throws, whatever a document of the right shape holds", () => {
  const id = fc.constantFrom("b_1", "b_2", "b_3", "b_4");
  const anyBlock = fc.record({
    id,
    type: fc.constantFrom("start", "end", "action", "debug", "decision", "odd"),
    version: fc.constantFrom(1, 2),
    name: fc.constantFrom("a", "b", "c"),
    position: fc.constant({ x: 0, y: 0 }),
    note: fc.constant(""),
    join: fc.constantFrom(...Join.options),
    parent: fc.option(id),
    foreign: fc.constant(null),
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
    awaited: fc.boolean(),
    foreign: fc.constant(null),
  });
  fc.assert(
    fc.property(
      fc.array(anyBlock, { maxLength: 6 }),
      fc.array(anyCallback, { maxLength: 8 }),
      (blocks, callbacks) => {
        const problems = validate(newDocument({ name: "P", blocks, callbacks }), smallCatalogue);
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
