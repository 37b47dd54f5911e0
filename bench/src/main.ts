/**
 * Runs per second, latency, CPU and commits of a straight playbook, everything
 * durable, beside a bare program that makes the same call and keeps nothing.
 * Both in one go, in turns, because machines differ: read the ratios.
 *
 *   pnpm --filter @callbook/bench bench [--requests 2000] [--json FILE]
 */
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { drive, type LoadResult } from "./load.ts";
import { cpuSeconds, portOf, startNode } from "./process.ts";
import { startProduct } from "./product.ts";

const option = (name: string, otherwise: string): string => {
  const at = process.argv.indexOf(`--${name}`);
  return at === -1 ? otherwise : (process.argv[at + 1] ?? otherwise);
};
const requests = Number(option("requests", "2000"));
const file = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

interface Row extends LoadResult {
  readonly what: "callbook" | "bare";
  readonly atOnce: number;
  readonly cpuMs: number;
  readonly serverCpuMs: number;
  readonly postgresCpuMs: number;
  readonly commitsPerRun: number;
}

const target = startNode(file("target.ts"), [], process.env);
const targetPort = await target.line(portOf);
const bare = startNode(file("bare.ts"), [`http://127.0.0.1:${targetPort}/ip`], process.env);
const barePort = await bare.line(portOf);
const product = await startProduct(targetPort);

const succeeded = (status: number, body: unknown): string | null =>
  status === 200 &&
  typeof body === "object" &&
  body !== null &&
  "state" in body &&
  body.state === "succeeded"
    ? null
    : `${status} ${JSON.stringify(body)}`;

async function measureBare(atOnce: number, count: number): Promise<Row> {
  const before = cpuSeconds(bare.pid);
  const result = await drive({
    url: `http://127.0.0.1:${barePort}/`,
    headers: {},
    body: "{}",
    atOnce,
    requests: count,
    wrong: succeeded,
  });
  const cpuMs = ((cpuSeconds(bare.pid) - before) * 1000) / count;
  return {
    what: "bare",
    atOnce,
    ...result,
    cpuMs,
    serverCpuMs: cpuMs,
    postgresCpuMs: 0,
    commitsPerRun: 0,
  };
}

async function measureProduct(atOnce: number, count: number): Promise<Row> {
  const before = product.cpu();
  const commitsBefore = await product.commits();
  const result = await drive({
    url: product.runUrl,
    headers: product.headers,
    body: JSON.stringify({ inputs: {} }),
    atOnce,
    requests: count,
    wrong: succeeded,
  });
  const after = product.cpu();
  const serverCpuMs = ((after.server - before.server) * 1000) / count;
  const postgresCpuMs = ((after.postgres - before.postgres) * 1000) / count;
  const commitsPerRun = ((await product.commits()) - commitsBefore) / count;
  return {
    what: "callbook",
    atOnce,
    ...result,
    cpuMs: serverCpuMs + postgresCpuMs,
    serverCpuMs,
    postgresCpuMs,
    commitsPerRun,
  };
}

const rows: Row[] = [];
try {
  await measureBare(16, Math.ceil(requests / 4)); // warm-up of both, not counted
  await measureProduct(16, Math.ceil(requests / 4));
  for (const atOnce of [1, 16, 64]) {
    const count = atOnce === 1 ? Math.ceil(requests / 4) : requests;
    rows.push(await measureBare(atOnce, count), await measureProduct(atOnce, count));
  }
} finally {
  await product.stop();
  await bare.stop();
  await target.stop();
}

const head = [
  "what",
  "at once",
  "runs/s",
  "p50 ms",
  "p99 ms",
  "CPU ms/run",
  "server",
  "PostgreSQL",
  "commits/run",
];
const lines = rows.map((row) => [
  row.what,
  String(row.atOnce),
  row.perSecond.toFixed(0),
  row.p50Ms.toFixed(2),
  row.p99Ms.toFixed(2),
  row.cpuMs.toFixed(3),
  row.serverCpuMs.toFixed(3),
  row.postgresCpuMs.toFixed(3),
  row.commitsPerRun.toFixed(2),
]);
const table = [head, head.map(() => "---"), ...lines]
  .map((cells) => `| ${cells.join(" | ")} |`)
  .join("\n");
process.stdout.write(`${table}\n`);
const json = option("json", "");
if (json !== "") writeFileSync(json, `${JSON.stringify({ requests, rows }, null, 2)}\n`);
