import { newBlock, newCallback, newDocument, type PlaybookDocument } from "@callbook/core/document";
import { connectionCreate } from "../connection/create.ts";
import type { ConnectionForm } from "../connection/form/form.ts";
import type { Context, Installation } from "../context.ts";
import type { MembershipOf } from "../permissions/actor.ts";
import { playbookCreate } from "../playbook/create.ts";
import { playbookPublish } from "../playbook/publish.ts";
import { Refusal } from "../refusal.ts";
import { runStart } from "../run/start.ts";
import { actorOf } from "../session/find-actor.ts";
import { openInstallation } from "./installation.ts";
import { startThirdParty, type ThirdParty } from "./third-party.ts";

interface Sites {
  readonly berlin: number;
  readonly oslo: number;
  readonly acme: number;
}

/** Everybody whom a rule may tell apart; the subjects of the tests are in Berlin. */
const MEMBERSHIPS = {
  nobody: () => [],
  /** Rules another site, and is in Berlin nobody. */
  stranger: ({ oslo }) => [{ siteId: oslo, role: "admin" }],
  viewer: ({ berlin }) => [{ siteId: berlin, role: "viewer" }],
  analyst: ({ berlin }) => [{ siteId: berlin, role: "analyst" }],
  editor: ({ berlin }) => [{ siteId: berlin, role: "editor" }],
  admin: ({ berlin }) => [{ siteId: berlin, role: "admin" }],
  /** An admin of all sites. */
  chief: () => [{ siteId: null, role: "admin" }],
  owner: () => [{ siteId: null, role: "owner" }],
} as const satisfies Record<string, (sites: Sites) => readonly MembershipOf[]>;

export type PersonName = keyof typeof MEMBERSHIPS;
export const PEOPLE = Object.keys(MEMBERSHIPS) as readonly PersonName[];

/** Two internal sites and a client's, one person of each kind, and a third party. */
export interface World {
  readonly installation: Installation;
  readonly thirdParty: ThirdParty;
  readonly sites: Sites;
  /** Who asks, with his rights as they are now. */
  as(name: PersonName): Promise<Context>;
  idOf(name: PersonName): string;
  /** A person more, with these roles; answers his id. */
  addPerson(memberships: readonly MembershipOf[]): Promise<string>;
  close(): Promise<void>;
}

export async function openWorld(): Promise<World> {
  const [{ installation, close }, thirdParty] = await Promise.all([
    openInstallation(),
    startThirdParty(),
  ]);
  const { db } = installation;
  const addSite = async (name: string, kind: string): Promise<number> =>
    (await db.site.create({ data: { name, nameKey: name.toLowerCase(), kind } })).id;
  const sites = {
    berlin: await addSite("Berlin", "internal"),
    oslo: await addSite("Oslo", "internal"),
    acme: await addSite("Acme", "client"),
  };
  let count = 0;
  const addUser = async (name: string, memberships: readonly MembershipOf[]): Promise<string> => {
    count += 1;
    const id = `u_${count}`;
    const email = `${id}@example.org`;
    await db.user.create({
      data: { id, name, email, emailVerified: true, memberships: { create: [...memberships] } },
    });
    return id;
  };
  const ids = new Map<PersonName, string>();
  for (const name of PEOPLE) ids.set(name, await addUser(name, MEMBERSHIPS[name](sites)));
  const idOf = (name: PersonName): string => {
    const id = ids.get(name);
    if (id === undefined) throw new Error(`there is no ${name}`);
    return id;
  };
  return {
    installation,
    thirdParty,
    sites,
    as: async (name) => {
      const actor = await actorOf(installation, idOf(name));
      if (actor === null) throw new Error(`${name} is gone`);
      return { ...installation, actor };
    },
    idOf,
    addPerson: (memberships) => addUser("somebody", memberships),
    close: async () => {
      await close();
      await thirdParty.close();
    },
  };
}

/** A form as it is filled in for the third party, in Berlin; `changes` say what is different. */
export function formOf(
  { thirdParty, sites }: World,
  changes: Partial<ConnectionForm> = {},
): ConnectionForm {
  return {
    name: "echo",
    scope: "site",
    siteId: sites.berlin,
    recipientSiteId: null,
    description: "",
    permissions: [],
    active: true,
    requestUrl: thirdParty.url,
    authMethod: "none",
    username: "",
    testPath: "",
    testMethod: "GET",
    allowedAddress: thirdParty.address,
    parameters: {},
    ...changes,
  };
}

let names = 0;

/** A name that nothing has yet. */
export function freshName(): string {
  names += 1;
  return `name_${names}`;
}

/** The number of the integration that sends any request. */
export function restApi({ installation }: World): number {
  const integration = installation.integrations.find(
    ({ manifest }) => manifest.key === "rest-api-callback",
  );
  if (integration === undefined) throw new Error("there is no REST integration");
  return integration.id;
}

/** A connection that the owner made. */
export async function addConnection(
  world: World,
  changes: Partial<ConnectionForm> = {},
): Promise<number> {
  const form = formOf(world, { name: freshName(), ...changes });
  const input = { integrationId: restApi(world), form };
  return (await connectionCreate.run({ context: await world.as("owner"), input })).id;
}

/** Start, and a request to a path of the third party. */
export function sending(connectionId: number, path = ""): PlaybookDocument {
  const start = newBlock({
    id: "b_start",
    type: "start",
    version: 1,
    name: "start_1",
    config: { inputs: [] },
  });
  const send = newBlock({
    id: "b_send",
    type: "action",
    version: 1,
    name: "send",
    config: {
      integrationKey: "rest-api-callback",
      command: "Send Request",
      connectionIds: [connectionId],
      parameters: { URL: `{{connector.restapi_url}}/${path}` },
      handle: "",
      waitSeconds: 86_400,
      repeatSafe: false,
    },
  });
  const say = newBlock({
    id: "b_say",
    type: "debug",
    version: 1,
    name: "say",
    config: { message: "done", level: "info" },
  });
  return newDocument({
    name: "sending",
    blocks: [start, send, say],
    callbacks: [
      newCallback({ id: "c_1", source: "b_start", port: "next", target: "b_send" }),
      newCallback({ id: "c_2", source: "b_send", port: "success", target: "b_say" }),
    ],
  });
}

/** A playbook that the owner made in Berlin; of an empty document when none is given. */
export async function addPlaybook(world: World, document?: PlaybookDocument): Promise<number> {
  const context = await world.as("owner");
  const input = { name: freshName(), siteId: world.sites.berlin, document };
  return (await playbookCreate.run({ context, input })).id;
}

/** The same, published. */
export async function addPublished(world: World, document?: PlaybookDocument): Promise<number> {
  const id = await addPlaybook(world, document);
  await playbookPublish.run({ context: await world.as("owner"), input: { id } });
  return id;
}

/** A run that the owner started. */
export async function startRun(world: World, playbookId: number): Promise<number> {
  const input = { playbookId, inputs: {} };
  return (await runStart.run({ context: await world.as("owner"), input })).runId;
}

/** What a call was refused with; fails the test when it was done, or failed by a bug. */
export async function refusalOf(
  done: Promise<unknown>,
): Promise<{ code: string; message: string; paths: string[]; failureClass: string | null }> {
  try {
    const answer = await done;
    throw new Error(`it was done: ${JSON.stringify(answer)}`);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const { code, message, detail } = error;
    const paths = (detail.fields ?? []).map(({ path }) => path);
    return { code, message, paths, failureClass: detail.failureClass ?? null };
  }
}
