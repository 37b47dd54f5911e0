import type { RunStateName } from "@callbook/core/log";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Append } from "../rows.ts";
import type { RunFilter, RunHead } from "../views.ts";
import { at, ended, made, newRun, next, type Open, parked, path, write } from "./world.ts";

export function listing(open: Open): void {
  describe("a list of runs", () => {
    it("has those of any filter, newest first, page by page", async () => {
      const { store, playbooks } = open();
      const runs = await writeManyRuns(open());
      const all = await store.readRuns(runs.map(({ run }) => run.id));
      expect(all).toHaveLength(runs.length);
      const newest = [...all].sort((one, two) => two.key.id - one.key.id);
      const first = Math.min(...all.map(({ key }) => key.id)) - 1;
      await fc.assert(
        fc.asyncProperty(
          filters(playbooks),
          fc.integer({ min: 1, max: 9 }),
          async (filter, size) => {
            const expected = newest.filter((run) => matches(run, filter));
            const listed: RunHead[] = [];
            for (let before = 2 ** 52; ; ) {
              const page = await store.listRuns({ ...filter, before }, size);
              // Runs of other tests are older than those of this one.
              const own = page.filter(({ key }) => key.id > first);
              listed.push(...own);
              if (own.length < size) break;
              before = own.at(-1)?.key.id ?? 0;
            }
            expect(listed).toEqual(expected);
          },
        ),
        { numRuns: 100 },
      );
      const inSite = (await store.listRuns({ sites: [2] }, 1000)).every(
        ({ siteId }) => siteId === 2,
      );
      expect(inSite).toBe(true);
      expect(await store.listRuns({ sites: [] }, 10)).toEqual([]);
    });

    it("has the newest run of each playbook, and those that have not ended", async () => {
      const { store, playbooks } = open();
      const [one, two] = playbooks;
      const [first, last] = [newRun(open()), newRun(open())];
      const other = made(newRun(open()), { playbookId: two });
      await write(store, first, last, other, next(first, { columns: ended("failed") }));
      const newest = await store.readLastRuns([one, two, 999_999]);
      const ids = newest.map(({ key }) => key.id).sort((left, right) => left - right);
      expect(ids).toEqual([last.run.id, other.run.id]);
      const live = await store.findLiveRuns([one]);
      expect(live).toContain(last.run.id);
      expect(live).not.toContain(first.run.id);
      expect(live).not.toContain(other.run.id);
    });

    it("has none of a playbook whose runs were deleted, and they are counted no more", async () => {
      const { store, pool } = open();
      const inserted = await pool.query<{ id: number }>(
        "insert into playbook (site_id, name, created_by) values (1, 'Gone', 'u_1') returning id",
      );
      const playbookId = inserted.rows[0]?.id ?? 0;
      const before = await store.readCounts();
      const run = made(newRun(open()), { playbookId });
      const plan = { appRuns: [], parameters: [] };
      const action = { id: 90_001, path, blockId: "b_1", name: "A", command: "c", handle: null };
      await write(store, run, next(run, { actionRuns: [{ ...action, plan, startedAt: at }] }));
      await write(store, next(next(run), { columns: ended("failed") }));
      await store.markDeleted([playbookId]);
      await store.markDeleted([playbookId]);
      expect(await store.readRun(run.run.id)).toBeNull();
      expect(await store.readRuns([run.run.id])).toEqual([]);
      expect(await store.listRuns({ sites: "all", playbookId }, 10)).toEqual([]);
      expect(await store.readLastRuns([playbookId])).toEqual([]);
      expect(await store.findActionRun(90_001)).toBeNull();
      expect(await store.readCounts()).toEqual(before);
    });
  });
}

/** Runs of both sites and playbooks, in every state, of drafts and not. */
async function writeManyRuns({ store, ...world }: ReturnType<Open>): Promise<readonly Append[]> {
  const states: readonly RunStateName[] = [
    "running",
    "waiting",
    "succeeded",
    "failed",
    "cancelled",
  ];
  const runs = [0, 1].flatMap((which) =>
    [true, false].flatMap((testRun) =>
      states.flatMap((state) =>
        [1, 2].map(() => {
          const siteId = world.sites[which] ?? 0;
          const run = newRun({ store, ...world });
          const playbookId = world.playbooks[(run.run.id + which) % 2] ?? 0;
          return { state, run: made(run, { siteId, playbookId, testRun }) };
        }),
      ),
    ),
  );
  for (const { state, run } of runs) {
    await write(store, run);
    if (state === "waiting") await write(store, next(run, { columns: parked }));
    if (state === "succeeded" || state === "failed" || state === "cancelled")
      await write(store, next(run, { columns: ended(state) }));
  }
  return runs.map(({ run }) => run);
}

function filters(playbooks: readonly number[]): fc.Arbitrary<RunFilter> {
  return fc.record(
    {
      sites: fc.constantFrom<RunFilter["sites"][]>("all", [1], [2], [1, 2]),
      playbookId: fc.constantFrom(...playbooks),
      state: fc.constantFrom<RunStateName[]>(
        "queued",
        "running",
        "waiting",
        "succeeded",
        "failed",
        "cancelled",
      ),
      testRun: fc.boolean(),
    },
    { requiredKeys: ["sites"] },
  );
}

function matches(run: RunHead, { sites, playbookId, state, testRun }: RunFilter): boolean {
  return (
    (sites === "all" || sites.includes(run.siteId)) &&
    (playbookId === undefined || run.playbookId === playbookId) &&
    (state === undefined || run.state === state) &&
    (testRun === undefined || run.testRun === testRun)
  );
}
