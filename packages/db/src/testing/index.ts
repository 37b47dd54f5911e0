import { randomBytes } from "node:crypto";
import pg from "pg";
import type { PrismaClient } from "../generated/client.ts";
import { createPool, createPrisma } from "../pool.ts";
import { clusterVariable, databaseUrl, templateName } from "./cluster.ts";

export { type OwnCluster, ownCluster } from "./own-cluster.ts";

/** A real, migrated and empty database for one test file. */
export type TestDatabase = {
  url: string;
  pool: pg.Pool;
  prisma: PrismaClient;
  /** Ends the connections and removes the database, whoever else is still in it. */
  drop(): Promise<void>;
};

export type TestDatabaseOptions = {
  /**
   * More than the migrations (for example the tables of the run engine): `run` is
   * called once per test run and `name`, and later databases are copies of its result.
   */
  prepared?: { name: string; run: (url: string) => Promise<void> };
  /** True starts from a database without any table. */
  empty?: boolean;
  maxConnections?: number;
};

/**
 * Makes a database in the cluster of this test run. Only tests named
 * `*.integration.test.ts` or `*.long.test.ts` have a cluster.
 */
export async function createTestDatabase(options: TestDatabaseOptions = {}): Promise<TestDatabase> {
  const adminUrl = process.env[clusterVariable];
  if (adminUrl === undefined) {
    throw new Error(
      "There is no test database server: name the file *.integration.test.ts, and run it by vitest from the root.",
    );
  }
  const name = `test_${process.pid}_${randomBytes(6).toString("hex")}`;
  const admin = new pg.Client({ connectionString: adminUrl });
  await admin.connect();
  try {
    const template = await chooseTemplate(admin, adminUrl, options);
    await admin.query(`CREATE DATABASE ${name} TEMPLATE ${template}`);
  } finally {
    await admin.end();
  }
  const url = databaseUrl(adminUrl, name);
  const max = options.maxConnections;
  const pool = createPool(url, max === undefined ? { max: 10 } : { max });
  const prisma = createPrisma(pool);
  return { url, pool, prisma, drop: () => drop(adminUrl, name, pool, prisma) };
}

async function drop(
  adminUrl: string,
  name: string,
  pool: pg.Pool,
  prisma: PrismaClient,
): Promise<void> {
  await prisma.$disconnect();
  if (!pool.ended) await pool.end();
  const admin = new pg.Client({ connectionString: adminUrl });
  await admin.connect();
  try {
    await admin.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
  } finally {
    await admin.end();
  }
}

async function chooseTemplate(
  admin: pg.Client,
  adminUrl: string,
  options: TestDatabaseOptions,
): Promise<string> {
  if (options.empty === true) return "template0";
  if (options.prepared === undefined) return templateName;
  return prepare(admin, adminUrl, options.prepared);
}

/** Several workers may ask for the same prepared template at once: the first makes it. */
async function prepare(
  admin: pg.Client,
  adminUrl: string,
  prepared: { name: string; run: (url: string) => Promise<void> },
): Promise<string> {
  if (!/^[a-z_]{1,30}$/.test(prepared.name))
    throw new Error(`Not a template name: ${prepared.name}`);
  const template = `${templateName}_${prepared.name}`;
  await admin.query("SELECT pg_advisory_lock(hashtext($1))", [template]);
  try {
    const existing = await admin.query("SELECT 1 FROM pg_database WHERE datname = $1", [template]);
    if (existing.rowCount === 0) {
      const part = `${template}_part`;
      await admin.query(`DROP DATABASE IF EXISTS ${part} WITH (FORCE)`);
      await admin.query(`CREATE DATABASE ${part} TEMPLATE ${templateName}`);
      await prepared.run(databaseUrl(adminUrl, part));
      // Renamed when whole: a failed preparation is not found by the next file.
      await admin.query(`ALTER DATABASE ${part} RENAME TO ${template}`);
    }
  } finally {
    await admin.query("SELECT pg_advisory_unlock(hashtext($1))", [template]);
  }
  return template;
}
