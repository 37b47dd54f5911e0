import { fileURLToPath } from "node:url";
import type { Catalogue } from "@callbook/core/block";
import { type Database, migrate } from "@callbook/db";
import { type BoundaryHook, type EngineTiming, migrateShell } from "@callbook/engine";
import type { Lookup } from "@callbook/outbound";
import type { Installation } from "@callbook/services/context";
import type { Declared } from "@callbook/services/integration";
import { checkKeys, isSealed, type Keyring } from "@callbook/services/secret";
import {
  createOwner,
  createSessions,
  createSignInDesk,
  hasOwner,
} from "@callbook/services/session";
import type { Logger } from "pino";
import { createApp } from "../http/app.ts";
import { createOrigins } from "../http/origins.ts";
import { createSetupCode } from "../http/setup-code.ts";
import { createClientAddresses } from "../http/trusted-proxies.ts";
import { createRestApp } from "../rest/rest-app.ts";
import { createSampleKeeper, type SampleKeeper } from "../sample/keeper.ts";
import { type Composed, compose } from "./compose.ts";
import { declared } from "./declared.ts";
import { listen } from "./listen.ts";
import type { ServerParts } from "./server-parts.ts";
import { isLoopbackHost, isLoopbackUrl, type Settings } from "./settings.ts";

export interface ServerOptions {
  readonly settings: Settings;
  readonly database: Database;
  /** Asked once the database is known: whether it holds secrets under a key, or has had one. */
  readonly keyring: (isSealed: boolean) => Keyring;
  readonly log: Logger;
  /** Folder of the browser's files; the built ones by default. */
  readonly webFolder?: string;
  readonly now?: () => Date;
  /** Other integrations than the product's, for tests. */
  readonly declared?: Declared;
  readonly blockTypes?: Catalogue["blocks"];
  readonly compatibility?: string;
  readonly timing?: Partial<EngineTiming>;
  /** Called at the instants at which dying matters, for the test that dies there. */
  readonly boundary?: BoundaryHook;
  readonly lookup?: Lookup;
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
  const { settings, database, log } = options;
  await migrate(database.url, { afterwards: () => migrateShell(database.url) });
  const keyring = options.keyring(await isSealed(database.prisma));
  await checkKeys(database.prisma, keyring);
  const gate = await listen(settings);
  let composed: Composed | null = null;
  let stopping = false;
  try {
    const origins = createOrigins({ ...settings, port: gate.port });
    composed = await compose({
      declared,
      ...options,
      keyring,
      publicUrl: origins.publicUrl,
      role: settings.role,
      listens: { host: settings.host, port: gate.port },
    });
    const { installation } = composed;
    await makeOwnerOfEnvironment(installation, settings);
    const sample = createSampleKeeper(installation, {
      asked: settings.sample,
      embedded: database.embedded,
      log,
    });
    const parts = await makeParts(composed, settings, origins, sample);
    const rest = createRestApp(parts, log);
    gate.open(
      createApp({
        rest: rest.app,
        parts,
        log,
        webFolder: options.webFolder ?? builtWebFolder,
        role: settings.role,
        isStopping: () => stopping,
      }),
    );
    const { close } = composed;
    await sample.begin();
    return {
      url: origins.publicUrl,
      port: gate.port,
      installation,
      setupCode: parts.setupCode.text,
      close: async () => {
        stopping = true;
        rest.close();
        // Runs come to rest while the last requests are answered; what they call must outlive them.
        await Promise.all([gate.close(), close()]);
        await sample.stop();
      },
    };
  } catch (error) {
    await gate.close();
    await composed?.close();
    throw error;
  }
}

async function makeParts(
  { installation, outages }: Composed,
  settings: Settings,
  origins: ServerParts["origins"],
  sample: SampleKeeper,
): Promise<ServerParts> {
  const sessions = createSessions({
    db: installation.db,
    passwords: installation.passwords,
    secret: installation.keyring.derive("sessions"),
    publicUrl: origins.publicUrl,
  });
  // A proxy brings others to a server that listens on this machine only.
  const isReachable = !isLoopbackHost(settings.host) || !isLoopbackUrl(origins.publicUrl);
  const needsCode = isReachable && !(await hasOwner(installation));
  return {
    installation,
    outages,
    sessions,
    desk: createSignInDesk(installation, sessions),
    origins,
    clientAddresses: createClientAddresses(settings.trustedProxies),
    setupCode: createSetupCode(installation, needsCode),
    onOwner: sample.onOwner,
  };
}

async function makeOwnerOfEnvironment(
  installation: Installation,
  settings: Settings,
): Promise<void> {
  if (settings.owner === null || (await hasOwner(installation))) return;
  const { email, password } = settings.owner;
  await createOwner(installation, { name: email.split("@")[0] ?? email, email, password });
}
