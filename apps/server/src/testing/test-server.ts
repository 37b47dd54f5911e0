import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Database } from "@callbook/db";
import { createTestDatabase } from "@callbook/db/testing";
import { migrateShell } from "@callbook/engine";
import { parseKeyring } from "@callbook/services/secret";
import { createServer, type RunningServer, type ServerOptions } from "../process/create-server.ts";
import { createLog } from "../process/log.ts";
import { readSettings, type Settings } from "../process/settings.ts";
import { type Client, clientOf } from "./trpc-client.ts";

/** Master key of test servers. */
export const TEST_KEY = "5a".repeat(32);

/** A real server on a real database of its own, on a free port. */
export interface TestServer extends RunningServer {
  readonly database: Database;
  /** Lines of the log so far. */
  readonly logged: readonly string[];
  /** A new browser. */
  browser(): { api: Client; cookie: () => string };
}

export interface TestServerOptions
  extends Partial<Omit<ServerOptions, "settings" | "database" | "log">> {
  readonly settings?: Partial<Settings>;
}

/** Starts a server whose owner does not exist yet. `close` also drops the database. */
export async function startTestServer(options: TestServerOptions = {}): Promise<TestServer> {
  const test = await createTestDatabase({
    maxConnections: 20,
    prepared: { name: "engine", run: migrateShell },
  });
  const directory = await mkdtemp(join(tmpdir(), "callbook-server-"));
  const database: Database = { ...test, embedded: false, close: () => test.drop() };
  return serve(database, directory, options, async () => {
    await test.drop();
    await rm(directory, { recursive: true, force: true });
  });
}

async function serve(
  database: Database,
  directory: string,
  options: TestServerOptions,
  afterwards: () => Promise<void>,
): Promise<TestServer> {
  const logged: string[] = [];
  const settings: Settings = {
    ...readSettings({ PORT: "0", CALLBOOK_DATA: directory, CALLBOOK_SAMPLE: "0" }),
    ...options.settings,
  };
  const server = await createServer({
    keyring: () => parseKeyring(TEST_KEY, "the test's key"),
    ...options,
    settings,
    database,
    log: createLog("debug", { write: (line: string) => void logged.push(line) }),
  });
  return {
    ...server,
    database,
    logged,
    browser: () => clientOf(server.url),
    close: async () => {
      await server.close();
      await afterwards();
    },
  };
}
