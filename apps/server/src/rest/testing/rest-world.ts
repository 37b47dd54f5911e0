import { type Sample, startSample } from "@callbook/sample";
import {
  connectionForm,
  makeWorld,
  personIn,
  type TestServerOptions,
  type World,
} from "../../testing/index.ts";
import { idIn, type Script, scriptOf } from "../../testing/rest-client.ts";

const TOKEN = "token-of-the-sample-service";

/** A server, a third-party service, and scripts of several people. */
export interface RestWorld extends World {
  readonly sample: Sample;
  /** Of the owner. */
  readonly script: Script;
  /** Of a viewer in Berlin. */
  readonly viewer: Script;
  /** Of an analyst in Berlin. */
  readonly analyst: Script;
  /** Of an admin in Oslo, who is no member of Berlin. */
  readonly stranger: Script;
  readonly nobody: Script;
  readonly intel: { readonly integrationId: number; readonly connectionId: number };
  close(): Promise<void>;
}

export async function makeRestWorld(options: TestServerOptions = {}): Promise<RestWorld> {
  const sample = await startSample({ token: TOKEN, control: true });
  const world = await makeWorld(options);
  const { server, owner, sites } = world;
  const tokenOf = async (person: typeof owner): Promise<Script> => {
    const { token } = await person.api.tokens.create.mutate({ name: "ci" });
    return scriptOf(server.url, token);
  };
  const script = await tokenOf(owner);
  // Without the sample the catalogue shows it once there is a connection of it.
  const { id } = await server.database.prisma.integration.findUniqueOrThrow({
    where: { key: "sample-intel" },
  });
  const created = await script.call("POST", "/api/connections", {
    integrationId: id,
    form: sampleForm(sample, sites.berlin),
  });
  return {
    ...world,
    sample,
    script,
    viewer: await tokenOf(await personIn(world, "Vera Viewer", sites.berlin, "viewer")),
    analyst: await tokenOf(await personIn(world, "Anna Analyst", sites.berlin, "analyst")),
    stranger: await tokenOf(await personIn(world, "Stig Stranger", sites.oslo, "admin")),
    nobody: scriptOf(server.url, ""),
    intel: { integrationId: id, connectionId: idIn(created.body) },
    close: async () => {
      await server.close();
      await sample.close();
    },
  };
}

/** The form of a connection to the sample service. */
export function sampleForm(sample: Sample, siteId: number, name = "intel") {
  return connectionForm({
    name,
    siteId,
    requestUrl: sample.url,
    authMethod: "bearer",
    bearerToken: TOKEN,
    testPath: "v1/status",
  });
}

/** Makes a playbook of a document and publishes it. */
export async function published(world: RestWorld, document: unknown): Promise<number> {
  const { script, sites } = world;
  const created = await script.call("POST", "/api/playbooks", {
    name: "Of a script",
    siteId: sites.berlin,
    document,
  });
  const id = idIn(created.body);
  const done = await script.call("POST", `/api/playbooks/${id}/publish`, {});
  if (done.status !== 200) throw new Error(done.text);
  return id;
}

/** Start, one action, by default of the sample service, End with its output. */
export function oneAction(
  connectionId: number,
  command = "ip reputation",
  parameters: Readonly<Record<string, string>> = { ip: "{{playbook_input:#i_ip}}" },
  output = "#b_act:action_result.data.*.score",
  integrationKey = "sample-intel",
) {
  const block = (id: string, type: string, name: string, y: number, config: object) => ({
    id,
    type,
    version: 1,
    name,
    position: { x: 0, y },
    note: "",
    config,
  });
  const input = { id: "i_ip", name: "ip", dataType: "string", required: false, description: "" };
  return {
    formatVersion: 1,
    name: "One action",
    description: "",
    blocks: [
      block("b_start", "start", "start_1", 0, {
        inputs: [{ ...input, contains: ["ip"], default: "203.0.113.66" }],
      }),
      block("b_act", "action", "act_1", 96, {
        integrationKey,
        command,
        connectionIds: [connectionId],
        parameters,
        handle: "a handle",
        waitSeconds: 3600,
        repeatSafe: false,
      }),
      block("b_end", "end", "end_1", 224, {
        outputs: [{ id: "o_1", name: "found", value: output }],
      }),
    ],
    callbacks: [
      { id: "c_1", source: "b_start", port: "next", target: "b_act" },
      { id: "c_2", source: "b_act", port: "success", target: "b_end" },
    ],
  };
}
