import { validate } from "@callbook/core/validate";
import { describe, expect, test } from "vitest";
import {
  action,
  type DrawnBlock,
  debug,
  decision,
  end,
  playbook,
  start,
} from "../testing/playbook.ts";
import { blockOf, found } from "../testing/problems.ts";
import { catalogue, TestRun } from "../testing/run.ts";
import { format as spec } from "./spec.ts";
import { COUNTRY, format, IP, NAMES, run, stored, text } from "./testing/format-run.ts";

describe("a Format in a run", () => {
  test("its text and its rows are read by later blocks, the text as a text", () => {
    const drawn = ["start > lookup", "lookup > text", "text > choose", "choose.yes > log"];
    const blocks = [
      start(),
      action("lookup"),
      format("%%\n- {0}\n%%", [IP]),
      decision("choose", [
        { id: "yes", comparisons: [["#b_text:formatted_data.*", "==", "- 192.0.2.1"]] },
      ]),
      debug("log", "{{#b_text:formatted_data}}"),
      end({
        text: "#b_text:formatted_data",
        rows: "#b_text:formatted_data.*",
        second: "{{#b_text:formatted_data.1}}",
      }),
    ];
    const ran = new TestRun(playbook(blocks, [...drawn, "log > end"]));
    ran.finish("lookup", [{ data: [] }, { data: [] }]);
    expect(ran.logs).toEqual(["- 192.0.2.0\n- 192.0.2.1"]);
    expect(ran.outputs).toEqual({
      text: "- 192.0.2.0\n- 192.0.2.1",
      rows: ["- 192.0.2.0", "- 192.0.2.1"],
      second: "- 192.0.2.1",
    });
  });

  test("calls directly and hands on the container alone", () => {
    const ran = run("x");
    expect(ran.callback("c_4")).toMatchObject({
      state: "called",
      mode: "direct",
      args: { actionRunId: null, success: null, handleOf: null, filtered: null },
    });
  });

  test("a Format that was skipped has neither text nor rows", () => {
    const drawn = ["start > choose", "choose.yes > text", "choose.else > end", "text > end"];
    const blocks = [
      start(),
      decision("choose", [{ id: "yes", comparisons: [["1", "==", "2"]] }]),
      format("x"),
      end({ text: "#b_text:formatted_data", rows: "#b_text:formatted_data.*" }),
    ];
    expect(new TestRun(playbook(blocks, drawn)).outputs).toEqual({ text: null, rows: [] });
  });

  test("50,000 rows are written, one more fails instead of being cut unseen, and the event stays small", () => {
    const ip = Array.from({ length: 50_000 }, (_, row) => `host-${row}`);
    const given = { inputs: { ip }, parameters: ["playbook_input:#i_ip"] };
    const ran = run("%%\n- {0}\n%%\n{0}", given);
    expect(stored(ran, "rows")).toHaveLength(50_000);
    const event = ran.events.find(
      ({ event: one }) => one.type === "BlockRan" && one.blockId === "b_text",
    );
    expect(JSON.stringify(event).length).toBeLessThan(1_000);
    const more = { ...given, inputs: { ip: [...ip, "one more"] } };
    expect(text("%%\n{0}\n%%", more)).toMatch(/^There are more than 50,000 rows/);
  });

  test("more than 5,000,000 characters fail", () => {
    const given = {
      inputs: { ip: ["x".repeat(2_600_000), "y"] },
      parameters: ["playbook_input:#i_ip"],
    };
    expect(text("%%\n{0}\n%%\n{0}", given)).toBe(
      "There are more than 5,000,000 characters to write",
    );
  });

  test("rows that sources multiply to are no more than 50,000 either", () => {
    const many = Array.from({ length: 224 }, (_, row) => `n${row}`);
    const given = { countries: many, names: many, parameters: [COUNTRY, NAMES] };
    expect(text("%%\n{0} {1}\n%%", given)).toMatch(/^There are more than 50,000 rows/);
  });
});

describe("what is found in a Format", () => {
  const table: readonly (readonly [string, DrawnBlock, readonly string[]])[] = [
    ["nothing", format("{0}", ["playbook_input:#i_ip"]), []],
    ["an empty template", format(""), ["FORMAT_EMPTY template"]],
    ["a place without a parameter", format("{0} {0}"), ["FORMAT_PARAMETER_UNKNOWN template"]],
    ["a line of %% without a second", format("%%\nx"), ["FORMAT_REPEAT_OPEN template"]],
    [
      "a parameter that is no datapath",
      format("{1}", ["playbook_input:#i_ip", "hello"]),
      ["FORMAT_PARAMETER_DATAPATH parameters/i_1/value"],
    ],
  ];
  test.each(table)("%s", (_, drawn, expected) => {
    expect(found(drawn)).toEqual(expected);
  });

  test("says what to do about a place without a parameter", () => {
    const [problem] = spec.problems(
      blockOf(format("{2}", ["playbook_input:#i_ip"])),
      playbook([], []),
      catalogue,
    );
    expect(problem).toMatchObject({
      level: "error",
      message:
        "The template names {2}, and the last parameter is {0}. For the text {2} write \\{2}.",
    });
  });

  test("datapaths in template and parameters are checked as everywhere", () => {
    const drawn = ["start > text", "text > log", "log > end"];
    const codes = (template: string, parameters: readonly string[], message = "x") => {
      const blocks = [start(["ip"]), format(template, parameters), debug("log", message), end()];
      return validate(playbook(blocks, drawn), catalogue).map(
        ({ code, path }) => `${code} ${path.slice(2).join("/")}`,
      );
    };
    expect(codes("{0}", ["playbook_input:#i_ip"], "{{#b_text:formatted_data.*}}")).toEqual([]);
    expect(codes("{0}", ["#b_log:formatted_data"])).toEqual([
      "DATAPATH_NO_RESULTS config/parameters/i_0/value",
    ]);
    expect(codes("{{connector.token}}", [])).toEqual(["TEMPLATE_SCOPE config/template"]);
    expect(codes("{{", [])).toEqual(["TEMPLATE_UNCLOSED config/template"]);
    expect(codes("x", [], "{{#b_text:action_result.data}}")).toEqual([
      "DATAPATH_UNAVAILABLE config/message",
    ]);
    expect(codes("x", [], "{{#b_text:formatted_data.*.ip}}")).toEqual([
      "DATAPATH_UNAVAILABLE config/message",
    ]);
    expect(codes("x", [], "{{#b_text:formatted_data.text}}")).toEqual([
      "DATAPATH_UNAVAILABLE config/message",
    ]);
  });
});
