import { FORMAT_VERSION } from "@callbook/core/document";
import { OPERATION_VERSION } from "@callbook/core/operation";
import {
  may,
  PERMISSIONS,
  ROLES,
  type Role,
  VERB_NAMES,
  type VerbName,
} from "@callbook/services/permissions";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { appRouter } from "../router.ts";
import {
  connectionForm,
  integrationId,
  makeWorld,
  personIn,
  testKey,
  type World,
} from "../testing/index.ts";
import type { Person } from "../testing/people.ts";
import { rawCall } from "../testing/raw-call.ts";

/** Procedures that need no role: who is not signed in yet may call them. */
const OPEN = [
  "session.state",
  "session.setup",
  "session.signIn",
  "session.invitation",
  "session.join",
];
/** Calls no verb: everybody may end his own session. */
const OWN = ["session.signOut"];

interface Procedure {
  readonly path: string;
  readonly type: "query" | "mutation" | "subscription";
  readonly verb: VerbName | null;
}

const flat: Readonly<Record<string, unknown>> = appRouter._def.procedures;
const procedures: Procedure[] = Object.entries(flat).map(([path, one]) => readProcedure(path, one));

function readProcedure(path: string, one: unknown): Procedure {
  const def: unknown = typeof one === "function" && "_def" in one ? one._def : null;
  if (typeof def !== "object" || def === null || !("type" in def)) throw new Error(path);
  const type = (["query", "mutation", "subscription"] as const).find((name) => name === def.type);
  if (type === undefined) throw new Error(path);
  const meta = "meta" in def && typeof def.meta === "object" && def.meta !== null ? def.meta : {};
  const verb = "verb" in meta ? VERB_NAMES.find((name) => name === meta.verb) : undefined;
  return { path, type, verb: verb ?? null };
}

let world: World;
let members: Map<string, { person: Person | null; held: { siteId: number | null; role: Role }[] }>;
let playbookId: number;
let connectionId: number;
let revisionId: number;
let runId: number;
let definitionId: number;

beforeAll(async () => {
  world = await makeWorld();
  const { owner, sites } = world;
  members = new Map([
    ["nobody signed in", { person: null, held: [] }],
    ["owner", { person: owner, held: [{ siteId: null, role: "owner" as const }] }],
  ]);
  for (const role of ROLES.filter((one) => one !== "owner")) {
    const held = [{ siteId: sites.berlin, role }];
    members.set(`${role} of the site`, {
      person: await personIn(world, `${role} B`, sites.berlin, role),
      held,
    });
  }
  const foreign = [{ siteId: sites.oslo, role: "admin" as const }];
  members.set("admin of another site", {
    person: await personIn(world, "admin O", sites.oslo, "admin"),
    held: foreign,
  });
  ({ id: playbookId } = await owner.api.playbooks.create.mutate({
    name: "P",
    siteId: sites.berlin,
  }));
  ({ revisionId } = await owner.api.playbooks.publish.mutate({ id: playbookId }));
  ({ runId } = await owner.api.runs.start.mutate({ playbookId, inputs: {} }));
  const integration = await integrationId(owner);
  const parameter = { fieldType: "text" as const, options: [], displayOrder: 1, sensitive: true };
  ({ id: definitionId } = await owner.api.integrations.addParameter.mutate({
    ...parameter,
    integrationId: integration,
    displayName: "Matrix",
  }));
  const permissions = [
    { userId: null, role: "analyst" as const, level: "use" as const },
    { userId: null, role: "editor" as const, level: "manage" as const },
  ];
  ({ id: connectionId } = await owner.api.connections.create.mutate({
    integrationId: integration,
    form: connectionForm({ siteId: sites.berlin, permissions, requestUrl: "http://127.0.0.1:9/" }),
  }));
}, 60_000);
afterAll(() => world.server.close());

let count = 0;
function fresh(): string {
  count += 1;
  return `n${count}`;
}

/** A member of the site's own, made for one call. */
async function somebody(): Promise<string> {
  const name = fresh();
  const { id } = await world.owner.api.users.add.mutate({
    name,
    email: `${name}@example.org`,
    memberships: [{ siteId: world.sites.berlin, role: "viewer" }],
  });
  return id;
}

