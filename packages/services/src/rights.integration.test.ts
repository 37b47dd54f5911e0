/**
 * Who may do what, and what the audit then tells: one row for each verb, written down by hand and
 * not derived from the table of roles. The subjects are in Berlin.
 */

import { type BlockPath, executionSlot, type Slot } from "@callbook/core/log";
import { OPERATION_VERSION } from "@callbook/core/operation";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { z } from "zod";
import { catalogueCurrent, catalogueGet } from "./catalogue/index.ts";
import { commandCancelTest, commandTest } from "./command/index.ts";
import * as connections from "./connection/index.ts";
import type { Context } from "./context.ts";
import * as integrations from "./integration/index.ts";
import { VERB_NAMES, type VerbName } from "./permissions/index.ts";
import * as people from "./person/index.ts";
import { CURRENT_FORMAT } from "./playbook/drafts.ts";
import * as playbooks from "./playbook/index.ts";
import { Refusal } from "./refusal.ts";
import * as runs from "./run/index.ts";
import { sampleRemove, sampleState } from "./sample/index.ts";
import { settingRunLog, settingSetDaysToKeep } from "./setting/index.ts";
import { siteCreate, siteList, siteRename } from "./site/index.ts";
import {
  addConnection,
  addPlaybook,
  addPublished,
  formOf,
  freshName,
  openWorld,
  PEOPLE,
  type PersonName,
  restApi,
  sending,
  startRun,
  type World,
} from "./testing/world.ts";
import { tokenCreate, tokenList, tokenRevoke } from "./token/index.ts";
import type { Verb } from "./verb/verb.ts";

let world: World;
let connectionId: number;
let playbookId: number;
let revisionId: number;
let runId: number;
let actionRunId: number;
let path: BlockPath;
let slot: Slot;

beforeAll(async () => {
  world = await openWorld();
  const owner = await world.as("owner");
  connectionId = await addConnection(world, {
    permissions: [
      { userId: null, role: "analyst", level: "use" },
      { userId: null, role: "editor", level: "manage" },
    ],
  });
  playbookId = await addPublished(world, sending(connectionId));
  runId = await startRun(world, playbookId);
  await world.installation.engine.waitForEnd(runId, 15_000);
  const run = await runs.runGet.run({ context: owner, input: { id: runId } });
  revisionId = run.revisionId;
  const page = await runs.runExecutions.run({ context: owner, input: { id: runId, limit: 5 } });
  const [execution] = page.rows;
  if (execution === undefined || execution.path === null)
    throw new Error("the run executed nothing");
  ({ actionRunId, path } = execution);
  slot = executionSlot(execution.appRunId, execution.parameterIndex);
}, 60_000);
afterAll(() => world.close());

/** What the audit tells of: a kind of subject, and where it lies. */
type Told = readonly [kind: string, place: "Berlin" | "no site" | "itself"] | "nothing";

interface Row {
  readonly name: VerbName;
  /** For each of PEOPLE: "ok", or the status that a door answers a refusal with. */
  readonly outcomes: string;
  readonly told: Told;
  /** Makes an input that has everything right, and answers how somebody does it. */
  prepare(): Promise<(context: Context) => Promise<unknown>>;
}

function row<Schema extends z.ZodType, Output>(
  verb: Verb<Schema, Output>,
  outcomes: string,
  told: Told,
  makeInput: () => z.output<Schema> | Promise<z.output<Schema>>,
): Row {
  return {
    name: verb.name,
    outcomes,
    told,
    prepare: async () => {
      const input = await makeInput();
      return (context) => verb.run({ context, input });
    },
  };
}

const member = () => world.addPerson([{ siteId: world.sites.berlin, role: "viewer" }]);
const viewerInBerlin = () => [{ siteId: world.sites.berlin, role: "viewer" as const }];
const ownersPlaybook = async () => ({ id: await addPlaybook(world) });
const testKey = () => `key-${freshName()}-000000`;

