import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { Feed } from "./feed.ts";

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

function counted() {
  let reads = 0;
  let strike: (() => void) | null = null;
  const feed = new Feed({
    listen: (struck) => {
      strike = struck;
      return () => {
        strike = null;
      };
    },
    read: async () => {
      reads += 1;
      return reads;
    },
  });
  const readers = (count: number) => Array.from({ length: count }, () => vi.fn());
  return {
    feed,
    strike: () => strike?.(),
    isHearing: () => strike !== null,
    reads: () => reads,
    readers,
  };
}

it("reads once for all readers of a topic", async () => {
  const { feed, strike, reads, readers } = counted();
  const many = readers(200);
  for (const reader of many) feed.subscribe(reader);
  strike();
  await vi.advanceTimersByTimeAsync(1);
  expect(reads()).toBe(1);
  for (const reader of many) expect(reader.mock.calls).toEqual([[1]]);
});

it("tells the first at once, and what follows together: the later, the more look on", async () => {
  const { feed, strike, reads, readers } = counted();
  for (const reader of readers(200)) feed.subscribe(reader);
  for (let ms = 0; ms < 10_000; ms += 10) {
    strike();
    await vi.advanceTimersByTimeAsync(10);
  }
  expect(reads()).toBe(1 + 10);
});

it("keeps one reader up to date many times a second", async () => {
  const { feed, strike, reads, readers } = counted();
  for (const reader of readers(1)) feed.subscribe(reader);
  for (let ms = 0; ms < 1000; ms += 10) {
    strike();
    await vi.advanceTimersByTimeAsync(10);
  }
  expect(reads()).toBe(100);
});

it("tells again of what came while it was reading", async () => {
  const heard: number[] = [];
  const { promise, resolve } = Promise.withResolvers<number>();
  let strike = (): void => undefined;
  let reads = 0;
  const feed = new Feed<number>({
    listen: (struck) => {
      strike = struck;
      return () => undefined;
    },
    read: () => {
      reads += 1;
      return reads === 1 ? promise : Promise.resolve(2);
    },
  });
  feed.subscribe((news) => heard.push(news));
  strike();
  await vi.advanceTimersByTimeAsync(1);
  strike();
  await vi.advanceTimersByTimeAsync(5000);
  expect(heard).toEqual([]);
  resolve(1);
  await vi.advanceTimersByTimeAsync(10);
  expect(heard).toEqual([1, 2]);
});

it("hears nothing once nobody looks on, and hears again for the next", async () => {
  const { feed, strike, isHearing, reads, readers } = counted();
  const [one = vi.fn(), two = vi.fn()] = readers(2);
  const ends = [feed.subscribe(one), feed.subscribe(two)];
  strike();
  ends[0]?.();
  expect(isHearing()).toBe(true);
  ends[1]?.();
  expect(isHearing()).toBe(false);
  await vi.advanceTimersByTimeAsync(5000);
  expect(reads()).toBe(0);
  feed.subscribe(one);
  strike();
  await vi.advanceTimersByTimeAsync(1);
  expect(one.mock.calls).toEqual([[1]]);
});
