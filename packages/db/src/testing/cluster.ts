import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { launchPostgres } from "../embedded/launch.ts";
import { migrate } from "../migrate.ts";

/** The database that every test database is a copy of. */
export const templateName = "callbook_template";

/** How the workers of a test run learn of the cluster that was started for them. */
export const clusterVariable = "CALLBOOK_TEST_CLUSTER";

/**
 * Starts one PostgreSQL for a whole test run, with a migrated template in it, and
 * answers how to stop it. TEST_DATABASE_URL (a superuser's) names one of your own instead.
 */
export default async function setup(): Promise<() => Promise<void>> {
  if (process.env[clusterVariable] !== undefined) return async () => undefined;
  const ownServer = process.env["TEST_DATABASE_URL"];
  if (ownServer !== undefined) {
    await makeTemplate(ownServer);
    process.env[clusterVariable] = ownServer;
    return async () => undefined;
  }
  const directory = await mkdtemp(join(tmpdir(), "callbook-test-"));
  const server = await launchPostgres({ directory, durable: false });
  await makeTemplate(server.adminUrl);
  process.env[clusterVariable] = server.adminUrl;
  return async () => {
    delete process.env[clusterVariable];
    await server.stop();
    await rm(directory, { recursive: true, force: true });
  };
}

/** Makes the migrated template in a cluster. */
export async function makeTemplate(adminUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    await client.query(`DROP DATABASE IF EXISTS ${templateName} WITH (FORCE)`);
    await client.query(`CREATE DATABASE ${templateName}`);
  } finally {
    await client.end();
  }
  await migrate(databaseUrl(adminUrl, templateName));
}

/** The address of another database of the same server. */
export function databaseUrl(adminUrl: string, name: string): string {
  const url = new URL(adminUrl);
  url.pathname = `/${name}`;
  return url.toString();
}