async function tokenOfViewer(): Promise<{ id: number }> {
  const { id } = await tokenCreate.run({
    context: await world.as("viewer"),
    input: { name: freshName() },
  });
  return { id };
}

async function parameter(): Promise<{ definitionId: number; sensitive: true }> {
  const { id } = await integrations.integrationAddParameter.run({
    context: await world.as("owner"),
    input: parameterOf(),
  });
  return { definitionId: id, sensitive: true };
}

const parameterOf = () => ({
  integrationId: restApi(world),
  displayName: freshName(),
  fieldType: "text" as const,
  options: [],
  displayOrder: 1,
  sensitive: false,
});

/** A run that goes on until it is cancelled. */
async function longRun(): Promise<{ id: number }> {
  const long = await addPublished(world, sending(connectionId, "hang"));
  return { id: await startRun(world, long) };
}

const ANYBODY = "403 ok ok ok ok ok ok ok";
const MEMBERS = "403 404 ok ok ok ok ok ok";
const ANALYSTS = "403 404 403 ok ok ok ok ok";
const EDITORS = "403 404 403 403 ok ok ok ok";
const ADMINS = "403 404 403 403 403 ok ok ok";
const ADMINS_ANYWHERE = "403 ok 403 403 403 ok ok ok";
const ADMINS_EVERYWHERE = "403 403 403 403 403 403 ok ok";

