import { blocksByType } from "@callbook/blocks/specs";
import { openCatalogues } from "@callbook/services/catalogue";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import {
  after,
  before,
  ChangingWorld,
  declared,
  looking,
  newcomer,
} from "../testing/changing-world.ts";
import { refusalOf } from "../testing/index.ts";
import { openLive } from "../testing/live.ts";
import { declare, madeUp, textInput } from "../testing/made-up.ts";
import { block, debugBlock } from "../testing/playbooks.ts";
import { COMPATIBILITY } from "../version.ts";

let world: ChangingWorld;

beforeAll(async () => {
  world = await ChangingWorld.make();
}, 60_000);
afterAll(() => world.close());
beforeEach(() => world.become(before));

describe("the catalogue of a server", () => {
  it("lists block types with their versions, and integrations with their numbers, built in or made by people", async () => {
    const { blocks, integrations } = await world.current();
    expect(blocks).toEqual(
      [...blocksByType.values()].map(({ type, version }) => ({ type, version })),
    );
    const listed = await world.owner.api.integrations.list.query();
    expect(integrations).toEqual(
      expect.arrayContaining(
        listed.map(({ id, key, origin }) => expect.objectContaining({ id, key, origin })),
      ),
    );
    expect(integrations.map(({ origin }) => origin)).toContain("custom");
  });

  it("is not sent again to a page that has it, and stays to be read when another has followed", async () => {
    const view = await world.current();
    expect(await world.owner.api.catalogue.current.query({ known: view.id })).toBeNull();
    await world.become(after);
    expect((await world.owner.api.catalogue.current.query({ known: view.id }))?.id).not.toBe(
      view.id,
    );
    expect(await world.owner.api.catalogue.get.query({ id: view.id })).toEqual(view);
    const none = await refusalOf(world.owner.api.catalogue.get.query({ id: 99_999 }));
    expect(none.code).toBe("NOT_FOUND");
  });

  it("with the same content is one row, whoever comes to it and however often", async () => {
    const view = await world.current();
    await world.become(after);
    await world.become(before);
    expect((await world.current()).id).toBe(view.id);
    const { notices } = world.server.installation;
    const program = {
      db: world.database.prisma,
      notices,
      blocks: blocksByType,
      declared,
      compatibility: COMPATIBILITY,
      onError: (error: unknown) => expect.unreachable(String(error)),
    };
    const others = await Promise.all([openCatalogues(program), openCatalogues(program)]);
    expect(others.map((other) => other.current.id)).toEqual([view.id, view.id]);
    await Promise.all(others.map((other) => other.close()));
    const rows = await world.database.prisma.catalogue.findMany({ select: { hash: true } });
    expect(new Set(rows.map(({ hash }) => hash)).size).toBe(rows.length);
  });

  it("does not offer a command whose code the program does not have", async () => {
    const inputs = [textInput("ip")];
    const { prisma } = world.database;
    await declare(prisma, madeUp("made-up", { lookup: inputs, "lookup twice": inputs }));
    // Whoever has this one has the other.
    await world.become(newcomer);
    const { integrations } = await world.current();
    const offered = integrations.find(({ key }) => key === "made-up")?.commands;
    expect(offered?.map(({ name }) => name)).toEqual(["lookup"]);
  });

  it("has another version when a connection parameter is added, and tells pages that are open", async () => {
    const view = await world.current();
    const stream = openLive(world.server.url, world.owner, ["catalogue"]);
    await expect
      .poll(() => stream.messages)
      .toEqual([{ topic: "catalogue", catalogueId: view.id }]);
    const [integration] = await world.owner.api.integrations.list.query();
    await world.owner.api.integrations.addParameter.mutate({
      integrationId: integration?.id ?? 0,
      displayName: "Doc test",
      fieldType: "text",
      options: [],
      displayOrder: 1,
      sensitive: false,
    });
    await expect.poll(() => stream.messages).toHaveLength(2);
    const now = await world.current();
    expect(stream.messages.at(-1)).toEqual({ topic: "catalogue", catalogueId: now.id });
    expect(now.integrations.find(({ id }) => id === integration?.id)?.parameters).toEqual([
      { name: "DOC_TEST", displayName: "Doc test", fieldType: "text", sensitive: false },
    ]);
    stream.close();
  });
});

describe("a page that has validated with another version of the catalogue", () => {
  it("is told that the integrations have changed, where that makes the difference", async () => {
    const seen = (await world.current()).id;
    const id = await world.create([looking({ ip: "192.0.2.1" })]);
    await world.become(after);
    const publish = (catalogueId?: number) =>
      refusalOf(world.owner.api.playbooks.publish.mutate({ id, catalogueId }));
    const start = refusalOf(
      world.owner.api.runs.startTest.mutate({
        playbookId: id,
        seq: 0,
        inputs: {},
        catalogueId: seen,
      }),
    );
    const changed = "The integrations have changed since this page read them. ";
    expect((await publish(seen)).message).toMatch(new RegExp(`^${changed}.*address is required`));
    expect((await start).message).toContain(changed);
    expect((await publish((await world.current()).id)).message).not.toContain(changed);
    expect((await publish()).message).not.toContain(changed);
    expect((await publish(99_999)).message).not.toContain(changed);
  });

  it("hears nothing of it while that makes none", async () => {
    const seen = (await world.current()).id;
    const fine = await world.create([debugBlock("b_say")]);
    const wrong = await world.create([block("b_odd", "teleport", {})]);
    await world.become(after);
    await world.owner.api.playbooks.publish.mutate({ id: fine, catalogueId: seen });
    const refusal = await refusalOf(
      world.owner.api.playbooks.publish.mutate({ id: wrong, catalogueId: seen }),
    );
    expect(refusal.message).toMatch(/^This playbook has problems/);
  });
});
