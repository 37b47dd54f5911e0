import {
  makeRestWorld,
  oneAction,
  type RestWorld,
  sampleForm,
} from "../../rest/testing/rest-world.ts";
import type { Person } from "../people.ts";
import { at, idIn, type Script, scriptOf } from "../rest-client.ts";
import { personIn } from "../world.ts";
import type { Place } from "./expected.ts";

/** What there is of everything in one place. */
export interface Subjects {
  readonly siteId: number;
  readonly playbookId: number;
  readonly revisionId: number;
  readonly runId: number;
  readonly actionRunId: number;
  readonly slot: string;
  readonly connectionId: number;
  readonly personId: string;
}

export interface Asking {
  readonly who: string;
  /** null: nobody who is signed in. */
  readonly person: Person | null;
  readonly script: Script;
}

export interface RightsWorld extends RestWorld {
  readonly asking: readonly Asking[];
  readonly at: Readonly<Record<Place, Subjects>>;
  /** Stands in everything of the foreign site, and in nothing else. */
  readonly mark: RegExp;
}

const MARK = "zanzibar";
const NO_ROW = 987_654_321;

/** Something of everything in Berlin, shared by Berlin with others, in a client's site, and ids of nothing. */
export async function makeRightsWorld(): Promise<RightsWorld> {
  const world = await makeRestWorld();
  const { owner, script, server, sites } = world;
  const asking: Asking[] = [{ who: "nobody", person: null, script: world.nobody }];
  for (const role of ["viewer", "analyst", "editor", "admin"] as const) {
    const person = await personIn(world, `${role} of Berlin`, sites.berlin, role);
    const { token } = await person.api.tokens.create.mutate({ name: "rights" });
    asking.push({ who: role, person, script: scriptOf(server.url, token) });
  }
  asking.push({ who: "owner", person: owner, script });
  await owner.api.sites.rename.mutate({ id: sites.acme, name: MARK });
  const own = await subjectsIn(world, sites.berlin, "berlin");
  const foreign = await subjectsIn(world, sites.acme, MARK);
  const shared = await owner.api.connections.create.mutate({
    integrationId: world.intel.integrationId,
    form: {
      ...sampleForm(world.sample, sites.berlin, "shared"),
      scope: "share_internal",
      siteId: null,
      recipientSiteId: sites.oslo,
      permissions: [{ userId: foreign.personId, role: null, level: "use" }, ...FOR_ANALYSTS],
    },
  });
  const both = await personIn(world, "Both of them", sites.berlin, "viewer");
  await owner.api.users.setMemberships.mutate({
    id: both.id,
    memberships: [sites.berlin, sites.acme].map((siteId) => ({ siteId, role: "viewer" })),
  });
  return {
    ...world,
    asking,
    mark: new RegExp(MARK, "i"),
    at: {
      own,
      foreign,
      shared: { ...own, connectionId: shared.id, personId: both.id },
      absent: {
        siteId: NO_ROW,
        playbookId: NO_ROW,
        revisionId: NO_ROW,
        runId: NO_ROW,
        actionRunId: NO_ROW,
        slot: own.slot,
        connectionId: NO_ROW,
        personId: "00000000-0000-4000-8000-000000000000",
      },
    },
  };
}

const FOR_ANALYSTS = [{ userId: null, role: "analyst" as const, level: "use" as const }];

async function subjectsIn(world: RestWorld, siteId: number, name: string): Promise<Subjects> {
  const { owner, script, sample, intel } = world;
  const editors = { userId: null, role: "editor" as const, level: "manage" as const };
  const { id: connectionId } = await owner.api.connections.create.mutate({
    integrationId: intel.integrationId,
    form: { ...sampleForm(sample, siteId, name), permissions: [...FOR_ANALYSTS, editors] },
  });
  const document = { ...oneAction(connectionId), name };
  const playbook = await script.call("POST", "/api/playbooks", { name, siteId, document });
  const playbookId = idIn(playbook.body);
  const { revisionId } = await owner.api.playbooks.publish.mutate({ id: playbookId });
  const run = await script.call("POST", `/api/playbooks/${playbookId}/runs?wait=30`, {});
  const runId = idIn(run.body);
  const { rows } = await owner.api.runs.executions.query({ id: runId });
  const [execution] = rows;
  if (execution === undefined) throw new Error(`the run of ${name} executed nothing: ${run.text}`);
  const heads = await script.call("GET", `/api/runs/${runId}/results?path=b_act`);
  const slot = at(heads.body, "rows", 0, "slot");
  if (typeof slot !== "string") throw new Error(heads.text);
  const person = await personIn(world, `${name} person`, siteId, "viewer");
  const { actionRunId } = execution;
  return {
    siteId,
    playbookId,
    revisionId,
    runId,
    actionRunId,
    slot,
    connectionId,
    personId: person.id,
  };
}
