import { type Block, newBlock, newCallback, newDocument } from "@callbook/core/document";
import { expect, it } from "vitest";
import { catalogue } from "../catalogue/testing/catalogue.ts";
import { fittingPaths, upstreamOutputs } from "./upstream-outputs.ts";

function action(id: string, command: string): Block {
  return newBlock({
    id,
    type: "action",
    version: 1,
    name: id.slice(2),
    config: {
      integrationKey: "sample-intel",
      command,
      connectionIds: [],
      parameters: {},
      handle: "",
      waitSeconds: 86_400,
      repeatSafe: false,
    },
  });
}

const input = {
  id: "i_ip",
  name: "source.ip",
  dataType: "string",
  required: true,
  description: "",
  contains: ["ip"],
  default: null,
};
const last = action("b_last", "create ticket");
const playbook = newDocument({
  name: "Triage",
  blocks: [
    { ...action("b_start", ""), type: "start", config: { inputs: [input] } },
    action("b_far", "geolocate ip"),
    action("b_near", "ip reputation"),
    last,
    action("b_beside", "geolocate ip"),
  ],
  callbacks: [
    newCallback({ id: "c_1", source: "b_start", port: "next", target: "b_far" }),
    newCallback({ id: "c_2", source: "b_far", port: "success", target: "b_near" }),
    newCallback({ id: "c_3", source: "b_near", port: "success", target: "b_last" }),
    newCallback({ id: "c_4", source: "b_start", port: "next", target: "b_beside" }),
  ],
});

it("offers the playbook's inputs and what runs before, nearest first, and nothing else", () => {
  const sources = upstreamOutputs(playbook, last, catalogue);
  expect(sources.map((source) => source.name)).toEqual(["Inputs of the run", "near", "far"]);
  expect(sources[0]?.paths[0]?.path).toBe("playbook_input:source\\.ip");
});

it("D8: the deprecated action_name is offered nowhere", () => {
  const paths = upstreamOutputs(playbook, last, catalogue).flatMap((source) => source.paths);
  expect(paths.filter(({ path }) => path.includes("action_name"))).toEqual([]);
});

it("filters by what the field wants; either side without a type fits all", () => {
  const sources = upstreamOutputs(playbook, last, catalogue);
  const paths = (contains: readonly string[], search: string) =>
    fittingPaths(sources, contains, search).flatMap((source) =>
      source.paths.map((path) => path.path),
    );
  expect(paths(["domain"], "playbook_input")).toEqual([]);
  expect(paths(["ip"], "playbook_input")).toHaveLength(1);
  expect(paths([], "score")).toEqual(["near:action_result.data.*.score"]);
  expect(paths(["hash"], "score")).toHaveLength(1);
});

const filter = newBlock({
  id: "b_filter",
  type: "filter",
  version: 1,
  name: "filter_1",
  config: {
    branches: [
      condition("i_bad", "bad", "#b_near:action_result.data.*.score"),
      condition("i_ip", "", "playbook_input:#i_ip"),
      condition("i_none", "", "5"),
    ],
    delimiter: ",",
    delimiterEnabled: true,
    caseSensitive: true,
  },
});

function condition(id: string, name: string, left: string) {
  const comparison = { id: `${id}_1`, left, op: "==", right: "5" };
  return { id, name, logic: "and", comparisons: [comparison] };
}

it("offers behind a filter what each of its conditions lets through of what it compares", () => {
  const behind = action("b_behind", "create ticket");
  const playbookWithFilter = newDocument({
    ...playbook,
    blocks: [...playbook.blocks, filter, behind],
    callbacks: [
      ...playbook.callbacks,
      newCallback({ id: "c_5", source: "b_near", port: "success", target: "b_filter" }),
      newCallback({ id: "c_6", source: "b_filter", port: "i_bad", target: "b_behind" }),
    ],
  });
  const sources = upstreamOutputs(playbookWithFilter, behind, catalogue);
  expect(sources.map(({ name }) => name)).toEqual([
    "Inputs of the run",
    "filter_1, bad",
    "filter_1, condition 2",
    "near",
    "far",
  ]);
  const [, bad, ofInput] = sources;
  expect(bad?.paths.map(({ path }) => path)).toContain(
    "filtered-data:filter_1:condition_1:near:action_result.data.*.score",
  );
  expect(bad?.paths.every(({ path }) => path.startsWith(bad.prefix))).toBe(true);
  expect(ofInput?.paths.map(({ path }) => path)).toEqual([
    "filtered-data:filter_1:condition_2:playbook_input:source\\.ip",
  ]);
});
