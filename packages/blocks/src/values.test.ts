import type { Json } from "@callbook/core/json";
import { describe, expect, test } from "vitest";
import { fail, type Outcome, ok } from "./testing/outcomes.ts";
import { action, debug, decision, end, playbook, start } from "./testing/playbook.ts";
import { TestRun } from "./testing/run.ts";

const SCORES: readonly Outcome[] = [
  { data: [{ score: 7, host: "a" }] },
  { data: [{ score: 9, host: null }] },
];

/** The outputs of a run whose action has two results. */
function outputOf(value: string, inputs: Readonly<Record<string, Json>> = {}) {
  const drawn = ["start > lookup", "lookup > end"];
  const blocks = [start(["ip"]), action("lookup"), end({ out: value })];
  const run = new TestRun(playbook(blocks, drawn), inputs).finish("lookup", SCORES);
  return run.block("end")?.failure?.message ?? run.outputs?.["out"];
}

describe("many values", () => {
  const many = (count: number): readonly Outcome[] => [
    { data: Array.from({ length: count }, (_, n) => ({ score: n })) },
  ];
  const scores = "#b_lookup:action_result.data.*.score";
  const ran = (count: number) =>
    new TestRun(
      playbook(
        [start(), action("lookup"), debug("say", `{{${scores}}}`), end({ out: scores })],
        ["start > lookup", "lookup > say", "say > end"],
      ),
    ).finish("lookup", many(count));

  test("are all in an output and in a line, beyond what Splunk SOAR cuts", () => {
    const run = ran(2_500);
    expect(run.outputs?.["out"]).toHaveLength(2_500);
    expect(run.logs[0]?.split(", ")).toHaveLength(2_500);
  });

  test("beyond 50,000 are refused where they are asked for, and not cut unseen", () => {
    const run = ran(50_001);
    expect(run.block("say")?.failure).toMatchObject({
      class: "F-TEMPLATE",
      field: "Message",
      message: expect.stringContaining("more than 50,000 rows"),
    });
  });
});

describe("the outputs that End names", () => {
  const table: readonly (readonly [string, string, Json])[] = [
    ["results are a list, in their order", "#b_lookup:action_result.data.*.score", [7, 9]],
    ["a datapath in braces is the same", "{{#b_lookup:action_result.data.*.score}}", [7, 9]],
    [
      "one value of a result is a list of one for each",
      "#b_lookup:action_result.status",
      ["success", "success"],
    ],
    ["a missing leaf is null", "#b_lookup:action_result.data.*.host", ["a", null]],
    [
      "in a text values stand in one line, without those that are null",
      "Hosts: {{#b_lookup:action_result.data.*.host}}!",
      "Hosts: a!",
    ],
    ["an input is the value that was given", "playbook_input:#i_ip", "192.0.2.1"],
    ["text is text", "done", "done"],
    ["text that looks like a datapath is text", "https://example.net", "https://example.net"],
    ["braces can be written", "\\{{x}}", "{{x}}"],
    ["a block that has not run gives an empty list", "#b_gone:action_result.data", []],
  ];
  test.each(table)("%s: %s", (_, value, expected) => {
    expect(outputOf(value, { ip: "192.0.2.1" })).toEqual(expected);
  });

  test("a list that was given as an input stays a list, an object an object, nothing null", () => {
    expect(outputOf("playbook_input:#i_ip", { ip: ["a"] })).toEqual(["a"]);
    expect(outputOf("playbook_input:#i_ip", { ip: { a: 1 } })).toEqual({ a: 1 });
    expect(outputOf("playbook_input:#i_ip")).toBeNull();
  });

  const broken = [
    [
      "a value that is missing in a text",
      "IP {{playbook_input:#i_ip}}",
      "No value at playbook_input:ip",
    ],
    [
      "a connector expression",
      "{{connector.token}}",
      "{{connector.token}} may stand in the inputs of a command only",
    ],
    [
      "braces that nothing closes",
      "{{x",
      "{{ is not closed by }}. For two braces as text write \\{{.",
    ],
  ] as const;
  test.each(broken)("%s makes the output fail", (_, value, message) => {
    expect(outputOf(value)).toBe(message);
  });

  test("End waits until nothing else is live, also when only one of two branches leads to it", () => {
    const drawn = ["start > slow", "start > end"];
    const blocks = [start(), action("slow"), end({ seen: "#b_slow:action_result.status" })];
    const run = new TestRun(playbook(blocks, drawn));
    expect(run.block("end")).toBeUndefined();
    run.finish("slow", [fail]);
    expect(run.outputs).toEqual({ seen: ["failed"] });
  });

  test("an End that nothing reaches names nothing", () => {
    const blocks = [
      start(),
      decision("choose", [{ id: "no", comparisons: [["1", "==", "2"]] }]),
      end({ out: "x" }),
    ];
    const run = new TestRun(playbook(blocks, ["start > choose", "choose.no > end"]));
    expect(run.outputs).toEqual({});
    expect(run.state.state).toBe("succeeded");
  });
});

