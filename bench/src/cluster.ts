/** A PostgreSQL of the benchmark's own, durable as the product has it, in a new directory. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type EmbeddedPostgres, launchPostgres } from "@callbook/db";
import pg from "pg";
import { cpuSeconds } from "./process.ts";

export interface Cluster {
  readonly directory: string;
  /** Makes an empty database and gives its address. */
  createDatabase(name: string): Promise<string>;
  /** CPU seconds so far of all its processes. */
  cpu(): number;
  /** What has been done to a database so far. */
  work(name: string): Promise<Work>;
  stop(): Promise<void>;
}

export interface Work {
  readonly commits: number;
  /** Inserted, updated and deleted. */
  readonly rows: number;
  /** Blocks that were asked for, whether they had to be read or not. */
  readonly blocks: number;
  /** Bytes of the log of the whole cluster. */
  readonly wal: number;
}

export async function startCluster(): Promise<Cluster> {
  const directory = mkdtempSync(join(tmpdir(), "callbook-bench-"));
  const postgres: EmbeddedPostgres = await launchPostgres({ directory });
  const admin = new pg.Client({ connectionString: postgres.adminUrl });
  await admin.connect();
  return {
    directory,
    createDatabase: async (name) => {
      await admin.query(`create database ${name}`);
      return postgres.adminUrl.replace(/\/postgres$/, `/${name}`);
    },
    cpu: () => cpuSeconds(postgres.pid),
    work: async (name) => {
      const found = await admin.query<{ [Key in keyof Work]: string }>(
        `select xact_commit as commits, tup_inserted + tup_updated + tup_deleted as rows,
           blks_hit + blks_read as blocks, pg_current_wal_insert_lsn() - '0/0'::pg_lsn as wal
         from pg_stat_database where datname = $1`,
        [name],
      );
      const [row] = found.rows;
      if (row === undefined) throw new Error(`there is no database ${name}`);
      const { commits, rows, blocks, wal } = row;
      return {
        commits: Number(commits),
        rows: Number(rows),
        blocks: Number(blocks),
        wal: Number(wal),
      };
    },
    stop: async () => {
      await admin.end();
      await postgres.stop();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

/** What was done between two looks. */
export function workBetween(before: Work, after: Work): Work {
  return {
    commits: after.commits - before.commits,
    rows: after.rows - before.rows,
    blocks: after.blocks - before.blocks,
    wal: after.wal - before.wal,
  };
}

/** A backend that has nothing more to do tells what it has done ten seconds later at the most. */
export const statisticsLagMs = 10_500;
