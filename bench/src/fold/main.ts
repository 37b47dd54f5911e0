/**
 * What folding a log costs for each event, by the length of the log: linear means that the time for an
 * event stays as it is. Three ways: the whole log at once (opening a run, a page that is loaded), an
 * event at a time each with a copy of its own (for comparison), and an event a turn as the engine
 * performs: kept in place, with the question how the run goes on where it may.
 *
 *   pnpm --filter @callbook/bench fold [--rounds 7] [--json FILE]
 */
import { writeFileSync } from "node:fs";
import { blocksByType } from "@callbook/blocks/specs";
import { parseDocument } from "@callbook/core/document";
import { emptyRunState, foldRun, KeptState, type RunEvent, reduce } from "@callbook/core/log";
import { mayLeadOn, nextSteps } from "@callbook/core/run";
import { numberOption, option } from "../options.ts";
import { fanOutPlaybook } from "../playbooks.ts";
import { printTable, quantile, say, withSpread } from "../table.ts";
import { executionsLog, passesLog } from "./logs.ts";

const rounds = numberOption("rounds", 7);

interface Way {
  readonly name: string;
  fold(events: readonly RunEvent[]): unknown;
}

const atOnce: Way = { name: "whole log at once", fold: foldRun };

const copyByCopy: Way = {
  name: "a copy an event",
  fold: (events) => events.reduce(reduce, emptyRunState),
};

const inPlace: Way = {
  name: "an event a turn",
  fold: (events) => {
    const kept = new KeptState(emptyRunState);
    for (const { event, at } of events) {
      kept.record(event, at);
      kept.commit();
    }
    return kept.onDisk;
  },
};

const turnByTurn: Way = {
  name: "an event a turn, with the next steps",
  fold: (events) => {
    const kept = new KeptState(emptyRunState);
    for (const { event, at } of events) {
      kept.record(event, at);
      // The last end of an execution ends no pass here, so that core has nothing to read.
      if (mayLeadOn(event)) nextSteps({ document, state: kept.ahead, catalogue, results });
      kept.commit();
    }
    return kept.onDisk;
  },
};

const read = parseDocument(fanOutPlaybook(1));
if (!read.ok) throw new Error(JSON.stringify(read.problems));
const { document } = read;
const catalogue = { blocks: blocksByType, integrations: [] };
const results = { pass: () => undefined, handle: () => null, inputs: () => ({}) };

interface Series {
  readonly name: string;
  readonly sizes: readonly number[];
  readonly unit: string;
  log(size: number): readonly RunEvent[];
  readonly ways: readonly Way[];
}

const series: readonly Series[] = [
  {
    name: "executions of one block",
    unit: "executions",
    sizes: [250, 500, 1000, 2000, 4000],
    log: executionsLog,
    ways: [atOnce, copyByCopy, inPlace, turnByTurn],
  },
  {
    name: "passes of a hundred blocks",
    unit: "events",
    sizes: [1250, 2500, 5000, 10_000],
    log: passesLog,
    ways: [atOnce, copyByCopy, inPlace],
  },
];

/** Microseconds for an event; the log is folded again and again until that can be timed. */
function timePerEvent(way: Way, events: readonly RunEvent[]): number {
  const leastMs = 100;
  let folds = 0;
  const from = performance.now();
  let took = 0;
  for (; took < leastMs; took = performance.now() - from) {
    way.fold(events);
    folds += 1;
  }
  return (took * 1000) / folds / events.length;
}

interface Measured {
  readonly name: string;
  readonly way: string;
  /** By size, a time a round, in microseconds for an event. */
  readonly times: ReadonlyMap<number, readonly number[]>;
}

/** In each round every size once, so that a slow moment strikes them all. */
function measure({ name, sizes, log }: Series, way: Way): Measured {
  const logs = sizes.map((size) => [size, log(size)] as const);
  const times = new Map<number, number[]>(sizes.map((size) => [size, []]));
  for (const [, events] of logs) timePerEvent(way, events);
  for (let round = 0; round < rounds; round += 1)
    for (const [size, events] of logs) times.get(size)?.push(timePerEvent(way, events));
  say(`${name}: ${way.name}`);
  return { name, way: way.name, times };
}

/** The largest size's time for an event beside the smallest size's, in each round. */
function ratios({ times }: Measured): readonly number[] {
  const all = [...times.values()];
  const [least, most] = [all[0] ?? [], all.at(-1) ?? []];
  return most.map((time, round) => time / (least[round] ?? time));
}

const measured = series.map((one) => ({ ...one, all: one.ways.map((way) => measure(one, way)) }));
for (const { name, unit, sizes, all } of measured)
  printTable(
    [name, ...sizes.map((size) => `${size} ${unit}, µs/event`), "largest : smallest"],
    all.map((one) => [
      one.way,
      ...sizes.map((size) => quantile(one.times.get(size) ?? []).toFixed(2)),
      withSpread(ratios(one), 2),
    ]),
  );
const json = option("json", "");
if (json !== "") {
  const rows = measured.flatMap(({ all }) =>
    all.map(({ times, ...one }) => ({ ...one, times: Object.fromEntries(times) })),
  );
  writeFileSync(json, `${JSON.stringify(rows)}\n`);
}
