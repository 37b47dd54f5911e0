import { describe, expect, it, vi } from "vitest";
import { keepReads } from "./kept-reads.ts";

/** Counts how often a key was read; each read answers another text. */
function counted(options: Partial<Parameters<typeof keepReads<string, string>>[1]> = {}) {
  const asked: string[] = [];
  const reads = keepReads<string, string>(
    async (key) => {
      asked.push(key);
      return `${key} ${asked.length}`;
    },
    { max: 2, ms: 1000, ...options },
  );
  return { asked, reads };
}

describe("a kept read", () => {
  it("is one for all who ask before it is answered, and afterwards", async () => {
    const { asked, reads } = counted();
    expect(await Promise.all([reads.read("a"), reads.read("a")])).toEqual(["a 1", "a 1"]);
    expect(await reads.read("a")).toBe("a 1");
    expect(asked).toEqual(["a"]);
  });

  it("is read anew when it is too old", async () => {
    const clock = vi.spyOn(performance, "now");
    try {
      const { reads } = counted();
      const answerAt = (ms: number): Promise<string> => {
        clock.mockReturnValue(ms);
        return reads.read("a");
      };
      expect(await answerAt(5000)).toBe("a 1");
      expect(await answerAt(6000)).toBe("a 1");
      expect(await answerAt(6001)).toBe("a 2");
    } finally {
      clock.mockRestore();
    }
  });

  it("is read anew when it was forgotten, also while it was being read", async () => {
    const { reads } = counted();
    const before = reads.read("a");
    reads.forget("a");
    expect(await reads.read("a")).toBe("a 2");
    expect(await before).toBe("a 1");
    expect(await reads.read("a")).toBe("a 2");
    reads.clear();
    expect(await reads.read("a")).toBe("a 3");
  });

  it("gives way to others that were asked for later", async () => {
    const { asked, reads } = counted();
    for (const key of ["a", "b", "a", "c", "a", "b"]) await reads.read(key);
    expect(asked).toEqual(["a", "b", "c", "b"]);
  });

  it("is not kept when its answer may change at any moment", async () => {
    const { reads } = counted({ keeps: (value) => !value.endsWith(" 1") });
    expect(await reads.read("a")).toBe("a 1");
    expect(await reads.read("a")).toBe("a 2");
    expect(await reads.read("a")).toBe("a 2");
  });

  it("is not kept when it fails", async () => {
    let fails = true;
    const reads = keepReads<string, string>(
      async (key) => {
        if (fails) throw new Error("the database is away");
        return key;
      },
      { max: 2, ms: null },
    );
    await expect(reads.read("a")).rejects.toThrow("away");
    fails = false;
    expect(await reads.read("a")).toBe("a");
  });
});
