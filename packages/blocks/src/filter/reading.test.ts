import type { Json, JsonObject } from "@callbook/core/json";
import { blockPath, slotNamed } from "@callbook/core/log";
import { callbackArguments } from "@callbook/core/results";
import { validate } from "@callbook/core/validate";
import { describe, expect, test } from "vitest";
import { planAction } from "../action/plan.ts";
import { type Outcome, ok } from "../testing/outcomes.ts";
import { startingPass } from "../testing/pass.ts";
import {
  action,
  type DrawnBranch,
  debug,
  end,
  idOf,
  playbook,
  start,
} from "../testing/playbook.ts";
import { catalogue, TestRun } from "../testing/run.ts";
import { countries, filter, isIn } from "./testing/sift.ts";

describe("Splunk SOAR's example: country == AU over three results", () => {
  const FORMS = {
    named: "filtered-data:#b_sift:#au:#b_geo:action_result.parameter.ip",
    number: "filtered-data:sift:condition_1:geo:action_result.parameter.ip",
    older: "#b_geo:filtered-action_result.parameter.ip",
    all: "#b_geo:action_result.parameter.ip",
  } as const;

  /** start > geo > sift > next, an action on the IPs that `text` reads. */
  function acting(text: string): TestRun {
    const blocks = [
      start(),
      action("geo", { command: "geolocate ip" }),
      filter("sift", [isIn("au", "AU")]),
      action("next", { parameters: { ip: `{{${text}}}` } }),
      end({ ips: FORMS.named }),
    ];
    const wires = ["start > geo", "geo > sift", "sift.au > next", "next > end"];
    return new TestRun(playbook(blocks, wires)).finish("geo", countries("DE", "AU", "FR"));
  }

  function ipsOf(run: TestRun): readonly Json[] | string {
    const planned = planAction(startingPass(run, "next"), () => "guid");
    if (!planned.ok) return planned.failure.message;
    return planned.parameters.map((parameter) => parameter["ip"] ?? null);
  }

  test.each([
    ["the condition named by id", FORMS.named, ["192.0.2.1"]],
    ["the condition named by number", FORMS.number, ["192.0.2.1"]],
    ["the older shape, of the filter that called", FORMS.older, ["192.0.2.1"]],
    ["unfiltered", FORMS.all, ["192.0.2.0", "192.0.2.1", "192.0.2.2"]],
  ])("D28: the next action reads %s: %s", (_, text, ips) => {
    const run = acting(text);
    expect(run.performed).toEqual(["geo", "next"]);
    expect(ipsOf(run)).toEqual(ips);
  });

  test("D28: End reads it too, also after an action between", () => {
    expect(acting(FORMS.named).finish("next", [ok]).outputs).toEqual({ ips: ["192.0.2.1"] });
  });

  test("D29: the condition gives the matching results, stored under the output and handed on", () => {
    const run = acting(FORMS.all);
    expect(run.filtered("c_3")).toEqual([[1010, 1]]);
    const value = run.reader.pass(blockPath(idOf("sift")))?.value(slotNamed("au"));
    expect(value).toEqual({ results: [[1010, 1]] });
  });

  test("D5: its callback passes on what the filter was called with, and the filtered results", () => {
    const run = acting(FORMS.all);
    const [called, calling] = [run.callback("c_3")?.args, run.callback("c_2")?.args];
    expect(called).toEqual({ ...calling, filtered: { path: idOf("sift"), slot: "au" } });
    if (called === null || called === undefined) throw new Error("it was not called");
    const actions = [
      {
        actionRunId: called.actionRunId ?? 0,
        command: "geolocate ip",
        blockName: "geo",
        handle: null,
        entries: run.results("geo"),
      },
    ];
    const given = callbackArguments(called, {
      filtered: run.filtered("c_3"),
      actions,
      container: null,
    });
    expect(given).toMatchObject({
      success: true,
      action: { name: "geo" },
      filtered_artifacts: null,
    });
    expect(given.results?.[0]?.action_results).toHaveLength(3);
    expect(given.filtered_results?.map(({ action_results }) => action_results)).toMatchObject([
      [{ data: [{ country: "AU" }], parameter: { ip: "192.0.2.1" } }],
    ]);
  });

  test("D30: deleting the filter's callback flags both forms not upstream", () => {
    for (const text of [FORMS.named, FORMS.older]) {
      const { document } = acting(text);
      const of = (callbacks: typeof document.callbacks) =>
        validate({ ...document, callbacks }, catalogue).filter(
          ({ blockId, level }) => blockId === idOf("next") && level === "error",
        );
      expect(of(document.callbacks)).toEqual([]);
      const others = document.callbacks.filter(({ source }) => source !== idOf("sift"));
      const rewired = { ...document.callbacks[1], id: "c_9", target: idOf("next") };
      expect(of([...others, rewired as (typeof others)[number]])).toMatchObject([
        { code: "DATAPATH_NOT_UPSTREAM", field: "ip" },
      ]);
    }
  });

  test("D27: artifacts are none of a run yet, so what filters them is refused by name", () => {
    const messages = ["artifact:*.cef.bytesIn", "filtered_artifact:*.cef.bytesIn"].map((text) => {
      const compared = filter("sift", [{ id: "au", comparisons: [[text, ">", "100"]] }]);
      const document = playbook([start(), compared, debug("log", `{{${text}}}`)], ["start > sift"]);
      return validate(document, catalogue)
        .filter(({ code }) => code === "DATAPATH_UNAVAILABLE")
        .map(({ blockId, message }) => [blockId, message.slice(message.indexOf(" cannot"))]);
    });
    const refusal =
      " cannot be read. A run has no artifacts, so there are none to read or to filter.";
    for (const found of messages)
      expect(found).toEqual([
        [idOf("sift"), refusal],
        [idOf("log"), refusal],
      ]);
  });
});

