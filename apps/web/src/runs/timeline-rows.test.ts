import { newBlock, newDocument } from "@callbook/core/document";
import { blockPath, foldRun, inPass, type RunEventBody } from "@callbook/core/log";
import { expect, it } from "vitest";
import { countsOf, timelineRows } from "./timeline-rows.ts";

const document = newDocument({
  name: "Triage",
  blocks: [newBlock({ id: "b_look", type: "debug", version: 1, name: "look", config: {} })],
});
const look = blockPath("b_look");
const began = { v: 1, type: "BlockStarted", path: look, blockId: "b_look", action: null } as const;
const state = (...bodies: readonly RunEventBody[]) =>
  foldRun(
    bodies.map((event, index) => ({
      seq: index + 1,
      at: new Date(1_700_000_000_000 + index * 1000).toISOString(),
      event,
    })),
  );

it("each pass of a block has a row of its own", () => {
  const twice = state(began, { ...began, path: inPass(look, 2) });
  expect(timelineRows(document, twice, Date.now()).map(({ name }) => name)).toEqual([
    "look, pass 1",
    "look, pass 2",
  ]);
  expect(countsOf(twice)).toBe("2 passes of 1 block: 2 running");
});

it("a block with one pass is called by its name alone", () => {
  expect(timelineRows(document, state(began), Date.now()).map(({ name }) => name)).toEqual([
    "look",
  ]);
  expect(countsOf(state(began))).toBe("1 block: 1 running");
});
