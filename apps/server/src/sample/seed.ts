import {
  type ConnectionForm,
  connectionCreate,
  connectionTestSaved,
} from "@callbook/services/connection";
import type { Context } from "@callbook/services/context";
import { notify } from "@callbook/services/notice";
import { playbookCreate, playbookPublish } from "@callbook/services/playbook";
import { Refusal } from "@callbook/services/refusal";
import { runStart } from "@callbook/services/run";
import { audit } from "@callbook/services/verb";
import { samplePlaybook } from "./playbook.ts";

/** How long the first run may take before the start goes on without its end. */
const RUN_MS = 15_000;

/**
 * Makes the sample by the same verbs that people use: sites, connections, a published playbook
 * and one run of it.
 */
export async function seedSample(context: Context, url: string, token: string): Promise<void> {
  const siteId = await makeSites(context);
  const address = new URL(url).host;
  const form = (changes: Partial<ConnectionForm>): ConnectionForm => ({
    name: "",
    scope: "share_internal",
    siteId: null,
    recipientSiteId: siteId,
    description: "Came with Callbook. It leads to the sample service on this machine.",
    permissions: [],
    active: true,
    requestUrl: url,
    authMethod: "bearer",
    username: "",
    bearerToken: token,
    testPath: "",
    testMethod: "GET",
    allowedAddress: address,
    parameters: {},
    ...changes,
  });
  const intel = await connect(
    context,
    "sample-intel",
    form({ name: "sample_intel", testPath: "v1/status" }),
  );
  await connect(
    context,
    "sample-sandbox",
    form({ name: "sample_sandbox", testPath: "sandbox/v1/status" }),
  );
  const chat = await connect(
    context,
    "rest-api-callback",
    form({ name: "team_chat", requestUrl: `${url}/v1`, testPath: "status" }),
  );
  const document = samplePlaybook({ intel, chat });
  const { id } = await playbookCreate.run({
    context,
    input: { name: document.name, siteId, document },
  });
  await context.db.playbook.update({ where: { id }, data: { isSample: true } });
  await playbookPublish.run({ context, input: { id } });
  const { runId } = await runStart.run({
    context,
    input: { playbookId: id, inputs: { ip: "203.0.113.66" } },
  });
  await context.engine.waitForEnd(runId, RUN_MS);
  await audit(context.db, context.actor, {
    action: "sample.seed",
    subjectKind: "installation",
    subjectId: "sample",
  });
}

/** Two internal sites and one of a client, of which the first is there already. */
async function makeSites({ db }: Context): Promise<number> {
  const [home] = await db.site.findMany({
    where: { kind: "internal" },
    orderBy: { id: "asc" },
    take: 1,
  });
  if (home === undefined) throw new Refusal("CONFLICT", "The sample needs an internal site.");
  for (const [name, kind] of [
    ["Branch Office", "internal"],
    ["Acme Corp", "client"],
  ] as const)
    await db.site.createMany({
      data: [{ name, nameKey: name.toLowerCase(), kind, isSample: true }],
      skipDuplicates: true,
    });
  await notify(db, { kind: "sites" });
  return home.id;
}

async function connect(context: Context, key: string, form: ConnectionForm): Promise<number> {
  const integration = context.integrations.find(({ manifest }) => manifest.key === key);
  if (integration === undefined) throw new Error(`there is no integration ${key}`);
  const { id } = await connectionCreate.run({
    context,
    input: { integrationId: integration.id, form },
  });
  await context.db.connection.update({ where: { id }, data: { isSample: true } });
  await connectionTestSaved.run({ context, input: { id } });
  return id;
}
