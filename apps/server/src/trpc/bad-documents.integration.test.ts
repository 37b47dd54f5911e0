import { FORMAT_VERSION, type PlaybookDocument } from "@callbook/core/document";
import { OPERATION_VERSION } from "@callbook/core/operation";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeWorld, refusalOf, type World } from "../testing/index.ts";
import { debugBlock, straight } from "../testing/playbooks.ts";
import { rawCall } from "../testing/raw-call.ts";

let world: World;
beforeAll(async () => {
  world = await makeWorld();
});
afterAll(() => world.server.close());

const good = straight([debugBlock("b_a")]);
const json = JSON.stringify(good);
const [start, debug] = good.blocks;
const changed = (
  change: (document: PlaybookDocument & Record<string, unknown>) => void,
): unknown => {
  const copy = structuredClone(good) as PlaybookDocument & Record<string, unknown>;
  change(copy);
  return copy;
};
const deep = (): unknown => {
  let value: unknown = 1;
  for (let n = 0; n < 200; n++) value = [value];
  return changed(({ blocks }) => Object.assign(blocks[1]?.config ?? {}, { deep: value }));
};

describe("80 81 82: a document that is not one is refused with the path, and nothing is saved", () => {
  it.each<[string, unknown, string]>([
    ["text that is no JSON", "{", ""],
    ["a list", [], ""],
    ["a number", 7, ""],
    [
      "another format version",
      changed((one) => Object.assign(one, { formatVersion: 99 })),
      "formatVersion",
    ],
    ["a key nobody knows", changed((one) => Object.assign(one, { extra: 1 })), ""],
    [
      "a block in one that is not there",
      changed(({ blocks }) => Object.assign(blocks[1] ?? {}, { parent: "b_zz" })),
      "blocks.b_a.parent",
    ],
    [
      "two blocks of one id",
      { ...good, blocks: [start, debug, { ...debug, name: "other" }] },
      "blocks.b_a.id",
    ],
    [
      "two blocks of one name",
      { ...good, blocks: [start, debug, { ...debug, id: "b_c" }] },
      "blocks.b_c.name",
    ],
    [
      "a callback to nowhere",
      changed(({ callbacks }) => Object.assign(callbacks[0] ?? {}, { target: "b_zz" })),
      "callbacks.c_1.target",
    ],
    [
      "an id that is hasOwnProperty",
      changed(({ blocks }) => Object.assign(blocks[1] ?? {}, { id: "hasOwnProperty" })),
      "blocks",
    ],
    [
      "10,000 blocks",
      { ...good, blocks: Array.from({ length: 10_000 }, (_, n) => debugBlock(`b_n${n}`)) },
      "blocks",
    ],
    ["200 levels of nesting", deep(), "blocks"],
  ])("%s", async (_what, document, path) => {
    const { owner, server, sites } = world;
    const before = await server.database.prisma.playbook.count();
    const create = owner.api.playbooks.create.mutate({
      name: "Bad",
      siteId: sites.berlin,
      document,
    });
    const refusal = await refusalOf(create);
    expect(refusal.code).toBe("INVALID");
    expect(refusal.fields?.[0]?.path ?? "").toMatch(new RegExp(`^${path.replaceAll(".", "\\.")}`));
    expect(await server.database.prisma.playbook.count()).toBe(before);
    expect(Object.prototype).not.toHaveProperty("polluted");
  });

  it.each([
    ["__proto__", '"__proto__":{"polluted":true},'],
    ["constructor", '"constructor":{"prototype":{"polluted":true}},'],
  ])("a %s key, as a browser of ours would never send it", async (_key, text) => {
    const { owner, server, sites } = world;
    const document = json.replace('"message"', `${text}"message"`);
    const body = `{"json":{"name":"Bad","siteId":${sites.berlin},"document":${document}}}`;
    const answer = await rawCall(server.url, "playbooks.create", "mutation", body, owner.cookie());
    expect(answer.code).toBe("INVALID");
    expect(answer.text).toMatch(/not allowed/);
    expect({}).not.toHaveProperty("polluted");
    const operation = `{"kind":"setField","blockId":"b_a","path":["config","x"],"value":{${text.slice(0, -1)}}}`;
    const { id } = await owner.api.playbooks.create.mutate({ name: "Good", siteId: sites.berlin });
    const envelope = `{"v":${OPERATION_VERSION},"id":"t:1","baseSeq":0,"formatVersion":${FORMAT_VERSION},"label":"x","undoes":null,"operation":${operation}}`;
    const apply = `{"json":{"id":${id},"operations":[${envelope}]}}`;
    const done = await rawCall(
      server.url,
      "playbooks.applyOperations",
      "mutation",
      apply,
      owner.cookie(),
    );
    expect(done.text).toMatch(/"status":"refused"|"code":"INVALID"/);
    expect((await owner.api.playbooks.open.query({ id })).seq).toBe(0);
  });

  it("replacing by one leaves the playbook as it was", async () => {
    const { owner, sites } = world;
    const { id } = await owner.api.playbooks.create.mutate({
      name: "Good",
      siteId: sites.berlin,
      document: good,
    });
    const replace = owner.api.playbooks.replace.mutate({
      id,
      seq: 0,
      document: { ...good, blocks: [debug, debug] },
    });
    expect((await refusalOf(replace)).code).toBe("INVALID");
    const { document, seq } = await owner.api.playbooks.open.query({ id });
    expect({ seq, blocks: document.blocks.length }).toEqual({ seq: 0, blocks: 2 });
  });

  it("texts that PostgreSQL cannot keep are refused, not lost and no bug", async () => {
    const { owner, server, sites } = world;
    for (const message of ["NUL \u0000", "half \ud800"]) {
      const document = straight([debugBlock("b_a", message)]);
      const create = owner.api.playbooks.create.mutate({
        name: "NUL",
        siteId: sites.berlin,
        document,
      });
      expect((await refusalOf(create)).code).toBe("INVALID");
    }
    expect(server.logged.filter((line) => line.includes('"level":"error"'))).toEqual([]);
  });
});
