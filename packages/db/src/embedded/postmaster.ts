import { readFileSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";

/** What a PostgreSQL server says about itself in its data directory. */
export type Postmaster = { pid: number; port: number };

/** Reads postmaster.pid; null when there is none or it is only half written. */
export function readPostmaster(cluster: string): Postmaster | null {
  let lines: string[];
  try {
    lines = readFileSync(join(cluster, "postmaster.pid"), "utf8").split("\n");
  } catch {
    return null;
  }
  const pid = Number(lines[0]);
  const port = Number(lines[3]);
  if (!Number.isInteger(pid) || pid <= 0) return null;
  return { pid, port: Number.isInteger(port) && port > 0 ? port : 0 };
}

/** True while the process runs. A zombie (dead, not yet collected) does not. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
  if (process.platform !== "linux") return true;
  try {
    const status = readFileSync(`/proc/${pid}/stat`, "utf8");
    return !status.slice(status.lastIndexOf(")")).startsWith(") Z");
  } catch {
    return false;
  }
}

/** True when the process is certainly not a PostgreSQL server (its id was given to another). */
export function isStranger(pid: number): boolean {
  if (process.platform !== "linux") return false;
  try {
    return !readFileSync(`/proc/${pid}/cmdline`, "utf8").includes("postgres");
  } catch {
    return true;
  }
}

/** Asks a server for its data directory: "answers", or why not. */
export async function askServer(url: string): Promise<"answers" | "starting" | "refuses"> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 3000 });
  client.on("error", () => undefined);
  try {
    await client.connect();
    await client.query("SELECT 1");
    return "answers";
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    // 57P03: the server is up and still recovering.
    return code === "57P03" ? "starting" : "refuses";
  } finally {
    await client.end().catch(() => undefined);
  }
}
