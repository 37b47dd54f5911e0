import { describe, expect, test } from "vitest";
import {
  besides,
  blockIdOf,
  blockPath,
  inPass,
  type PassStep,
  parentOf,
  parsePath,
  passOf,
  printPath,
  readPath,
} from "./path.ts";

const once = (blockId: string): PassStep => ({ blockId, pass: null });
const nth = (blockId: string, pass: number): PassStep => ({ blockId, pass });

describe("The address of a pass as text", () => {
  test.each<[string, readonly PassStep[]]>([
    ["check", [once("check")]],
    ["check[2]", [nth("check", 2)]],
    ["loop_1[17]/check", [nth("loop_1", 17), once("check")]],
    ["loop_1[17]/check[3]", [nth("loop_1", 17), nth("check", 3)]],
    ["b_outer[2]/b_inner[1]/b_x-9", [nth("b_outer", 2), nth("b_inner", 1), once("b_x-9")]],
    ["loop_1/check", [once("loop_1"), once("check")]],
    ["check[999999999]", [nth("check", 999_999_999)]],
    ["constructor", [once("constructor")]],
    ["a".repeat(64), [once("a".repeat(64))]],
  ])("%s is read and printed", (text, steps) => {
    expect(parsePath(text)).toEqual(steps);
    expect(printPath(steps)).toBe(text);
    expect(readPath(text)).toBe(text);
  });

  test.each([
    "",
    " check",
    "check ",
    "check\n",
    "/check",
    "check/",
    "a//b",
    "check[]",
    "check[0]",
    "check[-1]",
    "check[01]",
    "check[1.5]",
    "check[2][3]",
    "check[2]x",
    "[2]",
    "check[1000000000]",
    "1check",
    "_check",
    "größe",
    "a b",
    "a.b",
    "a\\b",
    "../a",
    "a/../b",
    "%63heck",
    "a".repeat(65),
  ])("%j is none", (text) => {
    expect(parsePath(text)).toBeNull();
    expect(readPath(text)).toBeNull();
  });
});

describe("What an address tells", () => {
  const paths = [
    ["check", "check", 1, null],
    ["check[2]", "check", 2, null],
    ["loop_1[17]/check", "check", 1, "loop_1[17]"],
    ["loop_1[17]/check[3]", "check", 3, "loop_1[17]"],
    ["a[2]/b[1]/c", "c", 1, "a[2]/b[1]"],
  ] as const;

  test.each(paths)("%s is of block %s, its pass %i, inside of %s", (text, block, pass, parent) => {
    const path = printPath(parsePath(text) ?? []);
    expect(blockIdOf(path)).toBe(block);
    expect(passOf(path)).toBe(pass);
    expect(parentOf(path)).toBe(parent);
  });

  test("a block alone is the address of its only or first pass", () => {
    expect(blockPath("check")).toBe("check");
  });
});

describe("Addresses beside an address", () => {
  test.each([
    ["check", 1, "check"],
    ["check", 2, "check[2]"],
    ["check[2]", 3, "check[3]"],
    ["check[3]", 1, "check"],
    ["loop_1[17]/check", 2, "loop_1[17]/check[2]"],
    ["loop_1[17]/check[2]", 1, "loop_1[17]/check"],
  ])("%s in pass %i is %s", (text, pass, other) => {
    expect(inPass(printPath(parsePath(text) ?? []), pass)).toBe(other);
  });

  test.each([
    ["check", "next", null, "next"],
    ["check[2]", "next", null, "next"],
    ["check[2]", "next", 3, "next[3]"],
    ["loop_1[17]/check", "next", null, "loop_1[17]/next"],
    ["loop_1[17]/check[2]", "next", 4, "loop_1[17]/next[4]"],
    ["a[2]/b[1]/c", "d", null, "a[2]/b[1]/d"],
  ])("beside %s, block %s in pass %s is %s", (text, block, pass, other) => {
    expect(besides(printPath(parsePath(text) ?? []), block, pass)).toBe(other);
  });
});
