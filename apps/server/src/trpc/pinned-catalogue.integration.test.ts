import { blocksByType } from "@callbook/blocks/specs";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { declared as declaredOfProgram } from "../process/declared.ts";
import { after, before, ChangingWorld, looking, newcomer } from "../testing/changing-world.ts";
import { refusalOf } from "../testing/index.ts";
import { actionBlock, block, debugBlock, straight } from "../testing/playbooks.ts";

let world: ChangingWorld;

beforeAll(async () => {
  world = await ChangingWorld.make();
}, 60_000);
afterAll(() => world.close());
beforeEach(() => world.become(before));

describe("an integration that changes after something was published with it", () => {
  it("does not change what the revision runs: its inputs are those of then", async () => {
    const pinned = await world.current();
    const { id } = await world.publish([looking({ ip: "192.0.2.1" })]);
    await world.become(after);
    const { state, catalogueId } = await world.run(id);
    expect(state).toBe("succeeded");
    expect(world.sent()).toEqual({ ip: "192.0.2.1" });
    expect(catalogueId).toBe(pinned.id);
  });

  it("is what the draft is validated with, which must be mended before it is published again", async () => {
    const { id } = await world.publish([looking({ ip: "192.0.2.1" })]);
    await world.become(after);
    const problems = await world.owner.api.playbooks.validate.query({ id });
    expect(problems.map(({ code, field }) => `${code} ${field}`)).toEqual(
      expect.arrayContaining(["INPUT_REQUIRED address", "INPUT_UNKNOWN ip"]),
    );
    const refusal = await refusalOf(world.owner.api.playbooks.publish.mutate({ id }));
    expect(refusal).toMatchObject({ code: "INVALID" });
    const document = straight([looking({ address: "192.0.2.2" })]);
    await world.owner.api.playbooks.replace.mutate({ id, seq: 0, document });
    await world.owner.api.playbooks.publish.mutate({ id });
    expect((await world.run(id)).catalogueId).toBe((await world.current()).id);
    expect(world.sent()).toEqual({ address: "192.0.2.2", depth: "2" });
  });

  it("makes another revision of the same draft for the next test run", async () => {
    const id = await world.create([looking({ ip: "192.0.2.1", address: "192.0.2.9" })]);
    const { revisionId } = await world.test(id);
    expect((await world.test(id)).revisionId).toBe(revisionId);
    expect(world.sent()).toEqual({ ip: "192.0.2.1" });
    await world.become(after);
    expect((await world.test(id)).revisionId).not.toBe(revisionId);
    expect(world.sent()).toEqual({ address: "192.0.2.9", depth: "2" });
  });

  it("does not bring a newcomer into a revision that asks every integration which offers the command", async () => {
    const { id } = await world.publish([looking({ ip: "192.0.2.1" }, null)]);
    const added = await world.connect(await world.become(newcomer), "new");
    const sends = world.echo.count();
    await world.run(id);
    expect(world.echo.count()).toBe(sends + 1);
    await world.owner.api.playbooks.publish.mutate({ id });
    await world.run(id);
    expect(world.echo.count()).toBe(sends + 3);
    await world.owner.api.connections.remove.mutate({ id: added, version: 1 });
  });

  it("shows an old run with what it was published with", async () => {
    const { id } = await world.publish([looking({ ip: "192.0.2.1" })]);
    const { catalogueId, revisionId } = await world.run(id);
    await world.become(after);
    const view = await world.owner.api.catalogue.get.query({ id: catalogueId ?? 0 });
    expect(view.integrations).toContainEqual(expect.objectContaining({ ...before }));
    const revision = await world.owner.api.playbooks.revision.query({ revisionId });
    expect(revision.catalogueId).toBe(catalogueId);
  });
});

describe("a revision that was published before catalogues were kept", () => {
  it("runs with the present one", async () => {
    const { id, revisionId } = await world.publish([
      looking({ ip: "192.0.2.1", address: "192.0.2.3" }),
    ]);
    await world.database.prisma.revision.update({
      where: { id: revisionId },
      data: { catalogueId: null },
    });
    expect(await world.run(id)).toMatchObject({ state: "succeeded", catalogueId: null });
    expect(world.sent()).toEqual({ ip: "192.0.2.1" });
    await world.become(after);
    expect(await world.run(id)).toMatchObject({ state: "succeeded", catalogueId: null });
    expect(world.sent()).toEqual({ address: "192.0.2.3", depth: "2" });
  });
});

describe("a program that does not have everything that a revision was published with", () => {
  it("fails a command whose code is gone, and says which", async () => {
    const named = await world.publish([
      actionBlock("b_look", {
        integrationKey: "made-up",
        command: "lookup",
        parameters: { ip: "192.0.2.1" },
        connectionIds: [world.connectionId],
      }),
    ]);
    const any = await world.publish([looking({ ip: "192.0.2.1" })]);
    await world.exchange({ declared: declaredOfProgram });
    const sends = world.echo.count();
    for (const { id } of [named, any]) {
      const details = await world.run(id);
      expect(details.state).toBe("failed");
      const { rows } = await world.owner.api.runs.executions.query({ id: details.id });
      expect(rows[0]?.failure).toMatchObject({
        class: "F-GONE",
        message: "The command lookup no longer exists",
      });
    }
    expect(world.echo.count()).toBe(sends);
    await world.exchange();
  });

  it("refuses to run blocks that it does not know, shows the revision, and leaves runs under way to one that knows them", async () => {
    const { id } = await world.publish([
      block("b_wait", "delay", { amount: 2, unit: "seconds" }),
      debugBlock("b_say"),
    ]);
    const other = await world.publish([block("b_wait", "delay", { amount: 1, unit: "seconds" })]);
    const { runId } = await world.owner.api.runs.start.mutate({ playbookId: id, inputs: {} });
    const state = async () => (await world.owner.api.runs.get.query({ id: runId })).state;
    await expect.poll(state).toBe("waiting");

    const blockTypes = new Map([...blocksByType].filter(([type]) => type !== "debug"));
    await world.exchange({ blockTypes });
    const refusal = await refusalOf(
      world.owner.api.runs.start.mutate({ playbookId: id, inputs: {} }),
    );
    expect(refusal).toMatchObject({
      code: "UNAVAILABLE",
      message: expect.stringContaining(
        'blocks of a type that is not known here: "debug" in version 1',
      ),
    });
    expect((await world.owner.api.runs.get.query({ id: runId })).document.blocks).toContainEqual(
      expect.objectContaining({ id: "b_say", type: "debug" }),
    );
    expect((await world.run(other.id)).state).toBe("succeeded");
    await expect
      .poll(() => world.logged.join("\n"), { timeout: 10_000 })
      .toContain("does not run here: it has blocks of a type that is not known here");
    expect((await world.owner.api.runs.get.query({ id: runId })).finishedAt).toBeNull();

    await world.exchange();
    await expect.poll(state, { timeout: 15_000 }).toBe("succeeded");
  });
});
