import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { Paced } from "./paced.ts";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** Work that ends when it is told to. */
function slowWork() {
  const ends: (() => void)[] = [];
  return { begun: () => ends.length, end: () => ends.at(-1)?.(), work: () => begin(ends) };
}

function begin(ends: (() => void)[]): Promise<void> {
  return new Promise((resolve) => ends.push(resolve));
}

it("begins at once", () => {
  const { begun, work } = slowWork();
  new Paced(work, 1000).ask();
  expect(begun()).toBe(1);
});

it("lets what is under way end, however often it is asked, and then does it once more", async () => {
  const { begun, end, work } = slowWork();
  const paced = new Paced(work, 1000);
  for (let change = 0; change < 500; change++) paced.ask();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(begun()).toBe(1);
  end();
  await vi.advanceTimersByTimeAsync(999);
  expect(begun()).toBe(1);
  await vi.advanceTimersByTimeAsync(1);
  expect(begun()).toBe(2);
  end();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(begun()).toBe(2);
});

it("goes on after work that failed", async () => {
  let begun = 0;
  const paced = new Paced(async () => {
    begun += 1;
    throw new Error("offline");
  }, 1000);
  paced.ask();
  await vi.advanceTimersByTimeAsync(1000);
  paced.ask();
  expect(begun).toBe(2);
});

it("begins nothing once it is stopped", async () => {
  const { begun, end, work } = slowWork();
  const paced = new Paced(work, 1000);
  paced.ask();
  paced.ask();
  paced.stop();
  end();
  await vi.advanceTimersByTimeAsync(5000);
  expect(begun()).toBe(1);
});
