import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { type Database, migrate } from "@callbook/db";
import {
  checkKeys,
  createOwner,
  createPasswords,
  createSessions,
  createSignInDesk,
  hasOwner,
  type Installation,
  type Keyring,
  listenForNotices,
} from "@callbook/services";
import { createAdaptorServer, type ServerType } from "@hono/node-server";
import { Hono } from "hono";
import type { Logger } from "pino";
import { type App, createApp } from "../http/app.ts";
import { createOrigins } from "../http/origins.ts";
import { createSetupCode } from "../http/setup-code.ts";
import type { ServerParts } from "./server-parts.ts";
import { isLoopbackHost, type Settings } from "./settings.ts";

export interface ServerOptions {
  readonly settings: Settings;
  readonly database: Database;
  readonly keyring: Keyring;
  readonly log: Logger;
  /** Folder of the browser's files; the built ones by default. */
  readonly webFolder?: string;
  readonly now?: () => Date;
}

/** A server that serves. */
export interface RunningServer {
  /** Where people open it. */
  readonly url: string;
  readonly port: number;
  readonly installation: Installation;
  /** The code that the first form asks for; null when it does not. */
  readonly setupCode: string | null;
  /** Takes no more requests, lets runs come to rest, and ends what it started but the database. */
  close(): Promise<void>;
}

const builtWebFolder = fileURLToPath(new URL("../../../web/dist", import.meta.url));

/** Puts the product together on a database and serves it. Migrates first. */
export async function createServer(options: ServerOptions): Promise<RunningServer> {
  const { settings, database, keyring, log } = options;
  await migrate(database.url);
  await checkKeys(database.prisma, keyring);
  const gate = await listen(settings);
  let stopping = false;
  try {
    const origins = createOrigins({ ...settings, port: gate.port });
    const notices = await listenForNotices(database.url, (message) => log.warn(message));
    const installation: Installation = {
      db: database.prisma,
      keyring,
      passwords: createPasswords(),
      notices,
      publicUrl: origins.publicUrl,
      now: options.now ?? (() => new Date()),
    };
    await makeOwnerOfEnvironment(installation, settings);
    const sessions = createSessions({
      db: installation.db,
      passwords: installation.passwords,
      secret: keyring.derive("sessions"),
      publicUrl: origins.publicUrl,
    });
    const needsCode = !isLoopbackHost(settings.host) && !(await hasOwner(installation));
    const setupCode = createSetupCode(needsCode);
    const parts: ServerParts = {
      installation,
      sessions,
      desk: createSignInDesk(installation, sessions),
      origins,
      setupCode,
      onOwner: () => undefined,
    };
    gate.open(
      createApp({
        parts,
        log,
        webFolder: options.webFolder ?? builtWebFolder,
        isStopping: () => stopping,
      }),
    );
    return {
      url: origins.publicUrl,
      port: gate.port,
      installation,
      setupCode: setupCode.text,
      close: async () => {
        stopping = true;
        await gate.close();
        await notices.close();
      },
    };
  } catch (error) {
    await gate.close();
    throw error;
  }
}

async function makeOwnerOfEnvironment(
  installation: Installation,
  settings: Settings,
): Promise<void> {
  if (settings.owner === null || (await hasOwner(installation))) return;
  const { email, password } = settings.owner;
  await createOwner(installation, { name: email.split("@")[0] ?? email, email, password });
}

interface Gate {
  readonly port: number;
  open(app: App): void;
  close(): Promise<void>;
}

/** Listens before the rest is made, since the port is part of the addresses that the rest knows. */
async function listen(settings: Pick<Settings, "host" | "port">): Promise<Gate> {
  const waiting: App = new Hono();
  waiting.get("/livez", (context) => context.text("ok"));
  waiting.all("*", (context) => context.text("starting", 503, { "Retry-After": "1" }));
  let app = waiting;
  const server: ServerType = createAdaptorServer({
    fetch: (request, bindings) => app.fetch(request, bindings),
  });
  server.listen(settings.port, settings.host);
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    port,
    open: (made) => {
      app = made;
    },
    close: async () => {
      if (!server.listening) return;
      const closed = once(server, "close");
      server.close();
      if ("closeAllConnections" in server) server.closeAllConnections();
      await closed;
    },
  };
}
