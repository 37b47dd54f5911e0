import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from "node:fs";
import { writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { type Binaries, findBinaries } from "./binaries.ts";
import { demandFit, majorOf } from "./fit.ts";
import { chooseIdentity, demandReach, giveTo, type Identity, runAs } from "./identity.ts";
import { knownPassword, passwordOf } from "./password.ts";
import { askServer, isAlive, isStranger, type Postmaster, readPostmaster } from "./postmaster.ts";

/** A PostgreSQL server that runs on this machine for Callbook alone. */
export type EmbeddedPostgres = {
  /** Address of its maintenance database, with the password. Never log it. */
  adminUrl: string;
  port: number;
  pid: number;
  /** True when it was found running (an orphan of a killed server). */
  adopted: boolean;
  isRunning(): boolean;
  /** Ends it in an orderly way and waits until it is gone. */
  stop(): Promise<void>;
};

export type LaunchOptions = {
  directory: string;
  /** false trades safety for speed and is for tests only. */
  durable?: boolean;
  /** Where it is to listen, as it did before; any free port by default. */
  port?: number;
};

const superuser = "callbook";
/** 20 attempts, 250 ms apart: the time a dying server may still hold its shared memory. */
const attempts = 20;
const attemptPause = 250;
const startTimeout = 120_000;

/**
 * Starts the PostgreSQL server of a data directory, or adopts the one that runs there.
 * The caller holds the lock of the directory. Creates the cluster on first use.
 */
export async function launchPostgres(options: LaunchOptions): Promise<EmbeddedPostgres> {
  const { directory } = options;
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const identity = chooseIdentity();
  const binaries = await findBinaries();
  demandReach(
    identity,
    binaries.folder,
    "The folder with PostgreSQL's programs",
    "Move Callbook to a path that everybody can enter, for example /opt/callbook, or set DATABASE_URL.",
  );
  openToNobody(identity, directory);
  const cluster = join(directory, "postgres");
  demandFit({ directory, cluster, identity, major: majorOf(binaries) });
  const password = await passwordOf(directory, "postgres.password");
  if (!existsSync(join(cluster, "PG_VERSION"))) {
    await createCluster({
      binaries,
      identity,
      directory,
      cluster,
      password,
      durable: options.durable !== false,
    });
  }
  for (let attempt = 1; ; attempt++) {
    const running = await adopt(cluster, password);
    if (running !== null) return running;
    const started = await start({ binaries, identity, cluster, password, options });
    if ("server" in started) return started.server;
    const canPass = /lock file|shared memory|Address already in use|could not bind/i;
    if (attempt === attempts || !canPass.test(started.log)) {
      throw new Error(
        `The embedded PostgreSQL did not start. Its log (${join(directory, "postgres.log")}) ends with:\n${started.log}`,
      );
    }
    await delay(attemptPause);
  }
}

/** Address of the server that runs in a data directory, or null when none answers. */
export async function findRunning(directory: string): Promise<string | null> {
  const password = knownPassword(directory, "postgres.password");
  const postmaster = readPostmaster(join(directory, "postgres"));
  if (postmaster === null || password === null || !isAlive(postmaster.pid)) return null;
  const url = urlOf(postmaster.port, password);
  return (await askServer(url)) === "answers" ? url : null;
}

function openToNobody(identity: Identity, directory: string): void {
  if (identity.kind !== "nobody") return;
  // The keys in this directory stay root's; nobody may pass through, not look.
  spawnSync("chmod", ["711", directory]);
  demandReach(
    identity,
    directory,
    "The data directory",
    "Set CALLBOOK_DATA to a path that everybody can enter, for example CALLBOOK_DATA=/var/lib/callbook.",
  );
}

/** What is in the environment of a server, keys among it, is nobody's business in its database. */
const needed = ["PATH", "SYSTEMROOT", "TMPDIR", "TEMP"];

/** Neither the folder nor the environment of the server: what the programs find themselves by is left. */
function apart(): { cwd: string; env: NodeJS.ProcessEnv } {
  const kept = needed.flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return { cwd: "/", env: Object.fromEntries(kept) };
}

type NewCluster = {
  binaries: Binaries;
  identity: Identity;
  directory: string;
  cluster: string;
  password: string;
  durable: boolean;
};

async function createCluster(cluster: NewCluster): Promise<void> {
  const part = join(cluster.directory, `postgres.new`);
  rmSync(part, { recursive: true, force: true });
  mkdirSync(part, { mode: 0o700 });
  giveTo(cluster.identity, part);
  const passwordFile = join(cluster.directory, "initdb.password");
  await writeFile(passwordFile, cluster.password, { mode: 0o600 });
  giveTo(cluster.identity, passwordFile);
  const [program, args] = runAs(cluster.identity, cluster.binaries.initdb, [
    `--pgdata=${part}`,
    `--username=${superuser}`,
    `--pwfile=${passwordFile}`,
    "--auth=scram-sha-256",
    "--encoding=UTF8",
    "--locale=C",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    "--no-instructions",
    ...(cluster.durable ? [] : ["--no-sync"]),
  ]);
  try {
    const child = spawn(program, args, { stdio: ["ignore", "ignore", "pipe"], ...apart() });
    let problems = "";
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      problems += text;
    });
    const [code] = await once(child, "close");
    if (code !== 0) throw new Error(`The database could not be created:\n${problems.trim()}`);
  } finally {
    rmSync(passwordFile, { force: true });
  }
  // Renamed only when whole, so that a crash in between leaves nothing half made in place.
  renameSync(part, cluster.cluster);
}

