import type { BlockSpec } from "@callbook/core/block";
import { describe, expect, it } from "vitest";
import { catalogue } from "../catalogue/testing/catalogue.ts";
import { argumentSources } from "./argument-sources.ts";

function spec(type: string): BlockSpec {
  const declared = catalogue.blocks.get(type);
  if (declared === undefined) throw new Error(`no block type ${type}`);
  return declared;
}
function passedNames(type: string, join = false): string[] {
  return argumentSources(spec(type), join)
    .filter((row) => row.from !== null)
    .map((row) => row.name);
}

describe("what arguments the target of a callback gets", () => {
  it("D1: always names eight, in their order", () => {
    expect(argumentSources(spec("start"), false).map((row) => row.name)).toEqual([
      "action",
      "success",
      "container",
      "results",
      "handle",
      "filtered_artifacts",
      "filtered_results",
      "custom_function",
    ]);
  });

  it("D5: from Start only the container", () => {
    expect(passedNames("start")).toEqual(["container"]);
  });

  it("from an action its own run, and no filtered data", () => {
    expect(passedNames("action")).toEqual(["action", "success", "container", "results", "handle"]);
  });

  it("D34: from Debug all eight are passed on unchanged", () => {
    expect(passedNames("debug")).toHaveLength(8);
  });

  it("from a decision the results that made the branch true", () => {
    const row = argumentSources(spec("decision"), false).find(
      (one) => one.name === "filtered_results",
    );
    expect(row?.from).toContain("made the taken condition true");
    expect(passedNames("decision")).not.toContain("custom_function");
  });

  it("D5: from a filter the results that the output let through", () => {
    expect(passedNames("filter")).toEqual(passedNames("decision"));
    const rows = argumentSources(spec("filter"), false);
    expect(rows.find(({ name }) => name === "filtered_results")?.from).toContain("let through");
  });

  it("a join hands on container and handle alone", () => {
    expect(passedNames("action", true)).toEqual(["container", "handle"]);
  });
});
