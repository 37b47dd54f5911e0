import { readdirSync, readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { launchPostgres } from "../embedded/launch.ts";
import { clusterVariable, makeTemplate } from "./cluster.ts";

/** A PostgreSQL of one test file's own, to be frozen and cut: the databases that are made meanwhile lie in it. */
export interface OwnCluster {
  readonly adminUrl: string;
  /** All of its processes stand still until the answer is called. */
  freeze(): () => void;
  /** It is killed with -9, and started again where it was. */
  kill(): Promise<void>;
  close(): Promise<void>;
}

export async function ownCluster(): Promise<OwnCluster> {
  const directory = await mkdtemp(join(tmpdir(), "callbook-own-"));
  let server = await launchPostgres({ directory });
  const { port } = server;
  await makeTemplate(server.adminUrl);
  const shared = process.env[clusterVariable];
  process.env[clusterVariable] = server.adminUrl;
  return {
    adminUrl: server.adminUrl,
    freeze: () => {
      const pids = familyOf(server.pid);
      for (const pid of pids) signal(pid, "SIGSTOP");
      return () => {
        for (const pid of pids) signal(pid, "SIGCONT");
      };
    },
    kill: async () => {
      signal(server.pid, "SIGKILL");
      await until(() => !server.isRunning());
      server = await launchPostgres({ directory, port });
    },
    close: async () => {
      if (shared === undefined) delete process.env[clusterVariable];
      else process.env[clusterVariable] = shared;
      await server.stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await delay(10);
}

/** The server first, so that it makes no more of them; one that has just ended is let be. */
function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ESRCH")) throw error;
  }
}

function familyOf(pid: number): readonly number[] {
  const children = readdirSync("/proc").filter(
    (name) => /^\d+$/.test(name) && parentOf(name) === pid,
  );
  return [pid, ...children.map(Number)];
}

function parentOf(name: string): number | null {
  try {
    const status = readFileSync(`/proc/${name}/stat`, "utf8");
    return Number(status.slice(status.lastIndexOf(")") + 2).split(" ")[1]);
  } catch {
    return null;
  }
}
