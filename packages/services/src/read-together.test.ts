import { expect, it } from "vitest";
import { readTogether } from "./read-together.ts";

it("reads once what many ask for in one moment, and each thing once", async () => {
  const reads: (readonly string[])[] = [];
  const ask = readTogether(String, async (keys: readonly string[]) => {
    reads.push(keys);
    return new Map(keys.map((key) => [key, key.toUpperCase()]));
  });
  const answers = await Promise.all(["a", "b", "a", "a"].map((key) => ask(key)));
  expect(answers).toEqual(["A", "B", "A", "A"]);
  expect(reads).toEqual([["a", "b"]]);
});

it("answers nobody with what was read before he asked", async () => {
  let value = 1;
  const { promise: goOn, resolve: let1 } = Promise.withResolvers<void>();
  const { promise: reading, resolve: began } = Promise.withResolvers<void>();
  const ask = readTogether(String, async (keys: readonly string[]) => {
    const read = value;
    began();
    await goOn;
    return new Map(keys.map((key) => [key, read]));
  });
  const first = ask("a");
  await reading;
  value = 2;
  const second = ask("a");
  let1();
  expect([await first, await second]).toEqual([1, 2]);
});

it("tells everybody who asked that it failed, and reads anew for who asks then", async () => {
  let fails = true;
  const ask = readTogether(String, async (keys: readonly string[]) => {
    if (fails) throw new Error("away");
    return new Map(keys.map((key) => [key, 1]));
  });
  const asked = await Promise.allSettled([ask("a"), ask("b")]);
  expect(asked.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
  fails = false;
  expect(await ask("a")).toBe(1);
});
