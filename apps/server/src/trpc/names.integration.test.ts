import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  connectionForm,
  integrationId,
  makeWorld,
  refusalOf,
  type World,
} from "../testing/index.ts";
import { debugBlock, editorOf, straight } from "../testing/playbooks.ts";

const TURNED = "invoice\u202egpj.exe";

let world: World;
beforeAll(async () => {
  world = await makeWorld();
});
afterAll(() => world.server.close());

describe("123: names with characters that cannot be seen, and names that look like another", () => {
  it("are refused wherever somebody is asked for a name", async () => {
    const { owner, sites } = world;
    const { api } = owner;
    const rest = await integrationId(owner);
    const parameter = {
      fieldType: "text" as const,
      options: [],
      displayOrder: 1,
      sensitive: false,
    };
    const asked = [
      api.sites.create.mutate({ name: TURNED, kind: "internal" }),
      api.sites.rename.mutate({ id: sites.oslo, name: TURNED }),
      api.tokens.create.mutate({ name: TURNED }),
      api.users.add.mutate({ name: TURNED, email: "t@example.org", memberships: [] }),
      api.playbooks.create.mutate({ name: TURNED, siteId: sites.berlin }),
      api.integrations.addParameter.mutate({
        ...parameter,
        integrationId: rest,
        displayName: TURNED,
      }),
      api.connections.create.mutate({
        integrationId: rest,
        form: connectionForm({ name: TURNED, siteId: sites.berlin }),
      }),
    ];
    for (const refusal of await Promise.all(asked.map(refusalOf))) {
      expect(refusal.code).toBe("INVALID");
      expect(refusal.fields?.[0]?.path).toMatch(/name$/i);
      expect(refusal.fields?.[0]?.message).toContain("U+202E");
    }
  });

  it("cannot be brought by an edit, which is refused and leaves the others", async () => {
    const { owner, sites } = world;
    const { id } = await owner.api.playbooks.create.mutate({
      name: "Plain",
      siteId: sites.berlin,
      document: straight([debugBlock("b_a")]),
    });
    const editor = editorOf(owner, id, "names");
    const renamed = { kind: "setPlaybook", path: ["name"], from: "Plain", value: TURNED } as const;
    expect(await editor.apply(renamed, 0)).toMatchObject({
      status: "refused",
      message: expect.stringContaining("U+202E"),
    });
    // A filler is a letter for Unicode, and nothing for the eye.
    const block = { ...debugBlock("b_b"), name: "a\u3164" };
    const added = { kind: "addBlocks", blocks: [block], callbacks: [] } as const;
    expect(await editor.apply(added, 0)).toMatchObject({
      status: "refused",
      message: expect.stringContaining("U+3164"),
    });
    expect((await editor.open()).document.name).toBe("Plain");
  });

  it("are the names of others when they differ by nothing that is seen", async () => {
    const { owner, sites } = world;
    for (const name of ["BERLIN", "Ｂｅｒｌｉｎ", " Berlin "])
      expect(
        (await refusalOf(owner.api.sites.create.mutate({ name, kind: "internal" }))).fields,
      ).toEqual([{ path: "name", message: "another site has this name" }]);
    const rest = await integrationId(owner);
    const form = (name: string) => connectionForm({ name, siteId: sites.berlin });
    await owner.api.connections.create.mutate({ integrationId: rest, form: form("Filer") });
    const again = owner.api.connections.create.mutate({ integrationId: rest, form: form("ﬁler") });
    expect((await refusalOf(again)).fields?.[0]).toMatchObject({
      message: "Another connection is already called ﬁler",
    });
  });
});
