import { blocksByType } from "@callbook/blocks/specs";
import { type Listener, openListener } from "@callbook/db";
import { createTestDatabase } from "@callbook/db/testing";
import { Engine, migrateShell } from "@callbook/engine";
import { manifests } from "@callbook/integrations/manifests";
import { runners } from "@callbook/integrations/runners";
import { createDoor } from "@callbook/outbound";
import { executeForRun, runnerOf } from "../command/execute.ts";
import { chooseConnections } from "../connection/access/choose.ts";
import { createDirectory } from "../connection/record/directory.ts";
import { verdictColumns } from "../connection/test/run-test.ts";
import { createRunningTests } from "../connection/test/running-tests.ts";
import { createTestedForms } from "../connection/test/tested-forms.ts";
import type { Installation } from "../context.ts";
import { registerIntegrations } from "../integration/registry.ts";
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
  const integrations = await registerIntegrations(db, manifests, "V15.3.34.0");
  const keyring = parseKeyring("42".repeat(32), "the test's key");
  const catalogue = { blocks: blocksByType, integrations: manifests };
  const revisions = createRevisions(db);
  const door = createDoor({});
  const now = () => new Date();
  const engine = new Engine({
    databaseUrl: url,
    pool,
    ports: {
      catalogue,
      loadRevision: async (id) => (await revisions.read(id)).document,
      connectionsFor: (request) => chooseConnections(installation, request),
      describe: ({ integrationKey, command, parameter }) => {
        const runner = runnerOf(installation, integrationKey, command);
        if (runner === null) throw new Error(`there is no command ${command}`);
        return runner.describe(parameter);
      },
      execute: (request) => executeForRun(installation, request),
      callbackUrl: (id, token) => `https://callbook.test/api/callbacks/${id}/${token}`,
      clock: now,
      log: () => undefined,
    },
  });
  const drafts = createDrafts(db, fail);
  const installation: Installation = {
    db,
    pool,
    engine,
    keyring,
    passwords: createPasswords(),
    notices,
    catalogue,
    integrations,
    runners,
    directory: createDirectory(db, notices),
    door,
    egress: { ownEndpoints: [], localAddresses: [] },
    tests: createRunningTests(),
    testedForms: createTestedForms(keyring, verdictColumns),
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
      await listener.close();
      door.close();
      await database.drop();
    },
  };
}
