import { networkInterfaces } from "node:os";
import { blockRunners } from "@callbook/blocks/runners";
import { blocksByType } from "@callbook/blocks/specs";
import type { Catalogue } from "@callbook/core/block";
import {
  type Database,
  DatabaseAway,
  type Outages,
  openListener,
  openOutages,
  TROUBLES,
} from "@callbook/db";
import {
  type BoundaryHook,
  Engine,
  type EngineLog,
  type EngineRole,
  type EngineTiming,
  WRITE_PROBE,
} from "@callbook/engine";
import { createDoor, type Lookup } from "@callbook/outbound";
import { openCatalogues } from "@callbook/services/catalogue";
import { executeForRun, maskerForArrival, runnerOf } from "@callbook/services/command";
import {
  chooseConnections,
  createDirectory,
  createRunningTests,
  createTestedForms,
  verdictColumns,
} from "@callbook/services/connection";
import type { Installation } from "@callbook/services/context";
import type { Declared } from "@callbook/services/integration";
import { createLive } from "@callbook/services/live";
import { hearNotices } from "@callbook/services/notice";
import { createDrafts, createRevisions } from "@callbook/services/playbook";
import { createPublishedPlaybooks } from "@callbook/services/run";
import { createPasswords, type Keyring } from "@callbook/services/secret";
import type { Logger } from "pino";
import { COMPATIBILITY } from "../version.ts";
import { databaseEndpoint } from "./database-endpoint.ts";
import { describeError } from "./log.ts";

export interface ComposeOptions {
  readonly database: Database;
  readonly keyring: Keyring;
  readonly log: Logger;
  readonly declared: Declared;
  readonly publicUrl: string;
  readonly role: EngineRole;
  /** Where this process listens. */
  readonly listens: { readonly host: string; readonly port: number };
  /** For tests; the engine's clock by default. */
  readonly now?: (() => Date) | undefined;
  readonly timing?: Partial<EngineTiming>;
  readonly boundary?: BoundaryHook;
  readonly compatibility?: string;
  /** Other types of block than the product's, for tests of what later versions of them mean. */
  readonly blockTypes?: Catalogue["blocks"];
  /** Name resolution of outgoing requests; the system's by default. */
  readonly lookup?: Lookup;
}

export interface Composed {
  readonly installation: Installation;
  readonly outages: Outages;
  close(): Promise<void>;
}

/** Puts the parts of one process together and starts its engine. */
export async function compose(options: ComposeOptions): Promise<Composed> {
  const { database, keyring, log, declared } = options;
  const { prisma: db, pool } = database;
  const outages = tellingOutages(database.url, log);
  const unless = (what: string) => (error: unknown) => {
    if (!outages.report(error)) log.error({ err: error }, what);
  };
  const listener = await openListener(database.url, (message) =>
    outages.report(new DatabaseAway("unreachable", message)),
  );
  const notices = await hearNotices(listener);
  const door = createDoor(options.lookup === undefined ? {} : { lookup: options.lookup });
  const blocks = options.blockTypes ?? blocksByType;
  const catalogues = await openCatalogues({
    db,
    notices,
    blocks,
    declared,
    compatibility: options.compatibility ?? COMPATIBILITY,
    onError: unless("the catalogue was not read anew"),
  });
  const revisions = createRevisions(db, catalogues);
  const engine = new Engine({
    databaseUrl: database.url,
    pool,
    listener,
    role: options.role,
    ...(options.timing === undefined ? {} : { timing: options.timing }),
    ...(options.boundary === undefined ? {} : { boundary: options.boundary }),
    ports: {
      loadRevision: (id) => revisions.runnable(id),
      runners: new Map(blockRunners.map((runner) => [runner.type, runner])),
      connectionsFor: (request, catalogue) => chooseConnections(installation, request, catalogue),
      describe: ({ integrationKey, command, parameter }) =>
        runnerOf(declared, integrationKey, command)?.describe(parameter) ?? null,
      execute: (request) => executeForRun(installation, request),
      maskerFor: (connectionId, token) => maskerForArrival(installation, connectionId, token),
      callbackUrl: (id, token) => `${options.publicUrl}/api/callbacks/${id}/${token}`,
      log: engineLog(log),
      isOutage: (error) => outages.report(error),
    },
  });
  const drafts = createDrafts(db, { blocks }, unless("a draft was not written"));
  const now = options.now ?? (() => engine.databaseNow());
  const installation: Installation = {
    db,
    engine,
    keyring,
    passwords: createPasswords(),
    notices,
    catalogues,
    get catalogue() {
      return catalogues.current;
    },
    get integrations() {
      return catalogues.integrations;
    },
    runners: declared.runners,
    directory: createDirectory(db, notices),
    live: createLive({ db, engine, notices, now }),
    drafts,
    revisions,
    published: createPublishedPlaybooks(db, notices),
    door,
    egress: {
      ownEndpoints: [options.listens, databaseEndpoint(database.url)],
      localAddresses,
    },
    tests: createRunningTests(db, notices),
    testedForms: createTestedForms(keyring, verdictColumns),
    publicUrl: options.publicUrl,
    now,
  };
  await engine.start();
  return {
    installation,
    outages,
    close: async () => {
      await engine.stop();
      await drafts.close();
      await catalogues.close();
      await listener.close();
      await outages.close();
      door.close();
    },
  };
}

/** One word when it begins and one when it is over, whoever misses the database meanwhile and however often. */
function tellingOutages(url: string, log: Logger): Outages {
  return openOutages({
    url,
    writes: WRITE_PROBE,
    onBegin: (trouble, error) => {
      const { code, message } = describeError(error);
      log.warn(
        { database: trouble, code, said: message },
        `the database ${TROUBLES[trouble]}: what needs it waits`,
      );
    },
    onEnd: (ms) => log.info({ ms }, "the database is well again"),
  });
}

function engineLog(log: Logger): EngineLog {
  return (level, message, detail) => {
    const fields = { engine: detail };
    if (level === "error") log.error(fields, message);
    else if (level === "warning") log.warn(fields, message);
    else log.info(fields, message);
  };
}

function localAddresses(): string[] {
  return Object.values(networkInterfaces()).flatMap((list) =>
    (list ?? []).map(({ address }) => address),
  );
}
