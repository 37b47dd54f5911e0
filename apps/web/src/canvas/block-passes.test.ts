import { newBlock, newDocument } from "@callbook/core/document";
import { type BlockPath, blankBlock, type RunState, readPath } from "@callbook/core/log";
import { expect, it } from "vitest";
import { passName, passNames } from "./block-passes.ts";

function path(text: string): BlockPath {
  const read = readPath(text);
  if (read === null) throw new Error(`${text} is no path`);
  return read;
}

const block = (id: string, name: string) =>
  newBlock({ id, type: "debug", version: 1, name, config: {} });
const playbook = newDocument({
  name: "Triage",
  blocks: [block("b_check", "check_1"), block("b_loop", "loop_1")],
});
const having = (...paths: readonly string[]): Pick<RunState, "blocks"> => ({
  blocks: Object.fromEntries(
    paths.map((text) => [text, blankBlock(path(text), text.replace(/^.*\/|\[\d+\]$/g, ""))]),
  ),
});

it.each([
  ["b_check", "pass 1"],
  ["b_check[2]", "pass 2"],
  ["b_loop[17]/b_check", "loop_1 pass 17"],
  ["b_loop/b_check[2]", "loop_1 pass 1, pass 2"],
])("the pass %s is called %s", (text, name) => {
  expect(passName(path(text), playbook)).toBe(name);
});

it("a pass is named only where its block has several", () => {
  const once = passNames(playbook, having("b_check"));
  expect([once.passOf(path("b_check")), once.titleOf(path("b_check"))]).toEqual([null, "check_1"]);
  const twice = passNames(playbook, having("b_check", "b_check[2]"));
  expect(twice.titleOf(path("b_check[2]"))).toBe("check_1, pass 2");
});
