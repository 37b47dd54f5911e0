import { describe, expect, test } from "vitest";
import { type DrawnBranch, playbook } from "../testing/playbook.ts";
import { found, problems } from "../testing/problems.ts";
import { filter as spec } from "./spec.ts";
import { filter as drawnFilter } from "./testing/sift.ts";

const filter = (outputs: readonly DrawnBranch[], given = {}) => drawnFilter("sift", outputs, given);
const STATUS = "#b_x:action_result.status";

describe("Filter", () => {
  test("has a port for each condition, named after it or numbered as datapaths number it, and no else", () => {
    const drawn = filter([
      { id: "a", comparisons: [] },
      { id: "b", comparisons: [] },
    ]);
    expect(spec.ports(drawn).map(({ id, name }) => [id, name])).toEqual([
      ["a", "condition 1"],
      ["b", "condition 2"],
    ]);
    const named = { branches: [{ id: "a", name: "Australia" }] };
    expect(spec.ports({ config: named }).map(({ name }) => name)).toEqual(["Australia"]);
  });

  test("begins with one condition to fill in", () => {
    const config = spec.defaultConfig(() => "i_1");
    expect(spec.ports({ config })).toHaveLength(1);
    expect(found({ type: "filter", name: "sift", config })).toEqual([
      "COMPARISON_LEFT branches/i_1/comparisons/i_1/left",
    ]);
  });

  test("needs a condition, each of which compares something", () => {
    expect(found(filter([]))).toEqual(["FILTER_EMPTY branches"]);
    expect(found(filter([{ id: "a", comparisons: [] }]))).toEqual([
      "CONDITION_EMPTY branches/a/comparisons",
    ]);
    expect(found(filter([{ id: "a", comparisons: [[STATUS, "==", ""]] }]))).toEqual([]);
    const split = { delimiter: "" };
    expect(found(filter([{ id: "a", comparisons: [[STATUS, "==", ""]] }], split))).toEqual([
      "DELIMITER_EMPTY delimiter",
    ]);
  });

  test("a condition that compares no data is warned of, as it lets nothing through", () => {
    const drawn = filter([{ id: "a", comparisons: [["1", "==", "1"]] }]);
    expect(problems(playbook([drawn], []))).toMatchObject([
      { code: "CONDITION_WITHOUT_DATA", level: "warning" },
    ]);
    expect(found(filter([{ id: "a", comparisons: [["1", "==", STATUS]] }]))).toEqual([]);
  });
});
