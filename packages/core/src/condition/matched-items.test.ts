import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type ScopeFacts, scopeWith } from "../datapath/testing/scope.ts";
import type { Json } from "../json/index.ts";
import { type FilteredIds, type ResultsEntry, resultsEntry } from "../results/index.ts";
import type { Branch, Branches } from "./branch.ts";
import { matchedItems } from "./matched-items.ts";
import type { Operator } from "./relations.ts";

/** Results of one connection, each with its data. */
function entry(appRunId: number, ...results: readonly (readonly Json[])[]): ResultsEntry {
  const context = { guid: "g", artifact_id: null, parent_action_run: [] };
  return resultsEntry({
    connection: { id: appRunId, name: `connection ${appRunId}` },
    integration: { id: 1, name: "Lookup" },
    command: "lookup",
    blockName: "lookup",
    actionRunId: 1,
    appRunId,
    results: results.map((data, index) => ({
      status: "success",
      data,
      message: "",
      parameter: { ip: `192.0.2.${index}`, context },
      summary: {},
      error: null,
    })),
  });
}

type Line = readonly [left: string, op: Operator, right: string];

function branch(logic: "and" | "or", ...lines: readonly Line[]): Branch {
  const comparisons = lines.map(([left, op, right], index) => ({
    id: `k${index}`,
    left,
    op,
    right,
  }));
  return { id: "i_1", name: "", logic, comparisons };
}

function matched(facts: ScopeFacts, logic: "and" | "or", ...lines: readonly Line[]) {
  const one = branch(logic, ...lines);
  const config: Branches = {
    branches: [one],
    delimiter: ",",
    delimiterEnabled: true,
    caseSensitive: true,
  };
  const found = matchedItems(one, config, scopeWith(facts));
  return found.ok ? found.ids : found.message;
}

const results = (...pairs: readonly (readonly [number, number])[]): FilteredIds => ({
  results: pairs,
  rows: {},
});
const NOTHING = results();

const A = "#b_a:action_result.data.*";
const B = "#b_b:action_result.data.*";
const facts: ScopeFacts = {
  results: {
    b_a: [
      entry(10, [{ kind: "ip", score: 1 }], [{ kind: "url", score: 9 }], []),
      entry(11, [
        { kind: "ip", score: 8 },
        { kind: "url", score: 2 },
      ]),
    ],
    b_b: [entry(20, [{ kind: "ip" }], [{ kind: "file" }])],
  },
  inputs: { ips: ["a", "b", "a"], one: "a", none: [] },
};

describe("A condition lets through the items that make it hold, each by itself", () => {
  test("results of an action, over all connections", () => {
    expect(matched(facts, "and", [`${A}.kind`, "==", "ip"])).toEqual(results([10, 0], [11, 0]));
  });

  test("all when all match, none when none does", () => {
    expect(matched(facts, "and", ["#b_a:action_result.status", "==", "success"])).toEqual(
      results([10, 0], [10, 1], [10, 2], [11, 0]),
    );
    expect(matched(facts, "and", [`${A}.kind`, "==", "dns"])).toEqual(NOTHING);
  });

  test("a result without any data counts as null", () => {
    expect(matched(facts, "and", [`${A}.kind`, "==", "None"])).toEqual(results([10, 2]));
  });

  test("and, about one source, holds in one row of the item", () => {
    const high: Line = [`${A}.score`, ">", "5"];
    expect(matched(facts, "and", [`${A}.kind`, "==", "ip"], high)).toEqual(results([11, 0]));
    expect(matched(facts, "and", [`${A}.kind`, "==", "url"], high)).toEqual(results([10, 1]));
  });

  test("or takes an item for which one comparison holds", () => {
    expect(matched(facts, "or", [`${A}.score`, "==", "1"], [`${A}.score`, "==", "9"])).toEqual(
      results([10, 0], [10, 1]),
    );
  });

  test("a comparison that is true whatever the item lets nothing through by itself", () => {
    expect(matched(facts, "and", ["1", "==", "1"])).toEqual(NOTHING);
    expect(matched(facts, "or", ["1", "==", "1"], [`${A}.score`, "==", "9"])).toEqual(
      results([10, 1]),
    );
    expect(matched(facts, "and", ["1", "==", "2"], [`${A}.score`, "==", "9"])).toEqual(NOTHING);
  });

  test("no comparison, or a block that has not run, lets nothing through", () => {
    expect(matched(facts, "and")).toEqual(NOTHING);
    expect(matched(facts, "or")).toEqual(NOTHING);
    expect(matched(facts, "and", ["#b_later:action_result.status", "==", "None"])).toEqual(NOTHING);
  });
});

