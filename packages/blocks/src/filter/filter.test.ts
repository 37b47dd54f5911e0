import type { Json } from "@callbook/core/json";
import { describe, expect, test } from "vitest";
import { fail, type Outcome, ok } from "../testing/outcomes.ts";
import { action, type DrawnBranch, debug, playbook, start } from "../testing/playbook.ts";
import { TestRun } from "../testing/run.ts";
import { COUNTRY, countries, filter, isIn, letThrough, sifted } from "./testing/sift.ts";

describe("Outputs are asked each by itself", () => {
  const AU = isIn("au", "AU");
  const table: readonly (readonly [string, readonly DrawnBranch[], readonly string[], Json])[] = [
    ["none matches", [AU], ["DE", "FR"], { au: [] }],
    ["all match", [AU], ["AU", "AU"], { au: [0, 1] }],
    ["some match", [AU], ["DE", "AU", "FR", "AU"], { au: [1, 3] }],
    ["each has its own", [AU, isIn("de", "DE")], ["DE", "AU", "FR"], { au: [1], de: [0] }],
    [
      "one result leaves by several",
      [AU, { id: "any", comparisons: [[COUNTRY, "!=", ""]] }],
      ["DE", "AU"],
      { au: [1], any: [0, 1] },
    ],
    [
      "the first one does not stop the others",
      [AU, isIn("again", "AU")],
      ["AU"],
      { au: [0], again: [0] },
    ],
    [
      "an output that compares nothing",
      [AU, { id: "none", comparisons: [] }],
      ["AU"],
      { au: [0], none: [] },
    ],
  ];
  test.each(table)("%s", (_, outputs, names, expected) => {
    const run = sifted(outputs, [countries(...names)]);
    const found = outputs.map(({ id }) => [id, letThrough(run, id)] as const);
    expect(Object.fromEntries(found)).toEqual(expected);
    const called = outputs.filter(({ id }) => run.block(id)?.state === "succeeded");
    expect(called.map(({ id }) => id)).toEqual(
      found.filter(([, results]) => results.length > 0).map(([id]) => id),
    );
  });

  test("an output without a match calls nobody: its callbacks die and its targets are skipped", () => {
    const run = sifted([AU], [countries("DE")]);
    expect(run.block("sift")).toMatchObject({ state: "succeeded", taken: [] });
    expect(run.callback("c_3")).toMatchObject({ state: "dead", reason: "branch not taken" });
    expect(run.block("au")).toMatchObject({ state: "skipped" });
    expect(run.state.state).toBe("succeeded");
  });

  test("results of every connection are asked", () => {
    const run = sifted([AU], [countries("AU", "DE"), countries("DE", "AU")]);
    expect(letThrough(run, "au")).toEqual([0, 11]);
  });

  test("and holds in one row of a result, or in any", () => {
    const many: Outcome[] = [
      {
        data: [
          { country: "AU", score: 1 },
          { country: "DE", score: 9 },
        ],
      },
      { data: [{ country: "AU", score: 9 }] },
    ];
    const comparisons = [
      [COUNTRY, "==", "AU"],
      ["#b_geo:action_result.data.*.score", ">", "5"],
    ] as const;
    const run = sifted(
      [
        { id: "both", comparisons },
        { id: "either", logic: "or", comparisons },
      ],
      [many],
    );
    expect(letThrough(run, "both")).toEqual([1]);
    expect(letThrough(run, "either")).toEqual([0, 1]);
  });

  test("compares as a decision does, with the same settings", () => {
    const names = countries("au", "AU,DE");
    expect(letThrough(sifted([AU], [names]), "au")).toEqual([1]);
    const loose = { caseSensitive: false, delimiterEnabled: false };
    expect(letThrough(sifted([AU], [names], loose), "au")).toEqual([0]);
  });

  test("over several actions each condition holds somewhere, and what does of each is let through", () => {
    const score = "#b_rate:action_result.data.*.score";
    const outputs = [
      {
        id: "hot",
        comparisons: [
          [COUNTRY, "==", "AU"],
          [score, ">", "5"],
        ],
      },
      {
        id: "cold",
        comparisons: [
          [COUNTRY, "==", "AU"],
          [score, ">", "8"],
        ],
      },
    ] as const;
    const blocks = [start(), action("geo"), action("rate"), filter("sift", outputs), debug("log")];
    const wires = ["start > geo", "geo > rate", "rate > sift", "sift.hot > log", "sift.cold > log"];
    const run = new TestRun(playbook(blocks, wires));
    run.finish("geo", countries("AU", "DE")).finish("rate", [{ data: [{ score: 1 }] }, ok]);
    expect(run.block("sift")?.taken).toEqual(["hot"]);
    expect(run.filtered("c_4")).toEqual([
      [1010, 0],
      [1020, 1],
    ]);
  });
});

describe("A filter and failures", () => {
  const failed: DrawnBranch = {
    id: "failed",
    comparisons: [["#b_geo:action_result.status", "==", "failed"]],
  };

  test("lets through the executions that failed, and their failure is handled", () => {
    const run = sifted([failed], [[fail, ok, fail]]);
    expect(letThrough(run, "failed")).toEqual([0, 2]);
    const whole = sifted([failed], [[fail]]);
    expect(whole.state).toMatchObject({ state: "succeeded", handledFailures: 1 });
  });

  test("lets through an action that failed before anything was executed", () => {
    const run = sifted([failed], []);
    expect(run.block("geo")).toMatchObject({ state: "failed", total: 0 });
    expect(run.block("failed")).toMatchObject({ state: "succeeded" });
  });

  test("fails when a condition reads what nothing gives, and names its output", () => {
    const bad = { id: "bad", comparisons: [["#b_geo:formatted_data", "==", "x"]] } as const;
    const run = sifted([isIn("au", "AU"), bad], [countries("AU")]);
    expect(run.block("sift")).toMatchObject({
      state: "failed",
      failure: { class: "F-TEMPLATE", failureIndicator: "Filter failed. Input: condition 2." },
    });
    expect(run.callback("c_3")).toMatchObject({ state: "dead", reason: "source failed" });
  });
});

test("10,000 results cost about ten times what 1,000 cost", () => {
  const milliseconds = (count: number) => {
    const outputs = [isIn("au", "AU"), isIn("de", "DE")];
    const blocks = [
      start(),
      action("geo"),
      filter("sift", outputs),
      debug("log", "{{filtered-data:#b_sift:#au:#b_geo:action_result.parameter.ip}}"),
    ];
    const wires = ["start > geo", "geo > sift", "sift.au > log"];
    const run = new TestRun(playbook(blocks, wires));
    const names = Array.from({ length: count }, (_, row) => (row % 2 === 0 ? "AU" : "DE"));
    const begun = performance.now();
    run.finish("geo", countries(...names));
    const taken = performance.now() - begun;
    expect(run.filtered("c_3")).toHaveLength(count / 2);
    return taken;
  };
  milliseconds(1_000);
  const few = Math.min(...[1, 2, 3].map(() => milliseconds(1_000)));
  const many = Math.min(...[1, 2, 3].map(() => milliseconds(10_000)));
  expect(many).toBeLessThan(Math.max(few, 1) * 40);
});
