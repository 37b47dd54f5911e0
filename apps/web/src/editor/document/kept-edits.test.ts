import { expect, it, vi } from "vitest";
import { KeptEdits } from "./kept-edits.ts";
import type { PendingEdit } from "./pending.ts";
import { TestDisk } from "./testing/test-disk.ts";
import { CLOCK } from "./testing/test-tab.ts";

function keptOn(disk: TestDisk): { readonly kept: KeptEdits; readonly said: boolean[] } {
  const said: boolean[] = [];
  const kept: KeptEdits = new KeptEdits({
    storage: disk,
    userId: "Rui",
    playbookId: 1,
    clientId: "t_1",
    now: () => CLOCK,
    onChange: () => said.push(kept.stored),
  });
  return { kept, said };
}

const edit = (id: string): PendingEdit => ({
  kind: "undo",
  id,
  operationId: "t_0:1",
  label: "Edit",
  inverse: null,
});

it("an edit that the disk refused is written with the next one that it takes", async () => {
  const disk = new TestDisk();
  const { kept, said } = keptOn(disk);
  disk.refuses = true;
  kept.keep(edit("t_1:1"));
  await vi.waitFor(() => expect(kept.hasRefused).toBe(true));
  disk.refuses = false;
  kept.keep(edit("t_1:2"));
  await vi.waitFor(() => expect(kept.hasRefused).toBe(false));
  expect([...disk.rows.keys()]).toEqual(["t_1:1", "t_1:2"]);
  expect(said).toEqual([false, true]);
});

it("a refused edit that the server has taken meanwhile is not written any more", async () => {
  const disk = new TestDisk();
  const { kept } = keptOn(disk);
  disk.refuses = true;
  kept.keep(edit("t_1:1"));
  await vi.waitFor(() => expect(kept.hasRefused).toBe(true));
  kept.forget(["t_1:1"]);
  expect(kept.hasRefused).toBe(false);
  disk.refuses = false;
  kept.keep(edit("t_1:2"));
  await vi.waitFor(() => expect([...disk.rows.keys()]).toEqual(["t_1:2"]));
});

it("what is not written when the page goes is written at once, and nothing else", async () => {
  const disk = new TestDisk();
  const { kept } = keptOn(disk);
  kept.keep(edit("t_1:1"));
  await kept.load();
  disk.rows.clear();
  disk.isSlow = true;
  kept.keep(edit("t_1:2"));
  kept.leave();
  expect([...disk.rows.keys()]).toEqual(["t_1:2"]);
});

it("a disk that cannot be read is said, and nothing is taken for kept", async () => {
  const disk = new TestDisk();
  disk.refuses = true;
  const { kept } = keptOn(disk);
  expect(await kept.load()).toEqual([]);
  expect(kept.stored).toBe(false);
});