describe("Over several sources", () => {
  test("and asks of each that it holds somewhere, and lets through what does", () => {
    const score: Line = [`${A}.score`, ">", "5"];
    expect(matched(facts, "and", score, [`${B}.kind`, "==", "file"])).toEqual(
      results([10, 1], [11, 0], [20, 1]),
    );
    expect(matched(facts, "and", score, [`${B}.kind`, "==", "dns"])).toEqual(NOTHING);
  });

  test("or lets through of each what holds", () => {
    expect(matched(facts, "or", [`${A}.score`, "==", "9"], [`${B}.kind`, "==", "dns"])).toEqual(
      results([10, 1]),
    );
  });

  test("one compared with another: of both what finds a partner", () => {
    expect(matched(facts, "and", [`${A}.kind`, "==", `${B}.kind`])).toEqual(
      results([10, 0], [11, 0], [20, 0]),
    );
    expect(
      matched(facts, "and", [`${A}.kind`, "==", `${B}.kind`], [`${A}.score`, "<", "5"]),
    ).toEqual(results([10, 0], [20, 0]));
  });

  test("a source that has nothing counts as one null", () => {
    const other: Line = ["#b_later:action_result.status", "==", "None"];
    expect(matched(facts, "and", [`${A}.score`, "==", "9"], other)).toEqual(results([10, 1]));
  });
});

describe("What has no results is let through row by row", () => {
  const rows = (name: string, ...numbers: readonly number[]): FilteredIds => ({
    results: [],
    rows: { [name]: numbers },
  });

  test("an input that is a list, element by element; else as one row", () => {
    expect(matched(facts, "and", ["playbook_input:ips", "==", "a"])).toEqual(
      rows("playbook_input:ips", 0, 2),
    );
    expect(matched(facts, "and", ["playbook_input:one", "==", "a"])).toEqual(
      rows("playbook_input:one", 0),
    );
    expect(matched(facts, "and", ["playbook_input:absent", "==", "None"])).toEqual(
      rows("playbook_input:absent", 0),
    );
    expect(matched(facts, "and", ["playbook_input:none", "==", "None"])).toEqual(NOTHING);
  });

  test("each input by itself", () => {
    expect(
      matched(facts, "and", ["playbook_input:ips", "==", "b"], ["playbook_input:one", "==", "a"]),
    ).toEqual({ results: [], rows: { "playbook_input:ips": [1], "playbook_input:one": [0] } });
  });

  test("beside results", () => {
    expect(
      matched(facts, "and", ["playbook_input:ips", "==", "b"], [`${A}.score`, "==", "9"]),
    ).toEqual({ results: [[10, 1]], rows: { "playbook_input:ips": [1] } });
  });
});

describe("What is behind another filter", () => {
  const after: ScopeFacts = {
    ...facts,
    kept: {
      b_f: {
        i_x: {
          results: [
            [10, 0],
            [10, 2],
          ],
          rows: { "playbook_input:ips": [1, 2] },
        },
      },
    },
  };
  const F = "filtered-data:#b_f:#i_x:";

  test("is filtered further: what was held back stays so, whatever is compared", () => {
    expect(matched(after, "and", [`${F}${A}.kind`, "!=", "dns"])).toEqual(
      results([10, 0], [10, 2]),
    );
    expect(matched(after, "and", [`${F}playbook_input:ips`, "==", "a"])).toEqual({
      results: [],
      rows: { "playbook_input:ips": [2] },
    });
  });

  test("beside the same block unfiltered: with and what is in both, with or what is in either", () => {
    const lines: readonly Line[] = [
      [`${F}${A}.kind`, "==", "ip"],
      [`${A}.kind`, "==", "ip"],
    ];
    expect(matched(after, "and", ...lines)).toEqual(results([10, 0]));
    expect(matched(after, "or", ...lines)).toEqual(results([10, 0], [11, 0]));
  });
});

test("A datapath that cannot be read says why", () => {
  expect(matched(facts, "and", ["artifact:*.id", "==", "1"])).toBe(
    "A run has no artifacts, so there are none to read or to filter.",
  );
});

test("Whatever is compared, a list is split by == and != of a literal, and or is the union", () => {
  const value = fc.constantFrom<Json>("a", "b", 1, "1", null, "");
  fc.assert(
    fc.property(
      fc.array(value, { maxLength: 8 }),
      fc.constantFrom("a", "1", "b"),
      (list, literal) => {
        const given: ScopeFacts = { inputs: { list } };
        const equal: Line = ["playbook_input:list", "==", literal];
        const unequal: Line = ["playbook_input:list", "!=", literal];
        const rowsOf = (logic: "and" | "or", ...lines: readonly Line[]) => {
          const found = matched(given, logic, ...lines);
          return typeof found === "string" ? [] : (found.rows["playbook_input:list"] ?? []);
        };
        const all = list.map((_, row) => row);
        const [same, other] = [rowsOf("and", equal), rowsOf("and", unequal)];
        expect([...same, ...other].sort((a, b) => a - b)).toEqual(all);
        expect(rowsOf("or", equal, unequal)).toEqual(all);
        expect(rowsOf("and", equal, unequal)).toEqual([]);
      },
    ),
  );
});
