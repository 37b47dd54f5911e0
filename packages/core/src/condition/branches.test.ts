import { describe, expect, test } from "vitest";
import { type ScopeFacts, scopeWith } from "../datapath/testing/scope.ts";
import type { Json } from "../json/index.ts";
import { type ActionResult, type ResultsEntry, resultsEntry } from "../results/index.ts";
import type { Branch, Branches } from "./branch.ts";
import { evaluateBranches } from "./branches.ts";
import { matchedResults } from "./matched-items.ts";
import type { Operator } from "./relations.ts";

function succeeded(...data: Json[]): ActionResult {
  const context = { guid: "g", artifact_id: null, parent_action_run: [] };
  const parameter = { ip: "192.0.2.1", context };
  return { status: "success", data, message: "", parameter, summary: {}, error: null };
}

function entry(appRunId: number, ...results: ActionResult[]): ResultsEntry {
  return resultsEntry({
    connection: { id: appRunId, name: `connection ${appRunId}` },
    integration: { id: 1, name: "Lookup" },
    command: "lookup",
    blockName: "lookup",
    actionRunId: 1,
    appRunId,
    results,
  });
}

type Line = readonly [left: string, op: Operator, right: string];

function branch(id: string, logic: "and" | "or", ...lines: readonly Line[]): Branch {
  const comparisons = lines.map(([left, op, right], index) => ({
    id: `k${index}`,
    left,
    op,
    right,
  }));
  return { id, name: "", logic, comparisons };
}

function config(...branches: readonly Branch[]): Branches {
  return { branches, delimiter: ",", delimiterEnabled: true, caseSensitive: true };
}

function taken(given: ScopeFacts, ...branches: readonly Branch[]): string {
  const outcome = evaluateBranches(config(...branches), scopeWith(given));
  return outcome.ok ? outcome.taken : `failed: ${outcome.message}`;
}

const A = "#b_a:action_result.data.*";
const two = {
  results: {
    b_a: [entry(10, succeeded({ kind: "ip", score: 1 }, { kind: "url", score: 9 }))],
    b_b: [entry(20, succeeded({ kind: "file", score: 5 }))],
  },
};

