import type { TestDatabase } from "@callbook/db/testing";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { BOUNDARIES, type Boundary } from "./boundary.ts";
import type { StartRequest } from "./run/start.ts";
import { EngineProcess, post } from "./testing/child.ts";
import { engineDatabase, startRequest } from "./testing/fixture.ts";
import { faultsOf, killPlaybook } from "./testing/kill-playbook.ts";
import type { ProcessOrder } from "./testing/process.ts";
import { reply, Target } from "./testing/target.ts";

const long = process.env["CALLBOOK_LONG"] === "1";

let database: TestDatabase;
let target: Target;
let request: StartRequest;
let alive: EngineProcess[] = [];
/** Markers of runs whose answer was taken with 202. */
const accepted = new Set<string>();

beforeAll(async () => {
  database = await engineDatabase();
  target = await new Target().listen();
  request = await startRequest(database.pool, killPlaybook);
});
afterEach(async () => {
  await Promise.all(alive.map((each) => each.end()));
  alive = [];
});
afterAll(async () => {
  await target.close();
  await database.drop();
});

function begin(order: Partial<ProcessOrder>): EngineProcess {
  const timing = { heartbeatMs: 200, leaseMs: 2_000, sweepMs: 150, patienceMs: 1_000 };
  const whole = { databaseUrl: database.url, targetUrl: target.url, start: [], kill: null, timing };
  const child = new EngineProcess({ ...whole, ...order });
  alive.push(child);
  return child;
}

let marked = 0;
function newRequests(count: number): StartRequest[] {
  return Array.from({ length: count }, () => {
    marked += 1;
    return { ...request, inputs: { marker: `m${marked}` }, requestKey: `m${marked}` };
  });
}

/** The third party: takes the file, and answers by callback until it is told that it was heard. */
function answerBy(child: () => EngineProcess | undefined): () => void {
  const open = new Map<string, string>();
  const answer = async (): Promise<void> => {
    const port = child()?.callbackPort ?? null;
    if (port === null) return;
    for (const [marker, path] of open) {
      const status = await post(port, path, { v: marker }).catch(() => 0);
      if (status === 202) accepted.add(marker);
      if ([202, 404, 409, 410].includes(status)) open.delete(marker);
    }
  };
  const timer = setInterval(() => void answer(), 20);
  target.onEvery((call, response) => {
    const [, name, marker = ""] = call.path.split("/");
    if (name === "detonate") {
      open.set(marker, new URL(call.callbackUrl ?? "").pathname);
      reply(response, 202, {});
    } else reply(response, 200, { path: call.path });
  });
  return () => clearInterval(timer);
}

async function allRuns(): Promise<readonly { id: number; marker: string; done: boolean }[]> {
  const answer = await database.pool.query(
    "select id, inputs->>'marker' as marker, finished_at is not null as done from run order by id",
  );
  return answer.rows;
}

async function allEnded(ms: number): Promise<void> {
  await expect
    .poll(async () => (await allRuns()).filter(({ done }) => !done).map(({ id }) => id), {
      timeout: ms,
      interval: 100,
    })
    .toEqual([]);
}

async function expectNoFaults(): Promise<void> {
  const faults = await Promise.all(
    (await allRuns()).map((run) => faultsOf(database.pool, target, run, accepted)),
  );
  expect(faults.flat()).toEqual([]);
}

/** How often each boundary is passed by the runs of one process at least. */
const points: Readonly<Record<Boundary, readonly number[]>> = {
  "between run row and enqueue": [1, 2],
  "before intent": [1, 2, 3, 4],
  "after intent": [1, 2, 3, 4],
  "after the call": [1, 3, 5, 6],
  "after the answer": [1, 3, 5, 6],
  "after the commit": [1, 2, 3, 4, 6, 8],
  "before an inbox row is taken": [1, 2],
  "after an inbox row is taken": [1, 2],
};

describe("a process that is killed with -9", () => {
  const all = BOUNDARIES.flatMap((at) => points[at].map((nth) => ({ at, nth })));
  const rounds = long ? 20 : 1;

  it(
    `at each of ${all.length * rounds} points: every run ends, nothing is lost, nothing unsafe is done twice`,
    async () => {
      let child: EngineProcess | undefined;
      const started: number[] = [];
      const stop = answerBy(() => child);
      try {
        for (let round = 0; round < rounds; round += 1) {
          for (const [index, kill] of all.entries()) {
            child = begin({ kill, start: newRequests(2) });
            expect(await child.gone, `${kill.at}, time ${kill.nth}: ${child.logs.join(" ")}`).toBe(
              "SIGKILL",
            );
            started.push(...child.started);
            // A run whose openings bring nothing five times is given up; so one process in five lives.
            if (index % 4 !== 3) continue;
            child = begin({});
            await allEnded(20_000);
            await child.end();
          }
        }
        await expectNoFaults();
        // A run that was acknowledged to its starter is there.
        const known = new Set((await allRuns()).map(({ id }) => id));
        expect(started.filter((id) => !known.has(id))).toEqual([]);
        expect(accepted.size).toBeGreaterThan(all.length / 2);
      } finally {
        stop();
      }
    },
    long ? 1_200_000 : 120_000,
  );
});
