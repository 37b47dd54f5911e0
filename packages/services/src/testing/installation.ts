import { blockRunners } from "@callbook/blocks/runners";
import { blocksByType } from "@callbook/blocks/specs";
import { isPassing, type Listener, openListener } from "@callbook/db";
import { createTestDatabase } from "@callbook/db/testing";
import { Engine, migrateShell } from "@callbook/engine";
import { manifests } from "@callbook/integrations/manifests";
import { runners } from "@callbook/integrations/runners";
import { createDoor } from "@callbook/outbound";
import { openCatalogues } from "../catalogue/catalogues.ts";
import { executeForRun } from "../command/execute.ts";
import { maskerForArrival } from "../command/masker-for.ts";
import { runnerOf } from "../command/runner-of.ts";
import { chooseConnections } from "../connection/access/choose.ts";
import { createDirectory } from "../connection/record/directory.ts";
import { verdictColumns } from "../connection/test/run-test.ts";
import { createRunningTests } from "../connection/test/running-tests.ts";
import { createTestedForms } from "../connection/test/tested-forms.ts";
import type { Installation } from "../context.ts";
import { createLive } from "../live/index.ts";
import { hearNotices } from "../notice/hear.ts";
import { createDrafts } from "../playbook/drafts.ts";
import { createRevisions } from "../playbook/revisions.ts";
import { createPublishedPlaybooks } from "../run/published-playbooks.ts";
import { parseKeyring } from "../secret/keyring.ts";
import { createPasswords } from "../secret/password.ts";

/** The verbs' installation on a database of its own, with a real engine and every door to others. */
export interface TestInstallation {
  readonly installation: Installation;
  close(): Promise<void>;
}

export async function openInstallation(): Promise<TestInstallation> {
  const database = await createTestDatabase({
    maxConnections: 20,
    prepared: { name: "engine", run: migrateShell },
  });
  const { prisma: db, pool, url } = database;
  const fail = (error: unknown): void => {
    throw error;
  };
  const listener: Listener = await openListener(url, fail);
  const notices = await hearNotices(listener);
  const catalogues = await openCatalogues({
    db,
    notices,
    blocks: blocksByType,
    declared: {
      manifests,
      runners,
    },
    compatibility: "V15.3.34.0",
    onError: fail,
  });
  const keyring = parseKeyring("42".repeat(32), "the test's key");
  const revisions = createRevisions(db, catalogues);
  const door = createDoor({});
  const engine = new Engine({
    databaseUrl: url,
    pool,
    listener,
    ports: {
      loadRevision: (id) => revisions.runnable(id),
      runners: new Map(blockRunners.map((runner) => [runner.type, runner])),
      connectionsFor: (request, catalogue) => chooseConnections(installation, request, catalogue),
      describe: ({ integrationKey, command, parameter }) =>
        runnerOf({ runners }, integrationKey, command)?.describe(parameter) ?? null,
      execute: (request) => executeForRun(installation, request),
      maskerFor: (connectionId, token) => maskerForArrival(installation, connectionId, token),
      callbackUrl: (id, token) => `https://callbook.test/api/callbacks/${id}/${token}`,
      log: () => undefined,
      isOutage: isPassing,
    },
  });
  const drafts = createDrafts(db, { blocks: blocksByType }, fail);
  const now = () => engine.databaseNow();
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
    runners,
    directory: createDirectory(db, notices),
    door,
    egress: { ownEndpoints: [], localAddresses: () => [] },
    tests: createRunningTests(db, notices),
    testedForms: createTestedForms(keyring, verdictColumns),
    live: createLive({ db, engine, notices, now }),
    drafts,
    revisions,
    published: createPublishedPlaybooks(db, notices),
    publicUrl: "https://callbook.test",
    now,
  };
  await engine.start();
  return {
    installation,
    close: async () => {
      await engine.stop();
      await drafts.close();
      await catalogues.close();
      await listener.close();
      door.close();
      await database.drop();
    },
  };
}
