/**
 * Runs per second, latency, CPU, commits, rows and log of four workloads, everything durable, beside a
 * bare program that does the same and keeps nothing, and if asked to beside another checkout of the
 * product. All in one go, in turns, because machines differ: read the ratios.
 *
 *   pnpm --filter @callbook/bench bench [--requests 2000] [--rounds 1] [--at-once 1,16,64]
 *     [--workloads straight,pure,fan-out,waiting] [--beside CHECKOUT] [--json FILE]
 */
import { writeFileSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { startCluster, statisticsLagMs, type Work, workBetween } from "./cluster.ts";
import { drive, type LoadResult } from "./load.ts";
import { listOption, numberOption, option } from "./options.ts";
import { cpuSeconds, portOf, startNode } from "./process.ts";
import { makeConnection, publishPlaybook } from "./rest.ts";
import { repository, startServer } from "./server.ts";
import { printTable, say, withSpread } from "./table.ts";
import { type Workload, workloads, wrongIn } from "./workloads.ts";

const requests = numberOption("requests", 2000);
const rounds = numberOption("rounds", 1);
const concurrencies = listOption("at-once", ["1", "16", "64"]).map(Number);
const names = workloads.map(({ name }) => name);
const chosen = listOption("workloads", names).map((name) => {
  const workload = workloads.find((one) => one.name === name);
  if (workload === undefined) throw new Error(`there is no workload ${name}`);
  return workload;
});
const beside = option("beside", "");
const idleMs = 10_000;

/** What answers requests: the product of a checkout, or the bare program. */
interface Contender {
  readonly name: string;
  readonly headers: Readonly<Record<string, string>>;
  urlOf(workload: Workload): string;
  /** CPU seconds so far. */
  cpu(): { readonly server: number; readonly postgres: number };
  /** null: it has no database. */
  work(): Promise<Work | null>;
  stop(): Promise<void>;
}

interface Measured extends LoadResult {
  readonly serverCpuMs: number;
  readonly postgresCpuMs: number;
}

interface Cell {
  readonly workload: string;
  readonly what: string;
  readonly atOnce: number;
  readonly rounds: Measured[];
  /** Of a run, in the first round. */
  work: Work;
}

const noWork: Work = { commits: 0, rows: 0, blocks: 0, wal: 0 };
const file = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

function startBare(targetPort: number): () => Promise<Contender> {
  return async () => {
    const program = startNode({ file: file("bare.ts"), args: [`http://127.0.0.1:${targetPort}`] });
    const port = await program.line(portOf);
    return {
      name: "bare",
      headers: {},
      urlOf: ({ name }) => `http://127.0.0.1:${port}/${name}`,
      cpu: () => ({ server: cpuSeconds(program.pid), postgres: 0 }),
      work: () => Promise.resolve(null),
      stop: () => program.stop(),
    };
  };
}

async function startProduct(name: string, checkout: string, target: number): Promise<Contender> {
  const cluster = await startCluster();
  const databaseUrl = await cluster.createDatabase("bench");
  const server = await startServer({ checkout, databaseUrl, directory: cluster.directory });
  const { rest } = server;
  const connectionId = await makeConnection(rest, target);
  const playbooks = new Map<string, number>();
  for (const workload of chosen) {
    const document = workload.document(connectionId);
    playbooks.set(workload.name, await publishPlaybook(rest, workload.name, document));
  }
  return {
    name,
    headers: rest.headers,
    urlOf: (workload) => `${rest.base}/api/playbooks/${playbooks.get(workload.name)}/runs?wait=60`,
    cpu: () => ({ server: cpuSeconds(server.pid), postgres: cluster.cpu() }),
    work: () => cluster.work("bench"),
    stop: async () => {
      await server.stop();
      await cluster.stop();
    },
  };
}

/** What one millisecond of doing nothing does to the database. */
async function idle(contender: Contender): Promise<Work> {
  await delay(statisticsLagMs);
  const before = await contender.work();
  await delay(idleMs);
  const after = await contender.work();
  return before === null || after === null ? noWork : shareOf(workBetween(before, after), idleMs);
}

function shareOf({ commits, rows, blocks, wal }: Work, count: number): Work {
  return {
    commits: commits / count,
    rows: rows / count,
    blocks: blocks / count,
    wal: wal / count,
  };
}

async function measure(
  contender: Contender,
  workload: Workload,
  atOnce: number,
  count: number,
): Promise<Measured> {
  const before = contender.cpu();
  const result = await drive({
    url: contender.urlOf(workload),
    headers: contender.headers,
    body: JSON.stringify({ inputs: workload.inputs }),
    atOnce,
    requests: count,
    wrong: (status, body) => wrongIn(workload, status, body),
  });
  const after = contender.cpu();
  return {
    ...result,
    serverCpuMs: ((after.server - before.server) * 1000) / count,
    postgresCpuMs: ((after.postgres - before.postgres) * 1000) / count,
  };
}

/** A run's share of what a measurement does to the database, without what happens when nothing runs. */
async function countWork(
  contender: Contender,
  idling: Work,
  count: number,
  work: () => Promise<Measured>,
): Promise<readonly [Measured, Work]> {
  const before = await contender.work();
  if (before === null) return [await work(), noWork];
  const from = performance.now();
  const measured = await work();
  await delay(statisticsLagMs);
  const after = (await contender.work()) ?? before;
  const nothing = shareOf(idling, 1 / (performance.now() - from));
  return [measured, shareOf(workBetween(nothing, workBetween(before, after)), count)];
}

const cells: Cell[] = [];

function cellOf(workload: string, what: string, atOnce: number): Cell {
  const known = cells.find(
    (cell) => cell.workload === workload && cell.what === what && cell.atOnce === atOnce,
  );
  if (known !== undefined) return known;
  const cell = { workload, what, atOnce, rounds: [], work: noWork };
  cells.push(cell);
  return cell;
}

const target = startNode({ file: file("target.ts") });
const contenders: Contender[] = [];
try {
  const targetPort = await target.line(portOf);
  const starts = [
    startBare(targetPort),
    () => startProduct("callbook", repository, targetPort),
    ...(beside === "" ? [] : [() => startProduct("beside", beside, targetPort)]),
  ];
  for (const start of starts) contenders.push(await start());
  const idling = new Map<Contender, Work>();
  for (const contender of contenders) {
    for (const workload of chosen) // Warm-up, not counted.
      await measure(contender, workload, 16, Math.ceil(requests / 4));
    idling.set(contender, await idle(contender));
  }
  for (let round = 1; round <= rounds; round += 1)
    // Each begins as often as the other.
    for (const workload of chosen)
      for (const atOnce of concurrencies)
        for (const contender of round % 2 === 0 ? contenders.toReversed() : contenders) {
          const count = atOnce === 1 ? Math.ceil(requests / 4) : requests;
          const work = () => measure(contender, workload, atOnce, count);
          const cell = cellOf(workload.name, contender.name, atOnce);
          if (round === 1) {
            const still = idling.get(contender) ?? noWork;
            const [measured, done] = await countWork(contender, still, count, work);
            cell.rounds.push(measured);
            cell.work = done;
          } else cell.rounds.push(await work());
          say(`round ${round}: ${workload.name}, ${atOnce} at once, ${contender.name}`);
        }
} finally {
  for (const contender of contenders) await contender.stop();
  await target.stop();
}

const columns: readonly (readonly [string, (measured: Measured) => number, digits: number])[] = [
  ["runs/s", ({ perSecond }) => perSecond, 0],
  ["p50 ms", ({ p50Ms }) => p50Ms, 2],
  ["p99 ms", ({ p99Ms }) => p99Ms, 2],
  ["CPU ms/run", ({ serverCpuMs, postgresCpuMs }) => serverCpuMs + postgresCpuMs, 2],
  ["server", ({ serverCpuMs }) => serverCpuMs, 2],
  ["PostgreSQL", ({ postgresCpuMs }) => postgresCpuMs, 2],
];
cells.sort(
  (one, other) =>
    names.indexOf(one.workload) - names.indexOf(other.workload) || one.atOnce - other.atOnce,
);
printTable(
  [
    "workload",
    "at once",
    "what",
    ...columns.map(([name]) => name),
    "commits/run",
    "rows/run",
    "log KiB/run",
  ],
  cells.map(({ workload, atOnce, what, rounds: all, work }) => [
    workload,
    String(atOnce),
    what,
    ...columns.map(([, figure, digits]) => withSpread(all.map(figure), digits)),
    ...[work.commits, work.rows, work.wal / 1024].map((figure) => figure.toFixed(2)),
  ]),
);
const json = option("json", "");
if (json !== "")
  writeFileSync(json, `${JSON.stringify({ requests, rounds, beside, cells }, null, 2)}\n`);
