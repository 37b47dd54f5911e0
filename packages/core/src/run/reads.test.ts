import { describe, expect, test } from "vitest";
import { newBlock, newDocument, type PlaybookDocument } from "../document/index.ts";
import { blockPath, emptyRunState, type RunState, slotNamed } from "../log/index.ts";
import { handingOn, neededResults, readingsOf } from "./reads.ts";
import { NO_ARGUMENTS } from "./release.ts";

function playbook(message: string): PlaybookDocument {
  const block = (name: string, type: string, config: Record<string, string> = {}) =>
    newBlock({ id: `b_${name}`, type, version: 1, name, config });
  return newDocument({
    name: "P",
    blocks: [
      block("lookup", "action"),
      block("sift", "filter"),
      block("note", "debug", { message }),
    ],
  });
}

const needed = (message: string) => neededResults(playbook(message), ["b_note"]);

describe("What has to be loaded before a block is evaluated", () => {
  test.each([
    ["#b_lookup:action_result.status", ["b_lookup"]],
    ["{{lookup:action_result.status}} and {{playbook_input:ip}}", ["b_lookup"]],
    ["filtered-data:#b_sift:#i_1:#b_lookup:action_result.status", ["b_lookup", "b_sift"]],
    ["{{filtered-data:sift:condition_1:lookup:action_result.status}}", ["b_lookup", "b_sift"]],
    ["filtered-data:#b_sift:#i_1:playbook_input:#i_ip", ["b_sift"]],
    ["#b_lookup:filtered-action_result.status", ["b_lookup"]],
    ["nothing", []],
  ])("%s: %j", (message, expected) => {
    expect(needed(message)).toEqual(expected);
  });

  test("a filter is no source: it is not read itself", () => {
    const document = playbook("filtered-data:#b_sift:#i_1:#b_lookup:action_result.status");
    const [note] = document.blocks.filter(({ id }) => id === "b_note");
    expect(note && readingsOf(document, note).map(({ blockId }) => blockId)).toEqual(["b_lookup"]);
  });
});

describe("What callbacks handed on", () => {
  const path = blockPath("b_sift");
  const called = (id: string, condition: string) => ({
    callbackId: id,
    path,
    state: "called",
    at: "",
    seq: 1,
    mode: "direct",
    reason: null,
    args: { ...NO_ARGUMENTS, filtered: { path, slot: slotNamed(condition) } },
  });
  const state = {
    ...emptyRunState,
    callbacks: { c_1: [called("c_1", "i_1")], c_2: [called("c_2", "i_2")] },
  } as RunState;

  test("is loaded from the filter for a block that reads only what called it", () => {
    const older = playbook("#b_lookup:filtered-action_result.status");
    expect(handingOn(older, ["b_note"], state)).toEqual(["b_sift"]);
    expect(handingOn(older, ["b_lookup"], state)).toEqual([]);
    const named = playbook("filtered-data:#b_sift:#i_1:#b_lookup:action_result.status");
    expect(handingOn(named, ["b_note"], state)).toEqual([]);
  });
});
