import type { CommandInput } from "@callbook/core/integration";
import type { Json } from "@callbook/core/json";
import { describe, expect, test } from "vitest";
import { command, input, manifest } from "../testing/manifests.ts";
import type { Outcome } from "../testing/outcomes.ts";
import { startingPass } from "../testing/pass.ts";
import { action, playbook, start } from "../testing/playbook.ts";
import { catalogueOf, TestRun } from "../testing/run.ts";
import { choiceOf, declaredCommand, planAction } from "./plan.ts";

interface Given {
  readonly inputs?: readonly CommandInput[];
  readonly parameters?: Readonly<Record<string, string>>;
  readonly handle?: string;
  /** Inputs of the run: ip, port and other are declared. */
  readonly given?: Readonly<Record<string, Json>>;
  /** Outcomes of the block `lookup` before it; null: it has not ended. */
  readonly lookup?: readonly Outcome[] | null;
}

const IP = "{{playbook_input:#i_ip}}";
const HOST = "{{#b_lookup:action_result.data.*.host}}";

/** The plan of `block ip`, whose guids are g1, g2. */
function plan({ inputs = [input("ip")], lookup = null, given = {}, ...config }: Given) {
  const firewall = manifest("firewall", [command("block ip", inputs)]);
  const known = catalogueOf([firewall, manifest("lookup", [command("lookup ip", [])])]);
  const blocks = [
    start(["ip", "port", "other"]),
    action("lookup"),
    action("block", { command: "block ip", parameters: { ip: IP }, ...config }),
  ];
  const drawn = ["start > lookup", "lookup > block"];
  const run = new TestRun(playbook(blocks, drawn), given, known);
  if (lookup !== null) run.finish("lookup", lookup);
  let made = 0;
  return planAction(startingPass(run, "block"), () => {
    made += 1;
    return `g${made}`;
  });
}

describe("the parameter objects of an action", () => {
  test("D17: one literal is one parameter object", () => {
    expect(plan({ parameters: { ip: "1.1.1.1" } })).toMatchObject({
      ok: true,
      parameters: [{ ip: "1.1.1.1" }],
    });
  });

  test("D23: each has a context with a guid of its own", () => {
    const context = { artifact_id: null, parent_action_run: [] };
    expect(plan({ given: { ip: ["a", "b"] } })).toMatchObject({
      parameters: [
        { ip: "a", context: { guid: "g1", ...context } },
        { ip: "b", context: { guid: "g2", ...context } },
      ],
    });
  });

  test("D23: the context names the action run whose results the parameters were built from", () => {
    const lookup = [{ data: [{ host: "h1" }] }, { data: [{ host: "h2" }] }];
    const planned = plan({ parameters: { ip: HOST }, lookup });
    expect(planned.ok && planned.parameters.map(({ ip }) => ip)).toEqual(["h1", "h2"]);
    expect(
      planned.ok && planned.parameters.map(({ context }) => context.parent_action_run),
    ).toEqual([[101], [101]]);
  });

  test("an action that reads no results has no parents, whatever ran before it", () => {
    const planned = plan({ given: { ip: "a" }, lookup: [{ data: [] }] });
    expect(planned.ok && planned.parameters[0]?.context.parent_action_run).toEqual([]);
  });

  test("inputs of every integration that offers the command are those of the action", () => {
    const firewall = manifest("firewall", [command("block ip", [input("ip")])]);
    const router = manifest("router", [command("block ip", [input("ip"), input("port")])]);
    const parameters = { ip: "1.1.1.1", port: "80" };
    const planned = (integrationKey: string | null) => {
      const config = { command: "block ip", integrationKey, parameters };
      const document = playbook([start(), action("block", config)], ["start > block"]);
      const run = new TestRun(document, {}, catalogueOf([firewall, router]));
      return planAction(startingPass(run, "block"), () => "g");
    };
    expect(planned(null)).toMatchObject({ parameters: [{ ip: "1.1.1.1", port: "80" }] });
    const own = planned("firewall");
    expect(own.ok && own.parameters[0]).not.toHaveProperty("port");
  });
});

describe("a plan that fails", () => {
  test("names command, input and cause, as the block's Error tab shows them", () => {
    expect(plan({})).toEqual({
      ok: false,
      failure: {
        class: "F-INPUT",
        failureIndicator: "block ip failed. Input: ip.",
        statusCode: 400,
        message: "ip is required",
        field: "ip",
      },
    });
  });

  test("does so for a faulty template", () => {
    expect(plan({ parameters: { ip: "{{playbook_input:#i_ip" } })).toMatchObject({
      failure: { class: "F-TEMPLATE", failureIndicator: "block ip failed. Input: ip." },
    });
  });

  test("says a row too many instead of cutting it unseen", () => {
    const given = { ip: Array.from({ length: 2_001 }, (_, row) => `host-${row}`) };
    expect(plan({ given })).toMatchObject({
      failure: {
        class: "F-TEMPLATE",
        message: expect.stringContaining("There are more than 2,000 rows"),
      },
    });
  });

  test("an input at fault is told before the handle", () => {
    expect(plan({ handle: "{{broken" })).toMatchObject({ failure: { field: "ip" } });
  });
});

describe("the handle", () => {
  const handleOf = (handle: string, given: Readonly<Record<string, Json>> = {}) => {
    const planned = plan({ parameters: { ip: "1" }, handle, given });
    return planned.ok ? planned.handle : planned.failure;
  };

  test("D26: is the text that was written, null when none was", () => {
    expect(handleOf("abc")).toBe("abc");
    expect(handleOf("")).toBeNull();
  });

  test("may hold datapaths, whose values stand in one line", () => {
    expect(handleOf(`case ${IP}`, { ip: ["a", "b"] })).toBe("case a, b");
    expect(handleOf(`case ${IP}`)).toMatchObject({
      class: "F-TEMPLATE",
      failureIndicator: "block ip failed. Input: Handle.",
      field: "Handle",
    });
  });

  test("is none when its only datapath has no value, or an empty one", () => {
    expect(handleOf(IP)).toBeNull();
    expect(handleOf(IP, { ip: "" })).toBeNull();
  });

  test("has at most 64 KiB", () => {
    expect(handleOf(IP, { ip: "x".repeat(65_536) })).toHaveLength(65_536);
    expect(handleOf(IP, { ip: "ä".repeat(32_769) })).toMatchObject({
      class: "F-INPUT",
      message: "A handle has at most 64 KiB",
    });
  });
});

describe("the command of a block", () => {
  test("is none while its configuration is not sound", () => {
    expect(choiceOf({ config: { command: "block ip" } })).toEqual({
      integrationKey: null,
      command: "",
      connectionIds: [],
    });
    const sound = action("block", { command: "block ip", connectionIds: [4] });
    expect(choiceOf(sound)).toMatchObject({ command: "block ip", connectionIds: [4] });
  });

  test("is declared by one integration, or by none", () => {
    const known = catalogueOf([manifest("firewall", [command("block ip", [])])]);
    expect(declaredCommand(known, "firewall", "block ip")?.name).toBe("block ip");
    expect(declaredCommand(known, "router", "block ip")).toBeUndefined();
  });
});