/** An input for each verb that its schema takes and whose subject is in the site; a verb without one does not compile. */
const inputs: Record<VerbName, () => unknown> = {
  "user.list": () => undefined,
  "user.add": () => {
    const name = fresh();
    const siteId = world.sites.berlin;
    return { name, email: `${name}@example.org`, memberships: [{ siteId, role: "viewer" }] };
  },
  "user.setMemberships": async () => ({
    id: await somebody(),
    memberships: [{ siteId: world.sites.berlin, role: "viewer" }],
  }),
  "user.deactivate": async () => ({ id: await somebody() }),
  "user.reactivate": async () => ({ id: await somebody() }),
  "user.renewLink": async () => ({ id: await somebody() }),
  "site.list": () => undefined,
  "site.create": () => ({ name: fresh(), kind: "internal" }),
  "site.rename": () => ({ id: world.sites.acme, name: fresh() }),
  "token.list": () => undefined,
  "token.create": () => ({ name: fresh() }),
  "token.revoke": () => ({ id: 1_000_000 }),
  "integration.list": () => undefined,
  "integration.get": () => ({ id: 1 }),
  "integration.commands": () => undefined,
  "integration.addParameter": () => ({
    integrationId: 1,
    displayName: fresh(),
    fieldType: "text",
    options: [],
    displayOrder: 1,
    sensitive: false,
  }),
  "integration.setSensitive": () => ({ definitionId, sensitive: true }),
  "catalogue.current": () => ({ known: null }),
  "catalogue.get": async () => ({
    id: (await world.owner.api.catalogue.current.query({ known: null }))?.id,
  }),
  "connection.list": () => ({}),
  "connection.get": () => ({ id: connectionId }),
  "connection.create": () => ({
    integrationId: 1,
    form: connectionForm({ name: fresh(), siteId: world.sites.berlin }),
  }),
  "connection.update": () => ({
    id: connectionId,
    version: 999,
    form: connectionForm({ name: fresh(), siteId: world.sites.berlin }),
  }),
  "connection.remove": () => ({ id: connectionId, version: 999 }),
  "connection.formOptions": () => ({ integrationId: 1 }),
  "connection.test": () => ({
    integrationId: 1,
    connectionId,
    testKey: testKey(),
    form: connectionForm({ siteId: world.sites.berlin, requestUrl: "http://127.0.0.1:9/" }),
  }),
  "connection.testSaved": () => ({ id: connectionId }),
  "connection.cancelTest": () => ({ testKey: testKey() }),
  "connection.whereUsed": () => ({ id: connectionId }),
  "command.test": () => ({
    integrationId: 1,
    command: "Send Request",
    connectionId,
    testKey: testKey(),
    parameter: { URL: "{{connector.restapi_url}}" },
  }),
  "command.cancelTest": () => ({ testKey: testKey() }),
  "playbook.list": () => ({}),
  "playbook.open": () => ({ id: playbookId }),
  "playbook.operationsSince": () => ({ id: playbookId, seq: 0 }),
  "playbook.validate": () => ({ id: playbookId }),
  "playbook.revision": () => ({ revisionId }),
  "playbook.export": () => ({ id: playbookId }),
  "playbook.create": () => ({ name: fresh(), siteId: world.sites.berlin }),
  "playbook.duplicate": () => ({ id: playbookId }),
  "playbook.apply": () => ({
    id: playbookId,
    operations: [
      {
        v: OPERATION_VERSION,
        id: `${fresh()}:1`,
        baseSeq: 0,
        label: "x",
        undoes: null,
        formatVersion: FORMAT_VERSION,
        operation: { kind: "removeBlocks", blockIds: ["b_gone"] },
      },
    ],
  }),
  "playbook.replace": () => ({ id: playbookId, seq: 999, document: {} }),
  "playbook.publish": () => ({ id: playbookId, seq: 999 }),
  "playbook.remove": async () => ({
    id: (await world.owner.api.playbooks.create.mutate({ name: "Q", siteId: world.sites.berlin }))
      .id,
  }),
  "run.startTest": () => ({ playbookId, seq: 999, inputs: {} }),
  "run.start": () => ({ playbookId, inputs: { wrong: 1 } }),
  "run.cancel": () => ({ id: runId }),
  "run.setPinned": () => ({ id: runId, pinned: false }),
  "run.list": () => ({ limit: 5 }),
  "run.get": () => ({ id: runId }),
  "run.events": () => ({ id: runId, afterSeq: 0 }),
  "run.executions": () => ({ id: runId }),
  "run.body": () => ({ id: runId, path: "b_none", slot: "0/0" }),
  "run.results": () => ({ runId }),
  "run.resultBody": () => ({ runId, path: "b_none", slot: "text" }),
  "run.calls": () => ({ id: runId, callbackId: "c_1" }),
  "run.callbackArguments": () => ({ id: runId, callbackId: "c_1" }),
  "run.logs": () => ({ id: runId }),
  "run.waits": () => ({ id: runId }),
  "run.deliveries": () => ({ runId, waitId: "none" }),
  "run.actionRun": () => ({ id: 1_000_000 }),
  "setting.runLog": () => undefined,
  "setting.setDaysToKeep": () => ({ days: 90 }),
  "live.events": () => ({ topics: ["runs:list"] }),
  "sample.state": () => undefined,
  "sample.remove": () => undefined,
};

describe("61: who may call what", () => {
  it("every procedure names its verb, or is one of those that need no role", () => {
    const without = procedures.filter(({ verb }) => verb === null).map(({ path }) => path);
    expect(without.sort()).toEqual([...OPEN, ...OWN].sort());
  });

  it("every verb of the table has its procedure", () => {
    const called = new Set(procedures.map(({ verb }) => verb));
    expect(VERB_NAMES.filter((verb) => !called.has(verb))).toEqual([]);
  });

  const rows = procedures.flatMap(({ path, type, verb }) =>
    verb === null ? [] : [{ path, type, verb }],
  );
  it.each(rows)("$path follows the table of roles for everybody", async ({ path, type, verb }) => {
    for (const [who, { person, held }] of members) {
      const cookie = person?.cookie() ?? "";
      const answer = await rawCall(world.server.url, path, type, await inputs[verb](), cookie);
      expect(`${who}: ${answer.code}`, answer.text).toMatch(expected(verb, held));
    }
  });
});

function expected(verb: VerbName, held: { siteId: number | null; role: Role }[]): RegExp {
  if (held.length === 0) return /: UNAUTHENTICATED$/;
  const actor = { memberships: held };
  const { reach } = PERMISSIONS[verb];
  const isMember = held.some(({ siteId }) => siteId === null || siteId === world.sites.berlin);
  if (reach === "site" && !isMember) return /: NOT_FOUND$/;
  const site = reach === "site" ? world.sites.berlin : undefined;
  if (!may(actor, verb, site)) return /: FORBIDDEN$/;
  // People and sites of others are not there for who shares no site with them.
  if (!isMember && verb.startsWith("user.") && verb !== "user.list") return /: NOT_FOUND$/;
  return /: (?!UNAUTHENTICATED|FORBIDDEN)/;
}
