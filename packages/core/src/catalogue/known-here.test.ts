import { describe, expect, it } from "vitest";
import { z } from "zod";
import { done, type PureBlock, plainCard, usualDeclaration } from "../block/index.ts";
import { newBlock, newDocument } from "../document/index.ts";
import { blocksMissing, blockVersions, specsKnownToBoth } from "./known-here.ts";

const spec = (type: string, version: number): PureBlock => ({
  ...usualDeclaration,
  kind: "pure",
  type,
  version,
  title: type,
  description: "",
  icon: "box",
  group: "Logic",
  config: z.strictObject({}),
  fields: [],
  defaultConfig: () => ({}),
  baseName: () => type,
  ports: () => [],
  card: plainCard("box"),
  failingName: () => type,
  calls: "direct",
  passes: "passed on",
  stores: null,
  evaluate: () => done([]),
});
const here = new Map([spec("note", 2), spec("sum", 1)].map((one) => [one.type, one]));

describe("what is offered where browser and server are of two versions of the program", () => {
  const offered = (...listed: [type: string, version: number][]) => [
    ...specsKnownToBoth(
      here,
      listed.map(([type, version]) => ({ type, version })),
    ).keys(),
  ];

  it("is what both know in the same version", () => {
    expect(offered(["note", 2], ["sum", 1])).toEqual(["note", "sum"]);
  });

  it.each([
    ["the server does not have it any more, or not yet", [["sum", 1]]],
    [
      "the server has a newer one",
      [
        ["note", 3],
        ["sum", 1],
      ],
    ],
    [
      "the server has an older one",
      [
        ["note", 1],
        ["sum", 1],
      ],
    ],
  ] satisfies [string, [string, number][]][])("is no block of which %s", (_, listed) => {
    expect(offered(...listed)).toEqual(["sum"]);
  });

  it("is no block that the server alone knows", () => {
    expect(offered(["note", 2], ["loop", 1])).toEqual(["note"]);
  });

  it("is said in the order of the palette, each type with its version", () => {
    expect(blockVersions(here.values())).toEqual([
      { type: "note", version: 2 },
      { type: "sum", version: 1 },
    ]);
  });
});

describe("a revision that another version of the program has published", () => {
  const block = (type: string, version: number) =>
    newBlock({ id: `b_${type}`, type, version, name: type, config: {} });
  const missing = (
    blocks: [type: string, version: number][],
    listed: [type: string, version: number][] | null,
  ) =>
    blocksMissing(
      newDocument({ name: "P", blocks: blocks.map(([type, version]) => block(type, version)) }),
      listed === null ? null : { blocks: listed.map(([type, version]) => ({ type, version })) },
      here,
    );

  it("runs here when this one has its blocks in the same version or a later one", () => {
    expect(
      missing(
        [
          ["note", 1],
          ["sum", 1],
        ],
        [
          ["note", 1],
          ["sum", 1],
        ],
      ),
    ).toEqual([]);
  });

  it("runs here although its catalogue lists a block that it does not use", () => {
    expect(
      missing(
        [["sum", 1]],
        [
          ["sum", 1],
          ["loop", 1],
          ["note", 3],
        ],
      ),
    ).toEqual([]);
  });

  it("does not run where a type that it uses is not known", () => {
    expect(
      missing(
        [
          ["sum", 1],
          ["loop", 4],
        ],
        [
          ["sum", 1],
          ["loop", 4],
        ],
      ),
    ).toEqual([{ type: "loop", version: 4 }]);
  });

  it("does not run where a type that it uses meant something later than what is known", () => {
    expect(missing([["note", 2]], [["note", 3]])).toEqual([{ type: "note", version: 3 }]);
    expect(missing([["note", 3]], [["note", 2]])).toEqual([{ type: "note", version: 3 }]);
  });

  it("is judged by its blocks alone when its catalogue is not known", () => {
    expect(missing([["note", 2]], null)).toEqual([]);
    expect(missing([["loop", 1]], null)).toEqual([{ type: "loop", version: 1 }]);
  });
});