describe("the line that Debug writes", () => {
  function lines(message: string, inputs: Readonly<Record<string, Json>> = {}) {
    const run = new TestRun(
      playbook([start(["ip"]), debug("log", message)], ["start > log"]),
      inputs,
    );
    return run.block("log")?.failure?.message ?? run.logs;
  }

  const table: readonly (readonly [string, Readonly<Record<string, Json>>, string])[] = [
    ["IP {{playbook_input:#i_ip}}", { ip: "192.0.2.1" }, "IP 192.0.2.1"],
    ["IP {{playbook_input:#i_ip}}", { ip: ["a", "b"] }, "IP a, b"],
    ["IP {{playbook_input:#i_ip}}", {}, "IP null"],
    ["{{playbook_input:#i_ip}}", { ip: { a: 1 } }, '{"a":1}'],
    ["{{playbook_input:#i_ip}}", {}, "null"],
    ["", {}, ""],
  ];
  test.each(table)("%j with %j is %j", (message, inputs, line) => {
    expect(lines(message, inputs)).toEqual([line]);
  });

  test("data with braces in it is printed as it is", () => {
    expect(lines("{{playbook_input:#i_ip}} x", { ip: "{{connector.password}}" })).toEqual([
      "{{connector.password}} x",
    ]);
  });

  test("a faulty template fails the block, and its callbacks die", () => {
    const drawn = ["start > log", "log > next"];
    const run = new TestRun(playbook([start(), debug("log", "{{x"), debug("next")], drawn));
    expect(run.block("log")).toMatchObject({
      state: "failed",
      failure: { class: "F-TEMPLATE", failureIndicator: "Debug failed. Input: Message." },
    });
    expect(run.callback("c_2")).toMatchObject({ state: "dead", reason: "source failed" });
    expect(run.state).toMatchObject({ state: "failed", failure: { blockId: "b_log" } });
  });

  test("the level goes into the event of the block, the text beside it", () => {
    const run = new TestRun(playbook([start(), debug("log", "hot", "warning")], ["start > log"]));
    const ran = run.events.find(
      ({ event }) => event.type === "BlockRan" && event.blockId === "b_log",
    );
    expect(ran?.event).toMatchObject({ outcome: "succeeded", lines: ["warning"] });
    expect(JSON.stringify(ran)).not.toContain("hot");
    expect(run.logs).toEqual(["hot"]);
  });
});

describe("events of an action", () => {
  test("D21: 4 connections and 2 rows are one action run of 8 executions", () => {
    const run = new TestRun(playbook([start(), action("lookup")], ["start > lookup"]));
    run.finish("lookup", [ok, ok], [ok, ok], [ok, fail], [fail, fail]);
    expect(run.results("lookup")).toHaveLength(4);
    expect(run.block("lookup")).toMatchObject({
      succeeded: 5,
      total: 8,
      state: "partly_succeeded",
    });
    expect(run.results("lookup").map(({ status }) => status)).toEqual([
      "success",
      "success",
      "success",
      "failed",
    ]);
  });

  test("a long message is cut between characters, because half of one cannot be stored", () => {
    const run = new TestRun(playbook([start(), action("lookup")], ["start > lookup"]));
    run.finish("lookup", [{ failed: `x${"🙂".repeat(600)}` }]);
    expect(run.block("lookup")?.failure?.message).toBe(`x${"🙂".repeat(499)}`);
  });

  test("every event stays below 8 KiB, also with a long failure and many filtered results, of which none is lost", () => {
    const drawn = ["start > lookup", "lookup > choose", "choose.yes > log"];
    const comparisons = [["#b_lookup:action_result.data.*.score", ">", "5"]] as const;
    const blocks = [
      start(),
      action("lookup"),
      decision("choose", [{ id: "yes", comparisons }]),
      debug("log"),
    ];
    const many = Array.from({ length: 500 }, () => ok);
    const run = new TestRun(playbook(blocks, drawn));
    run.finish("lookup", [...many, { failed: "ü".repeat(5_000) }]);
    expect(run.filtered("c_3")).toHaveLength(500);
    for (const { event } of run.events)
      expect(new TextEncoder().encode(JSON.stringify(event)).length).toBeLessThan(8 * 1024);
  });
});
