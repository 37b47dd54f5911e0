import type { Block, PlaybookDocument } from "@callbook/core/document";
import { playbookInputs } from "@callbook/core/document";
import { commandInputs, commandsNamed } from "@callbook/core/run";
import { describe, expect, test } from "vitest";
import { blockSpecs, blocksByType } from "./specs.ts";
import { command, input, manifest } from "./testing/manifests.ts";
import {
  action,
  type DrawnBlock,
  debug,
  decision,
  end,
  playbook,
  start,
} from "./testing/playbook.ts";
import { catalogue, catalogueOf } from "./testing/run.ts";

/** Codes and places of what is found in a block. */
function found(drawn: DrawnBlock, integrations = catalogue.integrations): readonly string[] {
  const document = playbook([drawn], []);
  return problems(document, integrations).map(
    ({ code, path }) => `${code} ${path.slice(3).join("/")}`,
  );
}

function problems(document: PlaybookDocument, integrations = catalogue.integrations) {
  return document.blocks.flatMap((block) => {
    const spec = blocksByType.get(block.type);
    return spec?.problems(block, document, catalogueOf(integrations)) ?? [];
  });
}

function blockOf(drawn: DrawnBlock): Block {
  const [block] = playbook([drawn], []).blocks;
  if (block === undefined) throw new Error("no block");
  return block;
}

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
      expect(ids.length > 0).toBe(spec.limits.outgoing);
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
      }
    },
  );

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

describe("Action", () => {
  const spec = blocksByType.get("action");

  test("is named after its command", () => {
    expect(spec?.baseName(action("x", { command: "geolocate ip" }))).toBe("geolocate_ip");
    expect(spec?.baseName(action("x", { command: "Send Request" }))).toBe("send_request");
    expect(spec?.baseName(action("x", { command: "2nd look-up!" }))).toBe("nd_look_up");
    expect(spec?.baseName(action("x", { command: "" }))).toBe("action");
  });

  test("has a normal port and an error port", () => {
    expect(spec?.ports(action("x")).map(({ id, kind }) => [id, kind])).toEqual([
      ["success", "normal"],
      ["error", "error"],
    ]);
  });

  test("D16: offers what its command declares, and what every action has, to later blocks", () => {
    const paths = spec?.outputs(blockOf(action("x", { command: "geolocate ip" })), catalogue) ?? [];
    expect(paths[0]).toMatchObject({
      path: "action_result.data.*.score",
      label: "Score",
      example: 7,
    });
    expect(paths.map(({ path }) => path)).toEqual(
      expect.arrayContaining([
        "action_result.status",
        "action_result.message",
        "action_result.error.status_code",
        "action_result.parameter.ip",
      ]),
    );
  });

  test("D18: without an integration, a command means that of every integration which offers it", () => {
    const offered = commandsNamed(catalogue.integrations, {
      integrationKey: null,
      command: "file reputation",
    });
    expect(offered.map(({ integration }) => integration.key)).toEqual([
      "reputation",
      "geolocation",
    ]);
    const one = { integrationKey: "geolocation", command: "file reputation" };
    expect(commandsNamed(catalogue.integrations, one)).toHaveLength(1);
    expect(commandInputs(offered).map(({ name }) => name)).toEqual(["hash"]);
  });

  test("an input is required when any of the integrations requires it", () => {
    const optional = manifest("a", [command("x", [input("ip", { required: false, order: 2 })])]);
    const required = manifest("b", [
      command("x", [input("ip", { order: 2 }), input("z", { order: 1 })]),
    ]);
    const offered = commandsNamed([optional, required], { integrationKey: null, command: "x" });
    expect(commandInputs(offered).map(({ name, required: is }) => [name, is])).toEqual([
      ["z", true],
      ["ip", true],
    ]);
  });

  const faulty = [
    ["no command", { command: "" }, "COMMAND_MISSING command"],
    ["an unknown command", { command: "fly" }, "COMMAND_UNKNOWN command"],
    [
      "an unknown integration",
      { command: "x", integrationKey: "gone" },
      "INTEGRATION_UNKNOWN integrationKey",
    ],
    [
      "a command of another integration",
      { command: "geolocate ip", integrationKey: "reputation" },
      "COMMAND_UNKNOWN command",
    ],
    [
      "B6: a required input that is empty",
      { parameters: { ip: " " } },
      "INPUT_REQUIRED parameters/ip",
    ],
  ] as const;
  test.each(faulty)("%s is a problem with its place", (_, given, expected) => {
    expect(found(action("x", given))).toEqual([expected]);
  });

  test("a value for an input that the command does not have is a warning", () => {
    const document = playbook([action("x", { parameters: { ip: "1", pi: "2" } })], []);
    expect(problems(document)).toMatchObject([
      { code: "INPUT_UNKNOWN", level: "warning", field: "pi" },
    ]);
  });

  test("literals must fit their input; what a template comes to is known only in a run", () => {
    const inputs = [
      input("n", { dataType: "numeric", required: false }),
      input("b", { dataType: "boolean", required: false }),
      input("j", { dataType: "json", required: false }),
      input("m", { valueList: ["GET"], required: false }),
    ];
    const own = [manifest("own", [command("x", inputs)])];
    const bad = { command: "x", parameters: { n: "five", b: "yes", j: '{"a":', m: "get" } };
    expect(found(action("x", bad), own)).toEqual([
      "INPUT_TYPE parameters/n",
      "INPUT_TYPE parameters/b",
      "INPUT_JSON parameters/j",
      "INPUT_CHOICE parameters/m",
    ]);
    const template = "{{playbook_input:#i_x}}";
    const open = { n: template, b: template, j: `{"a":"${template}"}`, m: template };
    expect(found(action("x", { command: "x", parameters: open }), own)).toEqual([]);
  });

  test("a configuration outside its limits is refused by its schema", () => {
    const wrong = [
      { waitSeconds: 9 },
      { waitSeconds: 2_592_001 },
      { connectionIds: ["1"] },
      { retry: 1 },
    ];
    for (const given of wrong)
      expect(spec?.config.safeParse(action("x", given).config).success).toBe(false);
  });
});

describe("Debug", () => {
  test("an empty message is a warning", () => {
    const document = playbook([debug("x", "")], []);
    expect(problems(document)).toMatchObject([{ code: "MESSAGE_EMPTY", level: "warning" }]);
  });
});