//          nobody stranger viewer analyst editor admin chief owner
const TABLE: readonly Row[] = [
  row(people.userList, ADMINS_ANYWHERE, "nothing", () => undefined),
  row(people.userAdd, ADMINS, ["person", "no site"], () => {
    const name = freshName();
    return { name, email: `${name}@example.org`, memberships: viewerInBerlin() };
  }),
  row(people.userSetMemberships, ADMINS, ["person", "no site"], async () => ({
    id: await member(),
    memberships: viewerInBerlin(),
  })),
  row(people.userDeactivate, ADMINS, ["person", "no site"], async () => ({ id: await member() })),
  row(people.userReactivate, ADMINS, ["person", "no site"], async () => ({ id: await member() })),
  row(people.userRenewLink, ADMINS, ["person", "no site"], async () => ({ id: await member() })),

  row(siteList, ANYBODY, "nothing", () => undefined),
  row(siteCreate, ADMINS_EVERYWHERE, ["site", "itself"], () => ({
    name: freshName(),
    kind: "client" as const,
  })),
  row(siteRename, ADMINS_EVERYWHERE, ["site", "Berlin"], () => ({
    id: world.sites.berlin,
    name: freshName(),
  })),

  row(tokenList, ANYBODY, "nothing", () => undefined),
  row(tokenCreate, ANYBODY, ["token", "no site"], () => ({ name: freshName() })),
  row(tokenRevoke, "403 404 ok 404 404 404 ok ok", ["token", "no site"], tokenOfViewer),

  row(catalogueCurrent, ANYBODY, "nothing", () => ({ known: null })),
  row(catalogueGet, ANYBODY, "nothing", () => ({ id: world.installation.catalogue.id })),
  row(integrations.integrationList, ANYBODY, "nothing", () => undefined),
  row(integrations.integrationGet, ANYBODY, "nothing", () => ({ id: restApi(world) })),
  row(integrations.integrationCommands, ANYBODY, "nothing", () => undefined),
  row(
    integrations.integrationAddParameter,
    ADMINS_ANYWHERE,
    ["integration", "no site"],
    parameterOf,
  ),
  row(integrations.integrationSetSensitive, ADMINS_ANYWHERE, ["integration", "no site"], parameter),

  row(connections.connectionList, ANYBODY, "nothing", () => ({})),
  row(connections.connectionGet, ANALYSTS, "nothing", () => ({ id: connectionId })),
  row(connections.connectionCreate, ADMINS, ["connection", "Berlin"], () => ({
    integrationId: restApi(world),
    form: formOf(world, { name: freshName() }),
  })),
  row(connections.connectionUpdate, EDITORS, ["connection", "Berlin"], async () => {
    const permissions = [{ userId: null, role: "editor" as const, level: "edit" as const }];
    const changes = { name: freshName(), permissions };
    return {
      id: await addConnection(world, changes),
      version: 1,
      form: formOf(world, { ...changes, description: "changed" }),
    };
  }),
  row(connections.connectionRemove, ADMINS, ["connection", "Berlin"], async () => ({
    id: await addConnection(world),
    version: 1,
  })),
  row(connections.connectionFormOptions, "403 ok 403 403 ok ok ok ok", "nothing", () => ({
    integrationId: restApi(world),
  })),
  row(connections.connectionTest, EDITORS, ["connection", "Berlin"], async () => {
    const permissions = [{ userId: null, role: "editor" as const, level: "edit" as const }];
    const changes = { name: freshName(), permissions };
    return {
      integrationId: restApi(world),
      connectionId: await addConnection(world, changes),
      form: formOf(world, changes),
      testKey: testKey(),
    };
  }),
  row(connections.connectionTestSaved, ANALYSTS, ["connection", "Berlin"], () => ({
    id: connectionId,
  })),
  row(connections.connectionCancelTest, "403 ok 403 ok ok ok ok ok", "nothing", () => ({
    testKey: testKey(),
  })),
  row(connections.connectionWhereUsed, ANALYSTS, "nothing", () => ({ id: connectionId })),

  row(commandTest, ANALYSTS, ["connection", "Berlin"], () => ({
    integrationId: restApi(world),
    command: "Send Request",
    connectionId,
    parameter: {},
    testKey: testKey(),
  })),
  row(commandCancelTest, "403 ok 403 ok ok ok ok ok", "nothing", () => ({ testKey: testKey() })),

  row(playbooks.playbookList, ANYBODY, "nothing", () => ({})),
  row(playbooks.playbookOpen, MEMBERS, "nothing", () => ({ id: playbookId })),
  row(playbooks.playbookOperationsSince, MEMBERS, "nothing", () => ({ id: playbookId, seq: 0 })),
  row(playbooks.playbookValidate, MEMBERS, "nothing", () => ({ id: playbookId })),
  row(playbooks.playbookRevision, MEMBERS, "nothing", () => ({ revisionId })),
  row(playbooks.playbookExport, MEMBERS, "nothing", () => ({ id: playbookId })),
  row(playbooks.playbookCreate, EDITORS, ["playbook", "Berlin"], () => ({
    name: freshName(),
    siteId: world.sites.berlin,
  })),
  row(playbooks.playbookDuplicate, EDITORS, ["playbook", "Berlin"], () => ({ id: playbookId })),
  row(playbooks.playbookApply, EDITORS, "nothing", async () => ({
    id: await addPlaybook(world),
    operations: [
      {
        v: OPERATION_VERSION,
        id: `${freshName()}:1`,
        baseSeq: 0,
        formatVersion: CURRENT_FORMAT,
        label: "Rename",
        operation: { kind: "setPlaybook" as const, path: ["name"], from: "", value: "renamed" },
        undoes: null,
      },
    ],
  })),
  row(playbooks.playbookReplace, EDITORS, "nothing", async () => ({
    id: await addPlaybook(world),
    seq: 0,
    document: sending(connectionId),
  })),
  row(playbooks.playbookPublish, EDITORS, ["playbook", "Berlin"], ownersPlaybook),
  row(playbooks.playbookRemove, EDITORS, ["playbook", "Berlin"], ownersPlaybook),

  row(runs.runStartTest, ANALYSTS, ["run", "Berlin"], async () => ({
    playbookId: await addPlaybook(world),
    seq: 0,
    inputs: {},
  })),
  row(runs.runStart, ANALYSTS, ["run", "Berlin"], () => ({ playbookId, inputs: {} })),
  row(runs.runCancel, ANALYSTS, ["run", "Berlin"], longRun),
  row(runs.runList, ANYBODY, "nothing", () => ({ limit: 5 })),
  row(runs.runGet, MEMBERS, "nothing", () => ({ id: runId })),
  row(runs.runEvents, MEMBERS, "nothing", () => ({ id: runId, afterSeq: 0 })),
  row(runs.runExecutions, MEMBERS, "nothing", () => ({ id: runId, limit: 5 })),
  row(runs.runBody, MEMBERS, "nothing", () => ({ id: runId, path, slot })),
  row(runs.runResults, MEMBERS, "nothing", () => ({ runId, limit: 5 })),
  row(runs.runResultBody, MEMBERS, "nothing", () => ({ runId, path, slot })),
  row(runs.runCalls, MEMBERS, "nothing", () => ({ id: runId, callbackId: "c_2", limit: 5 })),
  row(runs.runCallbackArguments, MEMBERS, "nothing", () => ({ id: runId, callbackId: "c_2" })),
  row(runs.runLogs, MEMBERS, "nothing", () => ({ id: runId, limit: 5 })),
  row(runs.runDeliveries, MEMBERS, "nothing", () => ({ runId, waitId: "w_none", limit: 5 })),
  row(runs.runSetPinned, EDITORS, ["run", "Berlin"], () => ({ id: runId, pinned: true })),
  row(runs.runWaits, MEMBERS, "nothing", () => ({ id: runId })),
  row(runs.runActionRun, MEMBERS, "nothing", () => ({ id: actionRunId })),

  row(settingRunLog, ADMINS_EVERYWHERE, "nothing", () => undefined),
  row(settingSetDaysToKeep, ADMINS_EVERYWHERE, ["installation", "no site"], () => ({ days: 90 })),

  row(sampleState, ANYBODY, "nothing", () => undefined),
  row(sampleRemove, ADMINS_EVERYWHERE, ["installation", "no site"], () => undefined),
];

