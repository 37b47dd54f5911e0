import { describe, expect, it } from "vitest";
import { ConnectionLocks } from "./connection-locks.ts";

const never = new AbortController().signal;
const alone = { acquire: () => Promise.resolve(() => undefined) };

describe("executions on one connection", () => {
  it("run as many at once as the limit says, and the rest in their order", async () => {
    const locks = new ConnectionLocks(alone);
    const begun: number[] = [];
    const releases: (() => void)[] = [];
    for (const index of [1, 2, 3, 4])
      void locks.acquire(7, 2, never).then((release) => {
        begun.push(index);
        releases.push(release);
      });
    await settled();
    expect(begun).toEqual([1, 2]);
    releases[0]?.();
    await settled();
    expect(begun).toEqual([1, 2, 3]);
    releases[0]?.();
    await settled();
    expect(begun).toEqual([1, 2, 3]);
    releases[1]?.();
    await settled();
    expect(begun).toEqual([1, 2, 3, 4]);
  });

  it("do not wait for those of another connection", async () => {
    const locks = new ConnectionLocks(alone);
    await locks.acquire(1, 1, never);
    await expect(locks.acquire(2, 1, never)).resolves.toBeTypeOf("function");
  });

  it("leave the queue when they are told to stop, and those behind move up", async () => {
    const locks = new ConnectionLocks(alone);
    const first = await locks.acquire(1, 1, never);
    const stop = new AbortController();
    const second = locks.acquire(1, 1, stop.signal);
    const third = locks.acquire(1, 1, never);
    stop.abort(new Error("stopped"));
    await expect(second).rejects.toThrow("stopped");
    first();
    await expect(third).resolves.toBeTypeOf("function");
  });
});

/** Whatever can go on has gone on. */
function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
