import { describe, expect, it } from "vitest";
import { z } from "zod";
import { type Block, newBlock, newDocument } from "../document/index.ts";
import { done } from "./evaluate.ts";
import { documentAt, presentBlock, presentDocument, upgradedVersions } from "./present.ts";
import type { PureBlock } from "./spec.ts";
import { plainCard, usualDeclaration } from "./usual.ts";

type Upgrade = (config: Block["config"]) => Block["config"];

/** Version 2 calls "text" "message"; version 3 says it in a list. */
const note: PureBlock = {
  ...usualDeclaration,
  kind: "pure",
  type: "note",
  version: 3,
  title: "Note",
  description: "",
  icon: "box",
  group: "Logic",
  config: z.strictObject({ messages: z.array(z.string()) }),
  fields: [],
  upgradeConfig: new Map<number, Upgrade>([
    [1, ({ text = "", ...rest }) => ({ ...rest, message: text })],
    [2, ({ message = "", ...rest }) => ({ ...rest, messages: [message] })],
  ]),
  defaultConfig: () => ({ messages: [] }),
  baseName: () => "note",
  ports: () => [],
  card: plainCard("box"),
  failingName: () => "Note",
  calls: "direct",
  passes: "passed on",
  stores: null,
  evaluate: () => done([]),
};
const catalogue = { blocks: new Map([["note", note]]) };

const block = (id: string, version: number, config = {}, type = "note") =>
  newBlock({ id, type, version, name: id.slice(2), config });
const old = block("b_old", 1, { text: "hello" });
const present = block("b_present", 3, { messages: ["hi"] });
const newer = block("b_newer", 4, { something: "else" });
const foreign = block("b_foreign", 1, { text: "kept" }, "from_elsewhere");

describe("a block whose configuration is of an older version", () => {
  it("is read as the present one, one step after the other, and nothing else of it changes", () => {
    expect(presentBlock(old, catalogue)).toEqual({
      ...old,
      version: 3,
      config: { messages: ["hello"] },
    });
    expect(old.config).toEqual({ text: "hello" });
  });

  it.each([
    ["present", present],
    ["newer", newer],
    ["not known", foreign],
  ])("stays the very same when its version is %s", (_, same) => {
    expect(presentBlock(same, catalogue)).toBe(same);
  });

  it("is a bug of its type when a step is missing", () => {
    const gap = { ...note, upgradeConfig: new Map<number, Upgrade>([[1, (config) => config]]) };
    expect(() => presentBlock(old, { blocks: new Map([["note", gap]]) })).toThrow(
      "block type note has no upgrade of its configuration from 2",
    );
  });
});

describe("a document with such blocks", () => {
  const document = newDocument({ name: "test", blocks: [old, present, newer, foreign] });

  it("has each of them upgraded, and the others untouched", () => {
    const { blocks, ...rest } = presentDocument(document, catalogue);
    expect(blocks.map(({ version }) => version)).toEqual([3, 3, 4, 1]);
    expect(blocks.slice(1)).toEqual([present, newer, foreign]);
    expect({ ...rest, blocks: [] }).toEqual({ ...document, blocks: [] });
  });

  it("is the very same when there is nothing to upgrade", () => {
    const upgraded = presentDocument(document, catalogue);
    expect(presentDocument(upgraded, catalogue)).toBe(upgraded);
    expect(upgradedVersions(upgraded, catalogue)).toEqual({});
  });

  it("can be told to which versions it was brought, and be brought there again by a later program", () => {
    expect(upgradedVersions(document, catalogue)).toEqual({ note: 3 });
    const before = documentAt(document, { note: 2 }, catalogue);
    expect(before?.blocks[0]).toMatchObject({ version: 2, config: { message: "hello" } });
    expect(before?.blocks.slice(1)).toEqual([present, newer, foreign]);
  });

  it("cannot be brought to a version that is not known here", () => {
    expect(documentAt(document, { note: 4 }, catalogue)).toBeNull();
    expect(documentAt(document, { from_elsewhere: 2 }, catalogue)).toBeNull();
  });
});
