/** One database on which programs follow each other, and an integration that people made and change. */
import { isDeepStrictEqual } from "node:util";
import type { Block } from "@callbook/core/document";
import type { IntegrationManifest } from "@callbook/core/integration";
import type { Database } from "@callbook/db";
import { createTestDatabase } from "@callbook/db/testing";
import { migrateShell } from "@callbook/engine";
import { parseKeyring } from "@callbook/services/secret";
import { createServer, type RunningServer, type ServerOptions } from "../process/create-server.ts";
import { declared as ofProgram } from "../process/declared.ts";
import { createLog } from "../process/log.ts";
import { readSettings } from "../process/settings.ts";
import { type Echo, startEcho } from "./echo.ts";
import { connectionForm } from "./forms.ts";
import { declare, madeUp, sendingCommand, textInput } from "./made-up.ts";
import type { Person } from "./people.ts";
import { actionBlock, straight } from "./playbooks.ts";
import { clientOf } from "./trpc-client.ts";

/** What the integration is at first, and what becomes of it: its inputs are other ones. */
export const before = madeUp("made-up", { lookup: [textInput("ip")] });
export const after = madeUp("made-up", {
  lookup: [textInput("address"), textInput("depth", { required: false, default: "2", order: 1 })],
});
/** Another integration that offers the same command. */
export const newcomer = madeUp("newcomer", { lookup: [textInput("ip")] });

/** The program with the code of those integrations. */
export const declared = {
  ...ofProgram,
  runners: {
    ...ofProgram.runners,
    "made-up": { lookup: sendingCommand("lookup") },
    newcomer: { lookup: sendingCommand("lookup") },
  },
};

/** An action of the command that these integrations offer; `integrationKey` null: of all of them. */
export function looking(
  parameters: Record<string, string>,
  integrationKey: string | null = "made-up",
): Block {
  return actionBlock("b_look", { integrationKey, command: "lookup", parameters });
}

type Program = Partial<Pick<ServerOptions, "declared" | "blockTypes">>;
type Blocks = Parameters<typeof straight>[0];

const account = { email: "olga@example.org", password: "correct horse battery" };
const timing = { heartbeatMs: 200, leaseMs: 1000, sweepMs: 200, patienceMs: 500 };

export class ChangingWorld {
  readonly database: Database;
  readonly echo: Echo;
  /** Lines of the log of every program. */
  readonly logged: string[];
  server: RunningServer;
  /** Signed in at the program that runs. */
  owner: Person;
  siteId = 0;
  /** Of the integration that changes. */
  connectionId = 0;

  constructor(database: Database, echo: Echo, server: RunningServer, logged: string[]) {
    this.database = database;
    this.echo = echo;
    this.server = server;
    this.logged = logged;
    this.owner = { id: "", ...account, ...clientOf(server.url) };
  }

  /** The integration is `before`, with one connection. */
  static async make(): Promise<ChangingWorld> {
    const prepared = { name: "engine", run: migrateShell };
    const made = await createTestDatabase({ maxConnections: 20, prepared });
    const database: Database = { ...made, embedded: false, close: () => made.drop() };
    const logged: string[] = [];
    const [server, echo] = await Promise.all([start(database, logged, {}), startEcho()]);
    const world = new ChangingWorld(database, echo, server, logged);
    const { api } = world.owner;
    await api.session.setup.mutate({ name: "Olga Owner", ...account });
    world.siteId = (await api.sites.list.query())[0]?.id ?? 0;
    world.connectionId = await world.connect(await world.become(before), "made");
    return world;
  }

  /** Ends the program that runs, and starts another in its place; by default one that has all the code. */
  async exchange(program: Program = {}): Promise<void> {
    await this.server.close();
    this.server = await start(this.database, this.logged, program);
    const { api, cookie } = clientOf(this.server.url);
    await api.session.signIn.mutate(account);
    this.owner = { ...this.owner, api, cookie };
  }

  async close(): Promise<void> {
    await this.server.close();
    await this.echo.close();
    await this.database.close();
  }

  /** The integration is this from now on; resolves when the server knows. Answers its number. */
  async become(manifest: IntegrationManifest): Promise<number> {
    const { catalogues } = this.server.installation;
    const isDone = () => {
      const { integrations } = catalogues.current;
      const known = integrations.find(({ key }) => key === manifest.key);
      return isDeepStrictEqual(known?.commands, manifest.commands);
    };
    const id = await declare(this.database.prisma, manifest);
    const { promise, resolve } = Promise.withResolvers<void>();
    const end = catalogues.subscribe(() => isDone() && resolve());
    if (isDone()) resolve();
    await promise;
    end();
    return id;
  }

  async connect(integrationId: number, name: string): Promise<number> {
    const form = connectionForm({ name, siteId: this.siteId, requestUrl: this.echo.url });
    return (await this.owner.api.connections.create.mutate({ integrationId, form })).id;
  }

  /** What the server accepts now. */
  async current() {
    const view = await this.owner.api.catalogue.current.query({ known: null });
    if (view === null) throw new Error("there is always a catalogue");
    return view;
  }

  /** A playbook with these blocks in a row. Answers its number. */
  async create(blocks: Blocks): Promise<number> {
    const made = { name: "P", siteId: this.siteId, document: straight(blocks) };
    return (await this.owner.api.playbooks.create.mutate(made)).id;
  }

  async publish(blocks: Blocks): Promise<{ readonly id: number; readonly revisionId: number }> {
    const id = await this.create(blocks);
    return { id, ...(await this.owner.api.playbooks.publish.mutate({ id })) };
  }

  /** A run of what is published, to its end. */
  async run(playbookId: number) {
    const { runId } = await this.owner.api.runs.start.mutate({ playbookId, inputs: {} });
    return this.ended(runId);
  }

  /** A test run of the draft, to its end. */
  async test(playbookId: number) {
    const draft = { playbookId, seq: 0, inputs: {} };
    return this.ended((await this.owner.api.runs.startTest.mutate(draft)).runId);
  }

  async ended(runId: number) {
    await this.server.installation.engine.waitForEnd(runId, 15_000);
    return this.owner.api.runs.get.query({ id: runId });
  }

  /** The body of what was sent last. */
  sent(): unknown {
    return JSON.parse(this.echo.last().body);
  }
}

function start(database: Database, logged: string[], program: Program): Promise<RunningServer> {
  return createServer({
    settings: readSettings({ PORT: "0", CALLBOOK_SAMPLE: "0" }),
    keyring: () => parseKeyring("5a".repeat(32), "the test's key"),
    database,
    log: createLog("info", { write: (line: string) => void logged.push(line) }),
    timing,
    declared,
    ...program,
  });
}
