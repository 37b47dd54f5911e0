import { blocksByType } from "@callbook/blocks/specs";
import type { BlockSpec, Catalogue, PureBlock } from "@callbook/core/block";
import type { Block } from "@callbook/core/document";
import type { Database } from "@callbook/db";
import { createTestDatabase } from "@callbook/db/testing";
import { migrateShell } from "@callbook/engine";
import { createDrafts } from "@callbook/services/playbook";
import { parseKeyring } from "@callbook/services/secret";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { createServer, type RunningServer } from "../process/create-server.ts";
import { createLog } from "../process/log.ts";
import { readSettings } from "../process/settings.ts";
import { clientOf, type Person } from "../testing/index.ts";
import { debugBlock, editorOf, straight } from "../testing/playbooks.ts";

/** Debug as a later program has it: what is a message today is called a text there. */
const laterDebug = later(blocksByType.get("debug"));
const laterTypes = new Map([...blocksByType, ["debug", laterDebug]]);

function later(spec: BlockSpec | undefined): PureBlock {
  if (spec?.kind !== "pure") throw new Error("debug is a pure block");
  const { evaluate } = spec;
  return {
    ...spec,
    version: 2,
    config: z.strictObject({ text: z.string(), level: z.string() }),
    fields: [],
    upgradeConfig: new Map([
      [1, ({ message = "", ...config }: Block["config"]) => ({ ...config, text: message })],
    ]),
    problems: () => [],
    evaluate: ({ block, ...context }) => {
      const { text = "", ...config } = block.config;
      return evaluate({ ...context, block: { ...block, config: { ...config, message: text } } });
    },
  };
}

let database: Database;
let server: RunningServer;
let owner: Person;
let siteId: number;
/** Playbooks that today's program has left, one for each test. */
const left: number[] = [];
const password = "correct horse battery";

/** Both programs are started on one database, one after the other. */
beforeAll(async () => {
  const prepared = { name: "engine", run: migrateShell };
  const made = await createTestDatabase({ maxConnections: 20, prepared });
  database = { ...made, embedded: false, close: () => made.drop() };
  const today = await start(blocksByType);
  const browser = clientOf(today.url);
  const email = "olga@example.org";
  await browser.api.session.setup.mutate({ name: "Olga Owner", email, password });
  owner = { id: "", email, password, ...browser };
  siteId = (await owner.api.sites.list.query())[0]?.id ?? 0;
  for (let n = 0; n < 7; n++) left.push(await leaveOne());
  await today.close();
  server = await start(laterTypes);
  const { api, cookie } = clientOf(server.url);
  await api.session.signIn.mutate({ email, password });
  owner = { ...owner, api, cookie };
}, 60_000);
afterAll(async () => {
  await server.close();
  await database.close();
});

function start(blockTypes: Catalogue["blocks"]): Promise<RunningServer> {
  const settings = readSettings({ PORT: "0", CALLBOOK_SAMPLE: "0" });
  const keyring = () => parseKeyring("5a".repeat(32), "the test's key");
  return createServer({ settings, keyring, database, log: createLog("silent"), blockTypes });
}

/** A playbook that was published as it said "hello", and in which then something was taken away. */
async function leaveOne(): Promise<number> {
  const { api } = owner;
  const document = straight([debugBlock("b_say", "hello"), debugBlock("b_more", "more")]);
  const { id } = await api.playbooks.create.mutate({ name: "P", siteId, document });
  await api.playbooks.publish.mutate({ id });
  const tab = editorOf(owner, id, "today");
  await tab.apply({ kind: "removeBlocks", blockIds: ["b_more"] }, 0);
  const path = ["config", "message"];
  const set = { kind: "setField" as const, blockId: "b_say", path };
  await tab.apply({ ...set, from: "hello", value: "second" }, 1);
  return id;
}

function leftByToday(): number {
  const id = left.pop();
  if (id === undefined) throw new Error("there are more tests than playbooks");
  return id;
}

const configOf = (blocks: readonly Block[], id: string) => {
  const found = blocks.find((block) => block.id === id);
  return found === undefined ? null : { version: found.version, ...found.config };
};

const rowsOf = (playbookId: number) =>
  database.prisma.playbookOperation.findMany({
    where: { playbookId },
    orderBy: { seq: "asc" },
  });

const rename = { kind: "setField" as const, blockId: "b_say", path: ["config", "text"] };

