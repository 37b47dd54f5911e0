import { FORMAT_VERSION } from "@callbook/core/document";
import { OPERATION_VERSION } from "@callbook/core/operation";
import { sampleForm } from "../../rest/testing/rest-world.ts";
import { testKey } from "../forms.ts";
import type { Place } from "./expected.ts";
import type { RightsWorld } from "./subjects.ts";

let count = 0;
function fresh(): string {
  count += 1;
  return `n${count}`;
}

/** Makes an input that is right but for what changes too much: that is refused by a version or a seq. */
export type Request = (world: RightsWorld, place: Place) => unknown;

const NO_SEQ = 999_999;

const playbook: Request = ({ at }, place) => ({ id: at[place].playbookId });
const run: Request = ({ at }, place) => ({ id: at[place].runId });
const runById: Request = ({ at }, place) => ({ runId: at[place].runId });
const connection: Request = ({ at }, place) => ({ id: at[place].connectionId });
const person: Request = ({ at }, place) => ({ id: at[place].personId });
const nothing: Request = () => undefined;
const ofSite: Request = ({ at }, place) => (place === "own" ? {} : { siteId: at[place].siteId });
const integration: Request = ({ intel }) => ({ id: intel.integrationId });
const aTest: Request = () => ({ testKey: testKey() });

const newParameter = () => ({
  displayName: fresh(),
  fieldType: "text" as const,
  options: [],
  displayOrder: 1,
  sensitive: false,
});

/** The form of what is in that place. */
function formAt({ at, sample, sites }: RightsWorld, place: Place) {
  const form = sampleForm(sample, at[place].siteId, fresh());
  const shared = { scope: "share_internal" as const, siteId: null, recipientSiteId: sites.oslo };
  return place === "shared" ? { ...form, ...shared } : form;
}

/** What is made for the one call, so that others have theirs. */
async function playbookToRemove({ at, owner }: RightsWorld, place: Place) {
  if (place === "absent") return { id: at.absent.playbookId };
  const { siteId } = at[place];
  const { id } = await owner.api.playbooks.create.mutate({ name: fresh(), siteId });
  return { id };
}

async function personToChange({ at, owner, sites }: RightsWorld, place: Place): Promise<string> {
  if (place === "absent") return at.absent.personId;
  const siteIds = {
    own: [sites.berlin],
    shared: [sites.berlin, sites.acme],
    foreign: [sites.acme],
  };
  const name = fresh();
  const { id } = await owner.api.users.add.mutate({
    name,
    email: `${name}@example.org`,
    memberships: siteIds[place].map((siteId) => ({ siteId, role: "viewer" as const })),
  });
  return id;
}

const changed: Request = (world, place) => ({
  id: world.at[place].connectionId,
  version: NO_SEQ,
  form: { ...formAt(world, place), permissions: kept(world, place) },
});

/** The same permissions as before: who changes them is another question. */
function kept({ at }: RightsWorld, place: Place) {
  const analysts = { userId: null, role: "analyst", level: "use" };
  if (place === "shared")
    return [{ userId: at.foreign.personId, role: null, level: "use" }, analysts];
  return [analysts, { userId: null, role: "editor", level: "manage" }];
}