describe("What is read behind a filter", () => {
  /** start > sift > log, a filter over the input and a line of what it let through. */
  function lineOf(message: string, outputs: readonly DrawnBranch[], inputs: JsonObject) {
    const blocks = [start(["ip", "port"]), filter("sift", outputs), debug("log", message)];
    const wires = outputs.map(({ id }) => `sift.${id} > log`);
    return new TestRun(playbook(blocks, ["start > sift", ...wires]), inputs).logs;
  }
  const high: DrawnBranch = { id: "high", comparisons: [["playbook_input:#i_port", ">", "1000"]] };

  test("an input is filtered row by row", () => {
    const message = "{{filtered-data:#b_sift:#high:playbook_input:#i_port}}";
    expect(lineOf(message, [high], { port: [80, 8080, 443, 3000] })).toEqual(["8080, 3000"]);
    expect(lineOf(message, [high], { port: 8080 })).toEqual(["8080"]);
    expect(lineOf(message, [high], { port: 80 })).toEqual([]);
  });

  test("of an input that the condition does not compare nothing is read", () => {
    const message = "{{filtered-data:#b_sift:#high:playbook_input:#i_ip}}";
    expect(lineOf(message, [high], { port: 8080, ip: "192.0.2.1" })).toEqual(["null"]);
  });

  test("each output has its own, whichever of them called", () => {
    const low: DrawnBranch = { id: "low", comparisons: [["playbook_input:#i_port", "<", "1000"]] };
    const message =
      "{{filtered-data:#b_sift:#low:playbook_input:#i_port}} | {{filtered-data:#b_sift:#high:playbook_input:#i_port}}";
    const ports = { port: [80, 8080] };
    const blocks = [start(["port"]), filter("sift", [low, high]), debug("log", message)];
    const run = new TestRun(playbook(blocks, ["start > sift", "sift.high > log"]), ports);
    expect(run.logs).toEqual(["80 | 8080"]);
  });

  test("another order of the outputs changes nothing", () => {
    const low: DrawnBranch = { id: "low", comparisons: [["playbook_input:#i_port", "<", "1000"]] };
    const message = "{{filtered-data:#b_sift:#high:playbook_input:#i_port}}";
    for (const outputs of [
      [low, high],
      [high, low],
    ])
      expect(lineOf(message, outputs, { port: 8080 })).toEqual(["8080"]);
  });

  test("a filter after a filter narrows further", () => {
    const after = "filtered-data:#b_first:#au:#b_geo:action_result";
    const blocks = [
      start(),
      action("geo"),
      filter("first", [isIn("au", "AU")]),
      filter("second", [{ id: "hot", comparisons: [[`${after}.data.*.score`, ">", "5"]] }]),
      debug("log", "{{filtered-data:#b_second:#hot:#b_geo:action_result.parameter.ip}}"),
    ];
    const wires = ["start > geo", "geo > first", "first.au > second", "second.hot > log"];
    const result = (country: string, score: number): Outcome => ({ data: [{ country, score }] });
    const run = new TestRun(playbook(blocks, wires));
    run.finish("geo", [result("DE", 9), result("AU", 1), result("AU", 7)]);
    expect(run.logs).toEqual(["192.0.2.2"]);
    expect(run.filtered("c_4")).toEqual([[1010, 2]]);
  });

  test("the older shape reads what the last filter handed on, through blocks that pass it on", () => {
    const older = "{{#b_geo:filtered-action_result.parameter.ip}}";
    const blocks = [
      start(),
      action("geo"),
      filter("sift", [isIn("au", "AU")]),
      debug("first", older),
      debug("second", older),
    ];
    const wires = ["start > geo", "geo > sift", "sift.au > first", "first > second"];
    const run = new TestRun(playbook(blocks, wires)).finish("geo", countries("DE", "AU"));
    expect(run.logs).toEqual(["192.0.2.1", "192.0.2.1"]);
  });

  test("after a join the condition is named, as a join is handed nothing that was filtered", () => {
    const named = "{{filtered-data:#b_sift:#au:#b_geo:action_result.parameter.ip}}";
    const blocks = [
      start(),
      action("geo"),
      filter("sift", [isIn("au", "AU"), isIn("de", "DE")]),
      debug("log", named),
    ];
    const wires = ["start > geo", "geo > sift", "sift.au > log", "sift.de > log"];
    const run = new TestRun(playbook(blocks, wires)).finish("geo", countries("DE", "AU"));
    expect(run.logs).toEqual(["192.0.2.1"]);
  });
});
