/**
 * Lists, run pages and starts of runs on the real server with few and with many finished runs in the
 * tables, in turns, as ratios; and how long anybody is held while a week of runs is dropped.
 *
 *   pnpm --filter @callbook/bench scale [--few 10000] [--many 1000000] [--samples 200] [--drops 3]
 *     [--week 100000] [--json FILE]
 */
import { writeFileSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import { type Cluster, statisticsLagMs } from "../cluster.ts";
import { numberOption, option } from "../options.ts";
import { printTable, quantile, say, withSpread } from "../table.ts";
import { type Loaded, loadWhileDropping, seedOldWeeks } from "./dropping.ts";
import { prepareQuestions, type Question, questions } from "./reads.ts";
import { openWorld, type Side, type World } from "./world.ts";

const samples = numberOption("samples", 200);
const drops = numberOption("drops", 3);
/** Of which each gives a ratio of its own, to see how far they lie apart. */
const batches = 5;
const warmUps = 20;

interface Answered {
  readonly question: string;
  /** Milliseconds, in their order. */
  readonly few: number[];
  readonly many: number[];
  /** Blocks of the database that one took; the server's own idling included. */
  readonly fewBlocks: number;
  readonly manyBlocks: number;
}

/** Blocks that each database has been asked for. */
interface Blocks {
  readonly few: number;
  readonly many: number;
}

async function ask(
  world: World,
  question: Question,
  before: Blocks,
): Promise<readonly [Answered, Blocks]> {
  const { few, many } = world;
  const times = { few: [] as number[], many: [] as number[] };
  const time = async (name: "few" | "many"): Promise<number> => {
    const from = performance.now();
    await question.ask(world[name]);
    return performance.now() - from;
  };
  const sides = ["few", "many"] as const;
  for (let turn = 0; turn < warmUps; turn += 1) for (const side of sides) await time(side);
  for (let turn = 0; turn < samples; turn += 1)
    for (const side of turn % 2 === 0 ? sides : sides.toReversed())
      times[side].push(await time(side));
  await delay(statisticsLagMs);
  const after = await blocksOf(world.cluster, few, many);
  say(question.name);
  const asked = samples + warmUps;
  const blocks = {
    fewBlocks: (after.few - before.few) / asked,
    manyBlocks: (after.many - before.many) / asked,
  };
  return [{ question: question.name, ...times, ...blocks }, after];
}

async function blocksOf(cluster: Cluster, few: Side, many: Side): Promise<Blocks> {
  const [inFew, inMany] = [await cluster.work(few.database), await cluster.work(many.database)];
  return { few: inFew.blocks, many: inMany.blocks };
}

/** The ratio of the medians in each batch. */
function ratiosOf({ few, many }: Answered): readonly number[] {
  const size = Math.ceil(few.length / batches);
  return Array.from({ length: batches }, (_, batch) => [batch * size, (batch + 1) * size] as const)
    .filter(([from]) => from < few.length)
    .map((part) => quantile(many.slice(...part)) / quantile(few.slice(...part)));
}

function printAnswered(answered: readonly Answered[]): void {
  printTable(
    ["what", "few ms", "many ms", "many : few", "of batches", "blocks few", "many", "many : few"],
    answered.map((one) => {
      const [few, many] = [quantile(one.few), quantile(one.many)];
      return [
        one.question,
        few.toFixed(2),
        many.toFixed(2),
        (many / few).toFixed(2),
        withSpread(ratiosOf(one), 2),
        one.fewBlocks.toFixed(0),
        one.manyBlocks.toFixed(0),
        (one.manyBlocks / one.fewBlocks).toFixed(2),
      ];
    }),
  );
}

const world = await openWorld(numberOption("few", 10_000), numberOption("many", 1_000_000));
const answered: Answered[] = [];
const loaded: Loaded[] = [];
try {
  const { few, many } = world;
  await prepareQuestions([few, many]);
  await delay(statisticsLagMs);
  let blocks = await blocksOf(world.cluster, few, many);
  for (const question of questions) {
    const [one, after] = await ask(world, question, blocks);
    answered.push(one);
    blocks = after;
  }
  // At once: what is asked next takes minutes, and may fail.
  printAnswered(answered);
  if (drops > 0) await seedOldWeeks(many, drops, numberOption("week", 100_000));
  for (let round = 0; round < drops; round += 1)
    for (const isDropped of [false, true]) {
      loaded.push(await loadWhileDropping(many, isDropped));
      say(`round ${round + 1}: ${isDropped ? "a week is dropped" : "nothing is dropped"}`);
    }
} finally {
  await world.stop();
}

printTable(
  ["a week is", "s", "request", "count", "p50 ms", "p99", "longest", "longest wait for a lock"],
  loaded.flatMap(({ dropped, seconds, times, longestWaitMs, longestWait }) =>
    [...times].map(([question, all]) => [
      dropped ? "dropped" : "kept",
      seconds.toFixed(1),
      question,
      String(all.length),
      ...[0.5, 0.99, 1].map((share) => quantile(all, share).toFixed(1)),
      `${longestWaitMs.toFixed(1)} ms (${longestWait})`,
    ]),
  ),
);
const json = option("json", "");
if (json !== "") {
  const drop = loaded.map(({ times, ...one }) => ({ ...one, times: Object.fromEntries(times) }));
  writeFileSync(json, `${JSON.stringify({ answered, loaded: drop })}\n`);
}