describe("evaluateBranches", () => {
  test("the first branch that is true is taken", () => {
    const yes: Line = ["1", "==", "1"];
    const no: Line = ["1", "==", "2"];
    expect(
      taken({}, branch("a", "and", no), branch("b", "and", yes), branch("c", "and", yes)),
    ).toBe("b");
  });

  test("else is taken when none is, and a branch that compares nothing never is", () => {
    expect(taken({}, branch("a", "and", ["1", "==", "2"]))).toBe("else");
    expect(taken({}, branch("a", "and"), branch("b", "or"))).toBe("else");
    expect(taken({})).toBe("else");
  });

  test("or needs one comparison, and needs each", () => {
    const lines: readonly Line[] = [
      ["1", "==", "1"],
      ["1", "==", "2"],
    ];
    expect(taken({}, branch("a", "or", ...lines))).toBe("a");
    expect(taken({}, branch("a", "and", ...lines))).toBe("else");
  });

  test("and inside one source is evaluated row by row", () => {
    const kind: Line = [`${A}.kind`, "==", "ip"];
    expect(taken(two, branch("a", "and", kind, [`${A}.score`, ">", "5"]))).toBe("else");
    expect(taken(two, branch("a", "and", kind, [`${A}.score`, "<", "5"]))).toBe("a");
  });

  test("and across sources asks of each that some row of it holds", () => {
    const lines: readonly Line[] = [
      [`${A}.score`, ">", "5"],
      ["#b_b:action_result.data.*.kind", "==", "file"],
    ];
    expect(taken(two, branch("a", "and", ...lines))).toBe("a");
  });

  test("or asks of each comparison by itself, whatever the row", () => {
    expect(
      taken(two, branch("a", "or", [`${A}.kind`, "==", "none"], [`${A}.score`, ">", "5"])),
    ).toBe("a");
  });

  test("the right side may be a datapath, in the same row of the same source", () => {
    const same = {
      results: {
        b_a: [entry(10, succeeded({ from: "x", to: "y", n: 1 }, { from: "z", to: "z", n: 2 }))],
      },
    };
    const equal: Line = [`${A}.from`, "==", `${A}.to`];
    expect(taken(same, branch("a", "and", equal, [`${A}.n`, "==", "2"]))).toBe("a");
    expect(taken(same, branch("a", "and", equal, [`${A}.n`, "==", "1"]))).toBe("else");
  });

  test("the left side may be a literal, and the right one a datapath", () => {
    const mail = { results: { b_a: [entry(10, succeeded({ name: "invoice.eml" }))] } };
    expect(taken(mail, branch("a", "and", [".eml", "in", `${A}.name`]))).toBe("a");
    expect(taken(mail, branch("a", "and", [".exe", "in", `${A}.name`]))).toBe("else");
  });

  test("a block that has not run counts as one null", () => {
    expect(taken({}, branch("a", "and", [`${A}.score`, "==", "None"]))).toBe("a");
    expect(taken({}, branch("a", "and", [`${A}.score`, "==", ""]))).toBe("a");
    const lines: readonly Line[] = [
      [`${A}.score`, "==", "None"],
      [`${A}.kind`, "==", "None"],
    ];
    expect(taken({}, branch("a", "and", ...lines))).toBe("a");
  });

  test("an input that is a list is compared element by element", () => {
    const given = { inputs: { ip: ["192.0.2.1", "192.0.2.2"] } };
    expect(taken(given, branch("a", "and", ["playbook_input:ip", "==", "192.0.2.2"]))).toBe("a");
    expect(taken(given, branch("a", "and", ["{{ playbook_input:ip }}", "==", "192.0.2.2"]))).toBe(
      "a",
    );
  });

  test("what only looks like a datapath is a literal", () => {
    const given = { inputs: { url: "https://example.net" } };
    expect(
      taken(given, branch("a", "and", ["playbook_input:url", "==", "https://example.net"])),
    ).toBe("a");
  });

  test("a datapath that no block can give stops the decision with its reason", () => {
    expect(taken(two, branch("a", "and", ["#b_a:formatted_data", "==", "x"]))).toMatch(/^failed: /);
  });

  test("the same lower case can be asked for, and the delimiter switched off", () => {
    const given = { inputs: { a: "X,Y" } };
    const one = branch("a", "and", ["playbook_input:a", "==", "y"]);
    expect(taken(given, one)).toBe("else");
    const loose = { ...config(one), caseSensitive: false };
    expect(evaluateBranches(loose, scopeWith(given))).toEqual({ ok: true, taken: "a" });
    const whole = { ...loose, delimiterEnabled: false };
    expect(evaluateBranches(whole, scopeWith(given))).toEqual({ ok: true, taken: "else" });
  });
});

describe("matchedResults", () => {
  const many = {
    results: {
      b_a: [
        entry(10, succeeded({ score: 9 }), succeeded({ score: 1 })),
        entry(11, succeeded({ score: 2 }, { score: 8 })),
      ],
    },
  };

  test("names the results which by themselves make the comparison true", () => {
    const one = branch("a", "and", [`${A}.score`, ">", "5"]);
    expect(matchedResults(one, config(one), scopeWith(many))).toEqual([
      [10, 0],
      [11, 0],
    ]);
  });

  test("is null when the branch reads no results", () => {
    const inputs = branch("a", "and", ["playbook_input:ip", "==", "x"]);
    expect(matchedResults(inputs, config(inputs), scopeWith(many))).toBeNull();
  });

  test("is empty when it reads results and none makes it true", () => {
    const none = branch("a", "and", [`${A}.score`, ">", "99"]);
    expect(matchedResults(none, config(none), scopeWith(many))).toEqual([]);
    expect(matchedResults(none, config(none), scopeWith({}))).toEqual([]);
  });

  test("has no limit: a thousand results that matched are a thousand", () => {
    const results = Array.from({ length: 1_000 }, (_, score) => succeeded({ score: score + 1 }));
    const all = branch("a", "and", [`${A}.score`, ">", "0"]);
    const scope = scopeWith({ results: { b_a: [entry(10, ...results)] } });
    expect(matchedResults(all, config(all), scope)).toHaveLength(1_000);
  });

  test("comparisons on other sources do not narrow the results of one action", () => {
    const mixed = branch("a", "and", [`${A}.score`, ">", "5"], ["1", "==", "1"]);
    expect(matchedResults(mixed, config(mixed), scopeWith(many))).toEqual([
      [10, 0],
      [11, 0],
    ]);
  });
});
