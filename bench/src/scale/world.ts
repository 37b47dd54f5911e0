/** Two databases of one PostgreSQL, each with a real server: one with few runs, one with many. */
import { fileURLToPath } from "node:url";
import pg from "pg";
import { type Cluster, startCluster } from "../cluster.ts";
import { failingPlaybook, straightPlaybook } from "../playbooks.ts";
import { type Child, portOf, startNode } from "../process.ts";
import { makeConnection, publishPlaybook, type Rest, restOf } from "../rest.ts";
import { makeToken, repository, type Server, startServer } from "../server.ts";
import { say } from "../table.ts";
import { prepareTemplates, type Seeded, seedRuns } from "./seed.ts";

const SITES = 20;
const PLAYBOOKS = 100;
const DAYS = 90;

export interface Side {
  readonly name: string;
  readonly database: string;
  readonly databaseUrl: string;
  readonly directory: string;
  /** Runs in its tables. */
  readonly runs: number;
  readonly db: pg.Client;
  readonly playbooks: readonly Seeded[];
  readonly siteIds: readonly number[];
  /** The API as the owner, and as a person of two sites. */
  readonly rest: Rest;
  readonly ofTwoSites: Rest;
  readonly server: Server;
}

export interface World {
  readonly cluster: Cluster;
  readonly few: Side;
  readonly many: Side;
  stop(): Promise<void>;
}

export async function openWorld(fewRuns: number, manyRuns: number): Promise<World> {
  const file = fileURLToPath(new URL("../target.ts", import.meta.url));
  const target: Child = startNode({ file });
  const cluster = await startCluster();
  const sides: Side[] = [];
  const stop = async (): Promise<void> => {
    for (const { server, db } of sides) {
      await server.stop();
      await db.end();
    }
    await cluster.stop();
    await target.stop();
  };
  try {
    const port = await target.line(portOf);
    const few = await openSide(cluster, "few", fewRuns, port);
    sides.push(few);
    const many = await openSide(cluster, "many", manyRuns, port);
    sides.push(many);
    return { cluster, few, many, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function openSide(
  cluster: Cluster,
  name: string,
  runs: number,
  targetPort: number,
): Promise<Side> {
  const databaseUrl = await cluster.createDatabase(name);
  const { directory } = cluster;
  const options = { checkout: repository, databaseUrl, directory };
  const first = await startServer(options);
  const db = new pg.Client({ connectionString: databaseUrl });
  await db.connect();
  // Nothing is due until it is said to be.
  await setDaysToKeep(db, 3650);
  const siteIds = await makeSites(db);
  await prepareTemplates(db);
  const playbooks = await makePlaybooks(first.rest, siteIds, targetPort);
  await makePerson(db, siteIds.slice(0, 2));
  const token = await makeToken(options, "two@example.net");
  await first.stop();
  say(`${name}: ${runs} runs are written`);
  const seeding = { count: runs, fromDaysAgo: DAYS, toDaysAgo: 0, playbooks };
  await seedRuns(db, seeding);
  // What is measured has met these tables as they are.
  const server = await startServer(options);
  const { rest } = server;
  const ofTwoSites = restOf(rest.base, token);
  const where = { name, database: name, databaseUrl, directory };
  return { ...where, runs, db, playbooks, siteIds, rest, ofTwoSites, server };
}

export async function setDaysToKeep(db: pg.Client, days: number): Promise<void> {
  await db.query(
    `insert into setting (key, value, updated_at) values ('run_log.days_to_keep', to_jsonb($1::int), now())
     on conflict (key) do update set value = excluded.value`,
    [days],
  );
}

async function makeSites(db: pg.Client): Promise<readonly number[]> {
  await db.query(
    `insert into site (name, name_key, kind) select 'Site ' || n, 'site ' || n, 'internal'
     from generate_series(2, $1::int) n`,
    [SITES],
  );
  const found = await db.query<{ id: number }>("select id from site order by id");
  return found.rows.map(({ id }) => id);
}

/** Playbooks of all sites, every tenth of which fails, each with a finished run. */
async function makePlaybooks(
  rest: Rest,
  siteIds: readonly number[],
  targetPort: number,
): Promise<readonly Seeded[]> {
  const connections = new Map<number, number>();
  for (const siteId of siteIds)
    connections.set(siteId, await makeConnection(rest, targetPort, siteId));
  const made: Seeded[] = [];
  for (let place = 0; place < PLAYBOOKS; place += 1) {
    const siteId = siteIds[place % siteIds.length] ?? 0;
    const draw = place % 10 === 9 ? failingPlaybook : straightPlaybook;
    const document = draw(connections.get(siteId) ?? 0);
    const playbookId = await publishPlaybook(rest, `Playbook ${place}`, document, siteId);
    const run = await rest.call("POST", `/api/playbooks/${playbookId}/runs?wait=60`, {});
    made.push({ playbookId, templateId: endedRun(run) });
  }
  return made;
}

function endedRun(answer: unknown): number {
  if (typeof answer === "object" && answer !== null && "id" in answer && "outputs" in answer)
    return Number(answer.id);
  throw new Error(`the run did not end: ${JSON.stringify(answer)}`);
}

async function makePerson(db: pg.Client, siteIds: readonly number[]): Promise<void> {
  await db.query(
    `insert into "user" (id, name, email, updated_at) values ('two', 'Two Sites', 'two@example.net', now())`,
  );
  await db.query(
    `insert into membership (user_id, site_id, role)
     select 'two', unnest($1::int[]), 'analyst'`,
    [siteIds],
  );
}