/** "ok", or the status of the refusal; what is no matter of rights fails the test. */
async function outcomeOf(done: Promise<unknown>): Promise<string> {
  try {
    await done;
    return "ok";
  } catch (error) {
    if (error instanceof Refusal && error.code === "FORBIDDEN") return "403";
    if (error instanceof Refusal && error.code === "NOT_FOUND") return "404";
    throw error;
  }
}

/** The audit rows that were written meanwhile, as far as they are told here. */
async function auditOf(work: () => Promise<void>): Promise<object[]> {
  const { db } = world.installation;
  const newest = await db.auditEntry.aggregate({ _max: { id: true } });
  await work();
  const rows = await db.auditEntry.findMany({ where: { id: { gt: newest._max.id ?? 0n } } });
  return rows.map(({ userId, action, subjectKind, subjectId, siteId }) => ({
    by: userId,
    action,
    kind: subjectKind,
    place:
      siteId === world.sites.berlin ? "Berlin" : String(siteId) === subjectId ? "itself" : siteId,
  }));
}

function expectedAudit({ name: action, told }: Row, who: PersonName, outcome: string): object[] {
  if (outcome !== "ok" || told === "nothing") return [];
  const [kind, place] = told;
  return [{ by: world.idOf(who), action, kind, place: place === "no site" ? null : place }];
}

describe("who may do what in Berlin", () => {
  it("every verb has its row here", () => {
    const names = TABLE.map(({ name }) => name);
    // The stream is no call: each of its topics is asked for by the verb that reads it.
    expect([...names, "live.events"].toSorted()).toEqual(VERB_NAMES.toSorted());
  });

  it.each(TABLE)("$name, and the audit tells of it", async (tested) => {
    const outcomes: string[] = [];
    for (const who of PEOPLE) {
      const attempt = await tested.prepare();
      const context = await world.as(who);
      let outcome = "";
      const audited = await auditOf(async () => {
        outcome = await outcomeOf(attempt(context));
      });
      outcomes.push(outcome);
      expect(audited, `the audit after ${who} did it: ${outcome}`).toEqual(
        expectedAudit(tested, who, outcome),
      );
    }
    expect(outcomes.join(" ")).toBe(tested.outcomes);
  });
});
