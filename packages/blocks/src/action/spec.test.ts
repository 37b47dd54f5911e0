import { commandInputs, commandsNamed } from "@callbook/core/integration";
import { describe, expect, test } from "vitest";
import { command, input, manifest } from "../testing/manifests.ts";
import { action, playbook } from "../testing/playbook.ts";
import { blockOf, found, problems } from "../testing/problems.ts";
import { catalogue, catalogueOf } from "../testing/run.ts";
import { action as spec } from "./spec.ts";

describe("an action", () => {
  test("is named after its command", () => {
    expect(spec.baseName(action("x", { command: "geolocate ip" }))).toBe("geolocate_ip");
    expect(spec.baseName(action("x", { command: "Send Request" }))).toBe("send_request");
    expect(spec.baseName(action("x", { command: "2nd look-up!" }))).toBe("nd_look_up");
    expect(spec.baseName(action("x", { command: "" }))).toBe("action");
  });

  test("has a normal port and an error port", () => {
    expect(spec.ports(action("x")).map(({ id, kind }) => [id, kind])).toEqual([
      ["success", "normal"],
      ["error", "error"],
    ]);
  });

  test("D16: offers what its command declares, and what every action has, to later blocks", () => {
    const paths = spec.outputs(blockOf(action("x", { command: "geolocate ip" })), catalogue);
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
      expect(spec.config.safeParse(action("x", given).config).success).toBe(false);
  });
});

describe("the card of an action", () => {
  const commands = [
    { ...command("lookup ip", []), icon: "radar" },
    { ...command("block ip", []), kind: "contain" as const },
    { ...command("restore ip", []), kind: "correct" as const },
  ];
  const known = catalogueOf([manifest("firewall", commands)]);

  const table = [
    ["reads", { command: "lookup ip" }, "radar", "lookup ip"],
    ["contains", { command: "block ip" }, "search", "block ip · contain"],
    ["corrects", { command: "restore ip" }, "search", "restore ip · correct"],
    ["is not known here", { command: "fly" }, "zap", "fly"],
    ["is not chosen", { command: "" }, "zap", "no command chosen"],
  ] as const;
  test.each(table)("shows a command that %s", (_, config, icon, subtitle) => {
    expect(spec.card(action("x", config), known)).toEqual({ icon, subtitle, connectionIds: [] });
  });

  test("names the connections it acts on; none named: every one that offers the command", () => {
    const connectionIds = [3, 5];
    const named = action("x", { command: "lookup ip", connectionIds });
    expect(spec.card(named, known)).toMatchObject({ connectionIds });
  });

  test("stands a configuration in the middle of editing", () => {
    expect(spec.card({ config: { command: 5 } }, known).subtitle).toBe("no command chosen");
  });
});

describe("what the palette offers of actions", () => {
  test("is each command once, by its name, with its integration where there is one only", () => {
    expect(spec.variants(catalogue)?.map(({ label, command: choice }) => [label, choice])).toEqual([
      ["file reputation", { command: "file reputation", integrationKey: null }],
      ["geolocate ip", { command: "geolocate ip", integrationKey: "geolocation" }],
      ["lookup ip", { command: "lookup ip", integrationKey: "reputation" }],
    ]);
  });

  test("begins the configuration of a new block with its command", () => {
    for (const { config } of spec.variants(catalogue) ?? []) {
      const made = { ...spec.defaultConfig(() => "i_1"), ...config };
      expect(spec.config.safeParse(made).success).toBe(true);
    }
  });

  test("tells the command's own description and icon, and leaves Test Connection out", () => {
    const offered = { ...command("block ip", []), description: "Blocks it", icon: "ban" };
    const checked = { ...command("test connection", []), kind: "test" as const };
    expect(spec.variants(catalogueOf([manifest("firewall", [offered, checked])]))).toEqual([
      {
        label: "block ip",
        description: "Blocks it",
        icon: "ban",
        config: { command: "block ip", integrationKey: "firewall" },
        command: { command: "block ip", integrationKey: "firewall" },
      },
    ]);
  });
});

describe("the connections that an action uses", () => {
  test("are those it names, with the place where they lie and its label", () => {
    const given = { command: "lookup ip", integrationKey: "reputation", connectionIds: [3] };
    expect(spec.uses(action("x", given))).toEqual([
      { ...given, path: ["config", "connectionIds"], field: "Connections" },
    ]);
  });

  test("are none before a command is chosen", () => {
    expect(spec.uses(action("x", { command: "" }))).toEqual([]);
    expect(spec.uses({ config: {} })).toEqual([]);
  });
});

test("a failure of an action begins with its command, and with the block's name when there is none", () => {
  expect(spec.failingName(action("block_1", { command: "Send Request" }))).toBe("Send Request");
  expect(spec.failingName(action("block_1", { command: "" }))).toBe("block_1");
});
