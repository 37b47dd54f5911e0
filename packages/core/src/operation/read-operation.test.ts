import { describe, expect, test } from "vitest";
import { readOperation } from "./read-operation.ts";

describe("An operation that comes from outside is checked", () => {
  test("What JSON left out is read as no value", () => {
    const operation = { kind: "setField", blockId: "b_a", path: ["config", "x"], value: 1 };
    expect(readOperation(operation)).toEqual({
      ok: true,
      operation: { ...operation, from: undefined },
    });
    expect(readOperation({ ...operation, from: undefined })).toMatchObject({ ok: true });
  });

  test.each<[string, unknown]>([
    ["nothing", undefined],
    ["a text", "addBlocks"],
    ["an unknown kind", { kind: "explode" }],
    ["a kind that is inherited", { kind: "constructor" }],
    ["a missing part", { kind: "rename", blockId: "b_a" }],
    ["a foreign key", { kind: "disconnect", callbackIds: ["c_1"], also: 1 }],
    [
      "a prototype key",
      JSON.parse('{"kind":"setField","blockId":"b_a","path":["config"],"value":{"__proto__":1}}'),
    ],
    [
      "a hostile depth",
      JSON.parse(`${'{"kind":"together","operations":'.repeat(5000)}[]${"}".repeat(5000)}`),
    ],
    ["gestures within gestures", nested(9)],
    ["no blocks", { kind: "addBlocks", blocks: [], callbacks: [] }],
  ])("%s is refused", (_, value) => {
    expect(readOperation(value)).toMatchObject({ ok: false });
  });

  test("A gesture is read with all its parts", () => {
    const operation = {
      kind: "together",
      operations: [{ kind: "disconnect", callbackIds: ["c_1"] }],
    };
    expect(readOperation(operation)).toEqual({ ok: true, operation });
    expect(readOperation({ kind: "together", operations: [{ kind: "rename" }] })).toMatchObject({
      ok: false,
      path: ["operations", "0", "blockId"],
    });
  });
});

function nested(levels: number): unknown {
  return { kind: "together", operations: levels === 0 ? [] : [nested(levels - 1)] };
}
