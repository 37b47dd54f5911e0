import fc from "fast-check";
import { expect, it } from "vitest";
import { rebasedDocument } from "./pending.ts";
import { EditingWorld, type Seat, type Step } from "./testing/editing-world.ts";

const seat = fc.nat(2);

const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    {
      weight: 10,
      arbitrary: fc.record({
        does: fc.constant("edits" as const),
        seat,
        chance: fc.array(fc.nat(9999), { minLength: 6, maxLength: 12 }),
      }),
    },
    often(8, "answer arrives"),
    often(4, "request arrives", "request is cut", "late request arrives"),
    often(8, "undoes", "redoes"),
    often(6, "wakes", "pause passes", "stream is lost and comes back"),
    often(3, "reloads", "browser dies"),
    often(4, "makes an edit that cannot be read", "hears what does not fit", "misses one"),
    {
      weight: 5,
      arbitrary: fc.record({
        does: fc.constant("hears others" as const),
        seat,
        count: fc.integer({ min: 1, max: 3 }),
      }),
    },
    {
      weight: 3,
      arbitrary: fc.record({
        does: fc.constant("trouble" as const),
        seat,
        kind: fc.constantFrom(null, null, "unreachable", "signedOut", "forbidden", "deleted"),
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({
        does: fc.constant("disk" as const),
        seat,
        now: fc.constantFrom("keeps", "refuses", "is slow"),
      }),
    },
  ),
  { maxLength: 80, size: "max" },
);

type Plain = Exclude<Step["does"], "edits" | "trouble" | "disk" | "hears others">;

function often<Does extends Plain>(weight: number, ...does: readonly Does[]) {
  return { weight, arbitrary: fc.record({ does: fc.constantFrom(...does), seat }) };
}

it("whatever happens to lines, disks and pages: every tab ends with the server's document, and no edit is lost", async () => {
  await fc.assert(
    fc.asyncProperty(steps, async (taken) => {
      const world = new EditingWorld();
      for (const step of taken) {
        await world.take(step);
        for (const person of world.seats) expectHonest(world, person);
      }
      await world.comeToRest();
      for (const person of world.seats) expectSaved(world, person);
      expectNothingLost(world);
      if (taken.every(({ does }) => does !== "hears what does not fit")) {
        for (const person of world.seats) expectCounted(world, person);
      }
    }),
    { numRuns: 100 },
  );
}, 60_000);

/** At every moment a tab shows the log as far as it has it, with its own edits on top, and says "Saved" only when they are. */
function expectHonest({ log, told }: EditingWorld, { tab, edits }: Seat): void {
  const { document, seq, save } = tab.store.getSnapshot();
  const unsent = tab.store.unsent();
  expect(document).toEqual(rebasedDocument(log.documentAt(seq), unsent));
  const saved = new Set(log.operations.slice(0, seq).map(({ id }) => id));
  const open = [...edits].filter((id) => !saved.has(id) && !told.has(id));
  expect(unsent.map(({ id }) => id)).toEqual(expect.arrayContaining(open));
  if (save.kind === "saved") expect(unsent).toEqual([]);
}

function expectSaved({ log, diskRefused }: EditingWorld, { tab }: Seat): void {
  const { document, seq, save } = tab.store.getSnapshot();
  expect(save.kind).toBe("saved");
  expect(seq).toBe(log.seq);
  expect(document).toEqual(log.document);
  expect(tab.store.unsent()).toEqual([]);
  if (!diskRefused) expect([...tab.disk.rows.keys()]).toEqual([]);
}

/** Every edit that was seen is in the log, once, or its person was told why not; but for what a dying browser had on no disk. */
function expectNothingLost({ log, made, told, lost }: EditingWorld): void {
  const logged = log.operations.map(({ id }) => id);
  expect(new Set(logged).size).toBe(logged.length);
  const saved = new Set(logged);
  const missing = [...made].filter((id) => !saved.has(id) && !told.has(id) && !lost.has(id));
  expect(missing).toEqual([]);
}

function expectCounted({ log }: EditingWorld, { tab, openedSeq }: Seat): void {
  const byName = new Map<string, number>();
  for (const { userName } of log.operations.slice(openedSeq)) {
    byName.set(userName, (byName.get(userName) ?? 0) + 1);
  }
  expect(tab.store.getSnapshot().changes).toEqual(byName);
}
