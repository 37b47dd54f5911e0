/** What people and scripts ask for again and again, as requests to the real server. */
import { Agent, request } from "undici";
import type { Rest } from "../rest.ts";
import type { Side } from "./world.ts";

const pool = new Agent({ connections: 8 });

export interface Question {
  readonly name: string;
  /** One of them. Throws on an answer that is not the one expected. */
  ask(side: Side): Promise<void>;
}

/** Reads an answer whole; throws unless it has the status. */
async function fetchWhole(
  { base, headers }: Rest,
  method: "GET" | "POST",
  path: string,
  body?: unknown,
): Promise<string> {
  const reply = await request(base + path, {
    method,
    dispatcher: pool,
    headers: {
      ...headers,
      ...(body === undefined ? {} : { "content-type": "application/json" }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await reply.body.text();
  if (reply.statusCode !== 200) throw new Error(`${method} ${path}: ${reply.statusCode} ${text}`);
  return text;
}

function list(
  name: string,
  path: (side: Side) => string,
  rows: "some" | "none" = "some",
): Question {
  const holds = rows === "some" ? '{"rows":[{' : '{"rows":[]';
  return {
    name: `runs list, ${name}`,
    ask: async (side) => {
      const text = await fetchWhole(side.rest, "GET", `/api/runs?limit=50${path(side)}`);
      if (!text.startsWith(holds)) throw new Error(`not the list that was expected: ${text}`);
    },
  };
}

function playbookAt(side: Side, place: number): number {
  return side.playbooks.at(place)?.playbookId ?? 0;
}

/** The run that stands so far (0 to 1) in all runs, by number. */
async function runAt({ db }: Side, share: number): Promise<number> {
  const found = await db.query<{ id: string }>(
    // A number of the ids' own type: beside a float8 no index is of use, and the bench measures itself.
    `select id from run where id >= (
       select min(id) + floor((max(id) - min(id)) * $1::float8)::bigint from run) order by id limit 1`,
    [share],
  );
  return Number(found.rows[0]?.id);
}

/** Row and document, log, and the first page of results; together, as a page asks for them. */
async function openRun(side: Side, id: number): Promise<void> {
  const [run, log, results] = await Promise.all([
    fetchWhole(side.rest, "GET", `/api/runs/${id}`),
    fetchWhole(side.rest, "GET", `/api/runs/${id}/events`),
    fetchWhole(side.rest, "GET", `/api/runs/${id}/results?limit=200`),
  ]);
  if (!run.includes('"document"') || !log.includes("RunFinished"))
    throw new Error(`run ${id} is not whole`);
  if (!/"actionRunId":\d/.test(results)) throw new Error(`run ${id} has no results: ${results}`);
}

const middle = new Map<Side, number>();

/** Once for all of what is asked: the middle of the runs. */
export async function prepareQuestions(sides: readonly Side[]): Promise<void> {
  for (const side of sides) middle.set(side, await runAt(side, 0.5));
}

const startRun = async (side: Side, place: number): Promise<void> => {
  const path = `/api/playbooks/${playbookAt(side, place)}/runs?wait=60`;
  const text = await fetchWhole(side.rest, "POST", path, {});
  if (!text.includes('"succeeded"')) throw new Error(text);
};

export const newestRuns = list("newest", () => "");
export const start: Question = {
  name: "start of a run, until its end",
  ask: (side) => startRun(side, 0),
};
const anyRun: Question = {
  name: "run page, any run",
  ask: async (side) => openRun(side, await runAt(side, Math.random())),
};
/** Weeks that are to be dropped are written last, and so have the highest numbers. */
export const runThatStays: Question = {
  name: "run page, a run that stays",
  ask: async (side) => openRun(side, await runAt(side, Math.random() / 2)),
};

export const questions: readonly Question[] = [
  newestRuns,
  list("from the middle", (side) => `&cursor=${middle.get(side)}`),
  list("failed", () => "&state=failed"),
  list("failed, from the middle", (side) => `&state=failed&cursor=${middle.get(side)}`),
  list("waiting (none)", () => "&state=waiting", "none"),
  list("cancelled (none)", () => "&state=cancelled", "none"),
  list("of one site", (side) => `&siteId=${side.siteIds[3]}`),
  list("of the busiest playbook", (side) => `&playbookId=${playbookAt(side, 0)}`),
  list("of the quietest playbook", (side) => `&playbookId=${playbookAt(side, -1)}`),
  list(
    "failed of a playbook that never fails (none)",
    (side) => `&state=failed&playbookId=${playbookAt(side, 0)}`,
    "none",
  ),
  {
    name: "runs list, as a person of two sites",
    ask: async (side) => {
      const text = await fetchWhole(side.ofTwoSites, "GET", "/api/runs?limit=50");
      if (!text.startsWith('{"rows":[{')) throw new Error(text);
    },
  },
  {
    name: "playbooks list",
    ask: async (side) => {
      const text = await fetchWhole(side.rest, "GET", "/api/playbooks");
      if (!text.startsWith("[{")) throw new Error(text);
    },
  },
  {
    name: "run page, the newest run",
    ask: async (side) => openRun(side, await runAt(side, 1)),
  },
  anyRun,
  start,
];
