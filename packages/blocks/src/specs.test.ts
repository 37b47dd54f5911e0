import { givesCallbacks } from "@callbook/core/block";
import { parseDatapath } from "@callbook/core/datapath";
import { type Block, playbookInputs } from "@callbook/core/document";
import { describe, expect, test } from "vitest";
import { blockRunners } from "./runners.ts";
import { blockSpecs, blocksByType } from "./specs.ts";
import { debug, decision, end, playbook, start } from "./testing/playbook.ts";
import { blockOf, found, problems } from "./testing/problems.ts";
import { catalogue } from "./testing/run.ts";

describe("every block type", () => {
  test.each(blockSpecs.map((spec) => [spec.type, spec] as const))(
    "%s starts with a configuration that its own schema accepts, with fields that are in it",
    (_, spec) => {
      let made = 0;
      const config = spec.defaultConfig(() => {
        made += 1;
        return `i_${made}`;
      });
      expect(spec.config.safeParse(config).success).toBe(true);
      expect(spec.fields.map(({ key }) => Object.hasOwn(config, key))).not.toContain(false);
      const ids = spec.ports({ config }).map(({ id }) => id);
      expect(new Set(ids).size).toBe(ids.length);
      expect(ids.length > 0).toBe(givesCallbacks(spec));
    },
  );

  test.each(blockSpecs.map((spec) => [spec.type, spec] as const))(
    "%s stands a configuration of any shape without throwing",
    (_, spec) => {
      const shapes: readonly Block["config"][] = [
        {},
        { branches: null, inputs: 3, outputs: [null, "x"], parameters: [], message: 5 },
        { branches: [null, 5, { id: 7 }, { id: "i_1" }], inputs: [{}], command: null },
      ];
      for (const config of shapes) {
        const block = { ...blockOf(debug("x")), config };
        expect(() => spec.ports(block)).not.toThrow();
        expect(() => spec.outputs(block, catalogue)).not.toThrow();
        expect(() => spec.problems(block, playbook([], []), catalogue)).not.toThrow();
        expect(() => spec.baseName(block)).not.toThrow();
        expect(() => spec.card(block, catalogue)).not.toThrow();
        expect(() => spec.uses(block)).not.toThrow();
        expect(spec.failingName(block)).not.toBe("");
      }
    },
  );

  test.each(blockSpecs.map((spec) => [spec.type, spec] as const))(
    "%s offers later blocks only what datapaths can read of it",
    (_, spec) => {
      const block = { ...blockOf(debug("x")), config: spec.defaultConfig(() => "i_1") };
      for (const { path } of spec.outputs(block, catalogue)) {
        const parsed = parseDatapath(`x:${path}`);
        expect(parsed.ok && spec.stores?.refusal(parsed.datapath)).toBeNull();
      }
    },
  );

  test.each(blockSpecs.map((spec) => [spec.type, spec] as const))(
    "%s has a runner of its kind if it acts or waits, else none, and an upgrade from each older version",
    (_, spec) => {
      const isPerformed = spec.kind === "effect" || spec.kind === "wait";
      const kinds = blockRunners.filter(({ type }) => type === spec.type).map(({ kind }) => kind);
      expect(kinds).toEqual(isPerformed ? [spec.kind] : []);
      const older = Array.from({ length: spec.version - 1 }, (_none, index) => index + 1);
      expect([...spec.upgradeConfig.keys()]).toEqual(older);
    },
  );

  test("types are named once", () => {
    expect(blocksByType.size).toBe(blockSpecs.length);
    const types: readonly string[] = blockRunners.map(({ type }) => type);
    expect(types.filter((type) => !blocksByType.has(type))).toEqual([]);
  });

  test("keys that every object inherits are refused in a configuration", () => {
    const hostile: unknown = JSON.parse('{"message":"x","level":"info","__proto__":{"a":1}}');
    expect(blocksByType.get("debug")?.config.safeParse(hostile).success).toBe(false);
  });
});

describe("Start", () => {
  test("its inputs are what the playbook takes", () => {
    expect(playbookInputs(playbook([start(["ip", "port"])], []))).toEqual([
      { id: "i_ip", name: "ip" },
      { id: "i_port", name: "port" },
    ]);
  });

  test("names are given, readable and not given twice, and defaults fit their type", () => {
    const one = {
      dataType: "numeric",
      required: false,
      description: "",
      contains: [],
      default: null,
    };
    const inputs = [
      { ...one, id: "i_1", name: "" },
      { ...one, id: "i_2", name: "a b" },
      { ...one, id: "i_3", name: "port", default: "x" },
      { ...one, id: "i_4", name: "PORT", default: "5" },
    ];
    expect(found({ type: "start", name: "start", config: { inputs } })).toEqual([
      "INPUT_NAME inputs/i_1/name",
      "INPUT_NAME inputs/i_2/name",
      "INPUT_NAME_TAKEN inputs/i_4/name",
      "INPUT_DEFAULT inputs/i_3/default",
    ]);
  });
});

describe("End", () => {
  test("outputs have names, each its own, and values", () => {
    const outputs = [
      { id: "o_1", name: "", value: "x" },
      { id: "o_2", name: "score", value: " " },
      { id: "o_3", name: "Score", value: "x" },
    ];
    expect(found({ type: "end", name: "end", config: { outputs } })).toEqual([
      "OUTPUT_NAME outputs/o_1/name",
      "OUTPUT_NAME_TAKEN outputs/o_3/name",
      "OUTPUT_VALUE outputs/o_2/value",
    ]);
    expect(found(end({ score: "x" }))).toEqual([]);
  });
});

describe("Decision", () => {
  test("has a port for each branch, first if and then elif, and else", () => {
    const spec = blocksByType.get("decision");
    const drawn = decision("d", [
      { id: "a", comparisons: [] },
      { id: "b", comparisons: [] },
    ]);
    expect(spec?.ports(drawn)).toEqual([
      { id: "a", name: "if", kind: "normal" },
      { id: "b", name: "elif", kind: "normal" },
      { id: "else", name: "else", kind: "normal" },
    ]);
  });

  test("branches compare something, and comparisons have a left side", () => {
    expect(found(decision("d", []))).toEqual(["DECISION_EMPTY branches"]);
    expect(found(decision("d", [{ id: "a", comparisons: [] }]))).toEqual([
      "BRANCH_EMPTY branches/a/comparisons",
    ]);
    expect(found(decision("d", [{ id: "a", comparisons: [["", "==", ""]] }]))).toEqual([
      "COMPARISON_LEFT branches/a/comparisons/k_0/left",
    ]);
    const split = { delimiter: "" };
    expect(found(decision("d", [{ id: "a", comparisons: [["x", "==", ""]] }], split))).toEqual([
      "DELIMITER_EMPTY delimiter",
    ]);
  });

  test("an operator that does not exist is refused by its schema", () => {
    const { config } = decision("d", [{ id: "a", comparisons: [["x", "matches", "y"]] }]);
    expect(blocksByType.get("decision")?.config.safeParse(config).success).toBe(false);
  });
});

describe("Debug", () => {
  test("an empty message is a warning", () => {
    const document = playbook([debug("x", "")], []);
    expect(problems(document)).toMatchObject([{ code: "MESSAGE_EMPTY", level: "warning" }]);
  });
});
