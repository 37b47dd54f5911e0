/** Whether the files in a data directory are a database that can be started here; seen before anything is. */
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { DatabaseRefusal } from "../refusal.ts";
import type { Binaries } from "./binaries.ts";
import type { Identity } from "./identity.ts";
import { knownPassword } from "./password.ts";

/** "18": the major version of the PostgreSQL that came with the install. */
export function majorOf({ postgres }: Pick<Binaries, "postgres">): string {
  const { stdout } = spawnSync(postgres, ["--version"], { encoding: "utf8" });
  return /(\d+)/.exec(stdout)?.[1] ?? "";
}

export interface ClusterToStart {
  readonly directory: string;
  readonly cluster: string;
  readonly identity: Identity;
  readonly major: string;
}

/** Throws DatabaseRefusal. A directory without a database is fit: one is made. */
export function demandFit({ directory, cluster, identity, major }: ClusterToStart): void {
  const version = join(cluster, "PG_VERSION");
  if (!existsSync(version)) return;
  const found = readFileSync(version, "utf8").trim();
  if (major !== "" && found !== major)
    throw new DatabaseRefusal(
      `The data directory ${directory} holds a database of PostgreSQL ${found}, and this Callbook comes with ` +
        `PostgreSQL ${major}. Start the Callbook that made it, write its database out with pg_dump, and read ` +
        "that into a new data directory; or set DATABASE_URL to a PostgreSQL that can be upgraded by itself.",
    );
  const owner = statSync(cluster).uid;
  const user = identity.kind === "nobody" ? identity.uid : process.getuid?.();
  if (user !== undefined && owner !== user)
    throw new DatabaseRefusal(
      `The database in ${cluster} belongs to user ${owner}, and PostgreSQL runs here as user ${user}. ` +
        `Start Callbook as user ${owner}, or give the files over: chown -R ${user} ${cluster}`,
    );
  if (knownPassword(directory, "postgres.password") === null)
    throw new DatabaseRefusal(
      `The data directory ${directory} holds a database, and the file postgres.password that opens it is missing. ` +
        "Put it back from the backup of the directory; nothing was changed.",
    );
}