export const INPUTS: Readonly<Record<string, Request>> = {
  "session.state": nothing,
  "users.list": nothing,
  "users.add": ({ at }, place) => ({
    name: fresh(),
    email: `${fresh()}@example.org`,
    memberships: [{ siteId: at[place].siteId, role: "viewer" }],
  }),
  "users.setMemberships": async (world, place) => ({
    id: await personToChange(world, place),
    memberships: [{ siteId: world.sites.berlin, role: "analyst" }],
  }),
  "users.deactivate": person,
  "users.reactivate": person,
  "users.renewLink": person,
  "sites.list": nothing,
  "sites.create": () => ({ name: fresh(), kind: "client" }),
  "sites.rename": ({ at, sites }, place) => ({
    id: place === "own" ? sites.oslo : at[place].siteId,
    name: fresh(),
  }),
  "tokens.list": nothing,
  "tokens.create": () => ({ name: fresh() }),
  "tokens.revoke": async ({ owner, at }, place) => ({
    id:
      place === "absent"
        ? at.absent.siteId
        : (await owner.api.tokens.create.mutate({ name: fresh() })).id,
  }),
  "integrations.list": nothing,
  "integrations.get": integration,
  "integrations.commands": nothing,
  "integrations.addParameter": ({ intel }) => ({
    integrationId: intel.integrationId,
    ...newParameter(),
  }),
  "integrations.setSensitive": async ({ owner, intel }) => ({
    definitionId: (
      await owner.api.integrations.addParameter.mutate({
        integrationId: intel.integrationId,
        ...newParameter(),
      })
    ).id,
    sensitive: true,
  }),
  "catalogue.current": () => ({ known: null }),
  "catalogue.get": ({ server }) => ({ id: server.installation.catalogues.current.id }),
  "connections.list": ofSite,
  "connections.get": connection,
  "connections.create": (world, place) => ({
    integrationId: world.intel.integrationId,
    form: formAt(world, place),
  }),
  "connections.update": changed,
  "connections.remove": ({ at }, place) => ({ id: at[place].connectionId, version: NO_SEQ }),
  "connections.formOptions": ({ intel }) => ({ integrationId: intel.integrationId }),
  "connections.test": (world, place) => ({
    integrationId: world.intel.integrationId,
    connectionId: world.at[place].connectionId,
    form: { ...formAt(world, place), permissions: kept(world, place) },
    testKey: testKey(),
  }),
  "connections.testSaved": connection,
  "connections.cancelTest": aTest,
  "connections.whereUsed": connection,
  "commands.test": ({ intel, at }, place) => ({
    integrationId: intel.integrationId,
    command: "ip reputation",
    connectionId: at[place].connectionId,
    parameter: { ip: "203.0.113.66" },
    testKey: testKey(),
  }),
  "commands.cancelTest": aTest,
  "playbooks.list": ofSite,
  "playbooks.open": playbook,
  "playbooks.operationsSince": ({ at }, place) => ({ id: at[place].playbookId, seq: 0 }),
  "playbooks.validate": playbook,
  "playbooks.revision": ({ at }, place) => ({ revisionId: at[place].revisionId }),
  "playbooks.export": playbook,
  "playbooks.create": ({ at }, place) => ({ name: fresh(), siteId: at[place].siteId }),
  "playbooks.duplicate": playbook,
  "playbooks.applyOperations": ({ at }, place) => ({
    id: at[place].playbookId,
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
  "playbooks.replace": ({ at }, place) => ({
    id: at[place].playbookId,
    seq: NO_SEQ,
    document: {},
  }),
  "playbooks.publish": ({ at }, place) => ({ id: at[place].playbookId, seq: NO_SEQ }),
  "playbooks.remove": playbookToRemove,
  "runs.startTest": ({ at }, place) => ({
    playbookId: at[place].playbookId,
    seq: NO_SEQ,
    inputs: {},
  }),
  "runs.start": ({ at }, place) => ({ playbookId: at[place].playbookId, inputs: { wrong: 1 } }),
  "runs.cancel": run,
  "runs.setPinned": ({ at }, place) => ({ id: at[place].runId, pinned: false }),
  "runs.list": (world, place) => ({ ...Object(ofSite(world, place)), limit: 5 }),
  "runs.get": run,
  "runs.events": ({ at }, place) => ({ id: at[place].runId, afterSeq: 0 }),
  "runs.executions": run,
  "runs.body": ({ at }, place) => ({ id: at[place].runId, path: "b_act", slot: at[place].slot }),
  "runs.results": runById,
  "runs.resultBody": ({ at }, place) => ({
    runId: at[place].runId,
    path: "b_act",
    slot: at[place].slot,
  }),
  "runs.calls": ({ at }, place) => ({ id: at[place].runId, callbackId: "c_2" }),
  "runs.callbackArguments": ({ at }, place) => ({ id: at[place].runId, callbackId: "c_2" }),
  "runs.logs": run,
  "runs.waits": run,
  "runs.deliveries": ({ at }, place) => ({ runId: at[place].runId, waitId: "none" }),
  "runs.actionRun": ({ at }, place) => ({ id: at[place].actionRunId }),
  "live.events": ({ at }, place) => ({
    topics: [`run:${at[place].runId}`, `playbook:${at[place].playbookId}`],
  }),
  "settings.runLog": nothing,
  "settings.setDaysToKeep": () => ({ days: 90 }),
  "sample.state": nothing,
  "sample.remove": nothing,
};

/** What a route is called with, of the input of the procedure that does the same. */
export interface Route {
  readonly path: string;
  readonly body?: unknown;
}
export type RouteRequest = (world: RightsWorld, place: Place) => Route | Promise<Route>;

async function bodyOf(name: string, world: RightsWorld, place: Place, without: readonly string[]) {
  const input: object = Object(await INPUTS[name]?.(world, place));
  return Object.fromEntries(Object.entries(input).filter(([key]) => !without.includes(key)));
}

const runPath =
  (rest: string): RouteRequest =>
  ({ at }, place) => ({ path: `/api/runs/${at[place].runId}${rest}` });
const list =
  (path: string): RouteRequest =>
  ({ at }, place) => ({ path: place === "own" ? path : `${path}?siteId=${at[place].siteId}` });
const posted =
  (path: string, name: string): RouteRequest =>
  async (world, place) => ({ path, body: await bodyOf(name, world, place, []) });
const onPlaybook =
  (rest: string, name: string): RouteRequest =>
  async (world, place) => ({
    path: `/api/playbooks/${world.at[place].playbookId}${rest}`,
    body: await bodyOf(name, world, place, ["id", "playbookId"]),
  });

export const CALLS: Readonly<Record<string, RouteRequest>> = {
  "GET /api/sites": () => ({ path: "/api/sites" }),
  "GET /api/integrations": () => ({ path: "/api/integrations" }),
  "GET /api/integrations/{id}": ({ intel }) => ({
    path: `/api/integrations/${intel.integrationId}`,
  }),
  "POST /api/integrations/{id}/parameters": ({ intel }) => ({
    path: `/api/integrations/${intel.integrationId}/parameters`,
    body: newParameter(),
  }),
  "GET /api/connections": list("/api/connections"),
  "POST /api/connections": posted("/api/connections", "connections.create"),
  "POST /api/connections/test": posted("/api/connections/test", "connections.test"),
  "GET /api/connections/{id}": ({ at }, place) => ({
    path: `/api/connections/${at[place].connectionId}`,
  }),
  "PATCH /api/connections/{id}": ({ at }, place) => ({
    path: `/api/connections/${at[place].connectionId}`,
    body: { version: NO_SEQ, form: { description: fresh() } },
  }),
  "DELETE /api/connections/{id}": ({ at }, place) => ({
    path: `/api/connections/${at[place].connectionId}?version=${NO_SEQ}`,
  }),
  "POST /api/connections/{id}/test": ({ at }, place) => ({
    path: `/api/connections/${at[place].connectionId}/test`,
    body: {},
  }),
  "POST /api/commands/{id}/test": async (world, place) => ({
    path: `/api/commands/${world.intel.integrationId}:ip%20reputation/test`,
    body: await bodyOf("commands.test", world, place, ["integrationId", "command"]),
  }),
  "GET /api/playbooks": list("/api/playbooks"),
  "POST /api/playbooks": posted("/api/playbooks", "playbooks.create"),
  "GET /api/playbooks/{id}": ({ at }, place) => ({
    path: `/api/playbooks/${at[place].playbookId}`,
  }),
  "PUT /api/playbooks/{id}": onPlaybook("", "playbooks.replace"),
  "POST /api/playbooks/{id}/validate": onPlaybook("/validate", "playbooks.validate"),
  "POST /api/playbooks/{id}/publish": onPlaybook("/publish", "playbooks.publish"),
  "POST /api/playbooks/{id}/runs": onPlaybook("/runs", "runs.start"),
  "GET /api/runs": list("/api/runs"),
  "GET /api/runs/{id}": runPath(""),
  "GET /api/runs/{id}/events": runPath("/events"),
  "GET /api/runs/{id}/results": runPath("/results"),
  "GET /api/runs/{id}/results/body": ({ at }, place) => ({
    path: `/api/runs/${at[place].runId}/results/body?path=b_act&slot=${encodeURIComponent(at[place].slot)}`,
  }),
  "GET /api/runs/{id}/callbacks/{callbackId}/calls": runPath("/callbacks/c_2/calls"),
  "GET /api/runs/{id}/callbacks/{callbackId}/arguments": runPath("/callbacks/c_2/arguments"),
  "POST /api/runs/{id}/cancel": runPath("/cancel"),
  "GET /api/action-runs/{id}": ({ at }, place) => ({
    path: `/api/action-runs/${at[place].actionRunId}`,
  }),
};