async function adopt(cluster: string, password: string): Promise<EmbeddedPostgres | null> {
  const postmaster = readPostmaster(cluster);
  if (postmaster === null || !isAlive(postmaster.pid)) return null;
  if (isStranger(postmaster.pid)) {
    rmSync(join(cluster, "postmaster.pid"), { force: true });
    return null;
  }
  if (postmaster.port === 0) return null;
  const url = urlOf(postmaster.port, password);
  const until = Date.now() + startTimeout;
  while (isAlive(postmaster.pid) && Date.now() < until) {
    const answer = await askServer(url);
    if (answer === "answers") return handleOf(postmaster, url, true);
    if (answer === "refuses") return null;
    await delay(50);
  }
  return null;
}

type Start = {
  binaries: Binaries;
  identity: Identity;
  cluster: string;
  password: string;
  options: LaunchOptions;
};
type Started = { server: EmbeddedPostgres } | { log: string };

async function start(asked: Start): Promise<Started> {
  const logFile = join(asked.options.directory, "postgres.log");
  if (existsSync(logFile) && statSync(logFile).size > 5_000_000)
    renameSync(logFile, `${logFile}.1`);
  const log = openSync(logFile, "a", 0o600);
  const logFrom = statSync(logFile).size;
  const port = asked.options.port ?? (await freePort());
  const settings: Record<string, string> = {
    listen_addresses: "127.0.0.1",
    port: String(port),
    unix_socket_directories: "",
    max_connections: "200",
    timezone: "UTC",
    log_timezone: "UTC",
    // What a statement was refused for may quote its values: such messages go to
    // the client only; the log is about the server itself.
    log_min_messages: "log",
    log_min_error_statement: "panic",
    jit: "off",
    ...(asked.options.durable === false
      ? { fsync: "off", synchronous_commit: "off", full_page_writes: "off", max_wal_size: "2GB" }
      : {}),
  };
  const flags = Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  const [program, args] = runAs(asked.identity, asked.binaries.postgres, [
    "-D",
    asked.cluster,
    ...flags,
  ]);
  // Detached, so that Ctrl-C reaches the server first and the database after it.
  const child = spawn(program, args, { stdio: ["ignore", log, log], detached: true, ...apart() });
  child.unref();
  closeSync(log);
  const url = urlOf(port, asked.password);
  return (await isReady(child, url))
    ? { server: handleOf({ pid: child.pid ?? 0, port }, url, false, child) }
    : { log: readFileSync(logFile, "utf8").slice(logFrom).trim().slice(-2000) };
}

async function isReady(child: ChildProcess, url: string): Promise<boolean> {
  let failed = false;
  child.once("error", () => {
    failed = true;
  });
  const until = Date.now() + startTimeout;
  while (!failed && child.exitCode === null && child.signalCode === null && Date.now() < until) {
    if ((await askServer(url)) === "answers") return true;
    await delay(25);
  }
  return false;
}

function handleOf(
  server: Postmaster,
  adminUrl: string,
  adopted: boolean,
  child?: ChildProcess,
): EmbeddedPostgres {
  // Our own child would stay a zombie until its exit was taken; an adopted one has no such event.
  const isThere = (): boolean => (child === undefined ? isAlive(server.pid) : isRunning(child));
  return {
    adminUrl,
    adopted,
    pid: server.pid,
    port: server.port,
    isRunning: isThere,
    stop: async () => {
      if (isAlive(server.pid)) process.kill(server.pid, "SIGINT");
      while (isThere()) await delay(20);
    },
  };
}

function isRunning(child: ChildProcess): boolean {
  return child.exitCode === null && child.signalCode === null;
}

function urlOf(port: number, password: string): string {
  return `postgresql://${superuser}:${password}@127.0.0.1:${port}/postgres`;
}

async function freePort(): Promise<number> {
  const listener = createServer().listen(0, "127.0.0.1");
  await once(listener, "listening");
  const address = listener.address();
  listener.close();
  if (address === null || typeof address === "string") throw new Error("No free port.");
  return address.port;
}