describe("a draft whose blocks are of older versions", () => {
  it("opens with the present configurations, and nothing of its log changes by that", async () => {
    const id = leftByToday();
    const before = await rowsOf(id);
    const { seq, document } = await owner.api.playbooks.open.query({ id });
    expect(seq).toBe(2);
    expect(configOf(document.blocks, "b_say")).toEqual({
      version: 2,
      text: "second",
      level: "info",
    });
    expect(await owner.api.playbooks.validate.query({ id })).toEqual([]);
    expect(await rowsOf(id)).toEqual(before);
  });

  it("takes edits of the present configurations, and folds to the same document ever after", async () => {
    const id = leftByToday();
    const tab = editorOf(owner, id, "later");
    const done = await tab.apply({ ...rename, from: "second", value: "third" }, 2);
    expect(done).toMatchObject({ status: "applied", seq: 3 });
    await tab.apply({ ...rename, from: "third", value: "fourth" }, 3);
    const { document } = await tab.open();
    expect(configOf(document.blocks, "b_say")).toEqual({
      version: 2,
      text: "fourth",
      level: "info",
    });
    expect((await rowsOf(id)).slice(2).map(({ ack }) => ack)).toMatchObject([
      { upgraded: { debug: 2 } },
      { upgraded: {} },
    ]);
    expect(await foldedBy(laterTypes, id)).toEqual(document);
  });

  it("is not edited any more by a program that does not know what it was brought to", async () => {
    const id = leftByToday();
    await editorOf(owner, id, "later").apply({ ...rename, from: "second", value: "third" }, 2);
    await expect(foldedBy(blocksByType, id)).rejects.toMatchObject({
      code: "UNAVAILABLE",
      message: expect.stringMatching(/newer version of Callbook/),
    });
  });

  it("gets back what was taken away before, in its present version", async () => {
    const id = leftByToday();
    const tab = editorOf(owner, id, "later");
    expect(await tab.undo("today:1")).toMatchObject({ status: "applied", leftAlone: [] });
    const { document } = await tab.open();
    expect(configOf(document.blocks, "b_more")).toEqual({
      version: 2,
      text: "more",
      level: "info",
    });
  });
});

describe("a document of an older program", () => {
  it("is taken with the present configurations, as a new playbook or in place of a draft", async () => {
    const { playbooks } = owner.api;
    const document = straight([debugBlock("b_say", "from a file")]);
    const present = { version: 2, text: "from a file", level: "info" };
    const made = { name: "P", siteId, document };
    const { id } = await playbooks.create.mutate(made);
    const created = await playbooks.export.query({ id });
    expect(configOf(created.blocks, "b_say")).toEqual(present);
    const other = leftByToday();
    await playbooks.replace.mutate({ id: other, seq: 2, document });
    const replaced = await playbooks.export.query({ id: other });
    expect(configOf(replaced.blocks, "b_say")).toEqual(present);
  });
});

describe("a revision that an older program published", () => {
  it("runs here with its configurations upgraded, and is shown as it runs", async () => {
    const id = leftByToday();
    const { runs, playbooks } = owner.api;
    const { runId } = await runs.start.mutate({ playbookId: id, inputs: {} });
    const end = await server.installation.engine.waitForEnd(runId, 15_000);
    expect(end?.state).toBe("succeeded");
    const lines = (await runs.logs.query({ id: runId })).rows.map(({ text }) => text);
    expect(lines).toEqual(["hello", "more"]);
    const { document, revisionId } = await runs.get.query({ id: runId });
    expect(configOf(document.blocks, "b_say")).toEqual({
      version: 2,
      text: "hello",
      level: "info",
    });
    const revision = await playbooks.revision.query({ revisionId });
    expect(revision.document).toEqual(document);
  });

  it("is published anew with them", async () => {
    const id = leftByToday();
    const { revisionId } = await owner.api.playbooks.publish.mutate({ id });
    const row = await database.prisma.revision.findUniqueOrThrow({
      where: { id: revisionId },
    });
    expect(row.document).toMatchObject({
      blocks: [{ id: "b_start" }, { id: "b_say", version: 2, config: { text: "second" } }],
    });
  });
});

/** The draft as a process folds it that remembers nothing and has these types of block. */
async function foldedBy(blocks: Catalogue["blocks"], playbookId: number) {
  const { prisma } = database;
  const { headSeq } = await prisma.playbook.findUniqueOrThrow({ where: { id: playbookId } });
  const drafts = createDrafts(prisma, { blocks }, () => undefined);
  return (await drafts.at(prisma, playbookId, headSeq)).document;
}
