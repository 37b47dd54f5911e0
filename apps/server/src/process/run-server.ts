import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  type Database,
  DatabaseRefusal,
  DirectoryTaken,
  isPassing,
  openDatabase,
} from "@callbook/db";
import { KeyRefusal } from "@callbook/services/secret";
import type { Logger } from "pino";
import { createServer, type RunningServer } from "./create-server.ts";
import { createLog } from "./log.ts";
import { loadKeyring } from "./master-key.ts";
import { readSettings, SettingsRefusal } from "./settings.ts";

/** Runs a server until a signal ends it. What keeps it from starting is one clear text and exit code 1. */
export async function runServer(environment: NodeJS.ProcessEnv): Promise<void> {
  // Standard output has our line with the URL; what a library prints goes to the other one.
  console.log = console.error;
  console.info = console.error;
  let database: Database | null = null;
  try {
    const settings = readSettings(environment);
    const log = createLog(settings.logLevel);
    mkdirSync(settings.dataDirectory, { recursive: true, mode: 0o700 });
    database = await openDatabase({
      ...settings,
      access: "server",
      watch: {
        restarted: () => log.warn("the embedded PostgreSQL had ended, and was started again"),
        lost: (message) => {
          process.stderr.write(`${message}\n`);
          process.exit(1);
        },
      },
    });
    surviveConnections(log);
    const server = await createServer({
      settings,
      database,
      keyring: (isSealed) => loadKeyring(settings, isSealed),
      log,
    });
    const pidFile = join(settings.dataDirectory, "server.pid");
    writeFileSync(pidFile, `${process.pid}\n`);
    stopOnSignals(server, database, pidFile);
    announce(server);
  } catch (error) {
    await database?.close().catch(() => undefined);
    process.stderr.write(`${explain(error)}\n`);
    process.exitCode = 1;
    // What was half made may hold sockets open.
    process.exit();
  }
}

/** A connection that breaks where nobody listens, ours or a library's, is made anew by whoever needs it. */
function surviveConnections(log: Logger): void {
  process.on("uncaughtException", (error) => {
    if (isPassing(error))
      return log.warn({ err: error }, "a connection broke where nobody listened");
    process.stderr.write(`${explain(error)}\n`);
    process.exit(1);
  });
}

function announce(server: RunningServer): void {
  process.stdout.write(`Callbook is ready at ${server.url}\n`);
  if (server.setupCode !== null)
    process.stdout.write(
      `The form for the first account asks for this code: ${server.setupCode}\n`,
    );
}

/** What the operator can do something about is told without a stack. */
function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const known =
    error instanceof SettingsRefusal ||
    error instanceof KeyRefusal ||
    error instanceof DatabaseRefusal ||
    error instanceof DirectoryTaken;
  if (known) return error.message;
  const code = "code" in error ? error.code : null;
  const { address, port } = { address: "", port: "", ...error };
  if (code === "EADDRINUSE")
    return `Another program listens on ${address}:${port} already. Set PORT to a free one.`;
  if (code === "EADDRNOTAVAIL") return `This machine has no address ${address}. Set HOST.`;
  if (code === "EACCES" && port !== "")
    return `Port ${port} may not be used by this user. Set PORT.`;
  return error.stack ?? error.message;
}

const PATIENCE_MS = 10_000;

function stopOnSignals(server: RunningServer, database: Database, pidFile: string): void {
  let stopping = false;
  const stop = () => {
    if (stopping) process.exit(1);
    stopping = true;
    setTimeout(() => process.exit(1), PATIENCE_MS).unref();
    void server
      .close()
      .finally(() => database.close())
      .finally(() => rmSync(pidFile, { force: true }))
      .then(
        () => process.exit(0),
        (error: unknown) => {
          process.stderr.write(`${explain(error)}\n`);
          process.exit(1);
        },
      );
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, stop);
}
