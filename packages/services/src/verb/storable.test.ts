import { expect, it } from "vitest";
import { Refusal } from "../refusal.ts";
import { demandStorable } from "./storable.ts";

it.each([
  [{ a: ["x\0"] }, "a.0"],
  [{ a: { "k\0": 1 } }, "a"],
  [{ note: "\ud800" }, "note"],
  ["\0", ""],
])("refuses %j with its path", (input, path) => {
  const refusal = (() => {
    try {
      demandStorable(input);
      return null;
    } catch (error) {
      return error;
    }
  })();
  expect(refusal).toBeInstanceOf(Refusal);
  expect(refusal).toMatchObject({ detail: { fields: [{ path }] } });
});

it("takes everything else, at any depth", () => {
  let deep: unknown = "ü \u{1f600}";
  for (let n = 0; n < 100_000; n++) deep = [deep];
  for (const input of [undefined, null, 1, "text\n", { a: [true, "x"] }, deep])
    demandStorable(input);
});
