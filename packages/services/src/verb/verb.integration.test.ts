import { createTestDatabase, type TestDatabase } from "@callbook/db/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import type { MembershipOf } from "../permissions/actor.ts";
import { Refusal } from "../refusal.ts";
import { anySite, siteOf } from "../site/subject.ts";
import { created, nothing, ofSubject } from "./audit.ts";
import { type Caller, none } from "./subject.ts";
import { type Change, changing, reading } from "./verb.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

function caller(...memberships: MembershipOf[]): Caller {
  const actor = { userId: "u_1", name: "Anna", email: "a@x.test", memberships, sessionId: null };
  return { db: database.prisma, actor };
}

const everywhere = caller.bind(null, { siteId: null, role: "owner" });
const Input = z.strictObject({ name: z.string() });
type Making = Change<Caller, typeof Input, null>;

/** Makes a site and remembers in the process that it did. */
function making(remembered: string[], fail: () => void = () => undefined) {
  return changing({
    name: "site.create",
    input: Input,
    subject: none,
    audit: created("site"),
    run: async ({ db, input: { name }, tell, afterwards }: Making) => {
      const nameKey = name.toLowerCase();
      const { id } = await db.site.create({ data: { name, nameKey, kind: "internal" } });
      tell({ detail: { name } });
      afterwards(() => remembered.push(name));
      fail();
      return { id };
    },
  });
}

describe("a verb that changes something", () => {
  it("is one transaction with its audit row, and the process remembers it afterwards", async () => {
    const remembered: string[] = [];
    const input = { name: "Berlin" };
    const { id } = await making(remembered).run({ context: everywhere(), input });
    const rows = await database.prisma.auditEntry.findMany({
      where: { subjectKind: "site", subjectId: String(id) },
    });
    expect(rows).toMatchObject([
      { userId: "u_1", action: "site.create", siteId: null, detail: { name: "Berlin" } },
    ]);
    expect(remembered).toEqual(["Berlin"]);
  });

  it("leaves nothing behind when it is refused: no row, no audit, no memory", async () => {
    const remembered: string[] = [];
    const verb = making(remembered, () => {
      throw new Refusal("CONFLICT", "Not now.");
    });
    const before = await database.prisma.auditEntry.count();
    await expect(verb.run({ context: everywhere(), input: { name: "Oslo" } })).rejects.toThrow(
      "Not now.",
    );
    expect(await database.prisma.site.count({ where: { name: "Oslo" } })).toBe(0);
    expect(await database.prisma.auditEntry.count()).toBe(before);
    expect(remembered).toEqual([]);
  });

  it("is not begun for who may not, nor for a text that cannot be kept", async () => {
    let begun = 0;
    const verb = making([], () => {
      begun += 1;
    });
    const viewer = caller({ siteId: null, role: "viewer" });
    await expect(verb.run({ context: viewer, input: { name: "Rome" } })).rejects.toThrow(
      "Only an admin of all sites may do this.",
    );
    await expect(verb.run({ context: everywhere(), input: { name: "\0" } })).rejects.toThrow(
      "a NUL character",
    );
    expect(begun).toBe(0);
  });
});

it("rights can be asked for without doing it", async () => {
  const verb = making([]);
  const input = { name: "Paris" };
  await verb.demand({ context: everywhere(), input });
  await expect(verb.demand({ context: caller(), input })).rejects.toThrow(Refusal);
  expect(await database.prisma.site.count({ where: { name: "Paris" } })).toBe(0);
});

it("a declaration that forgets something does not compile", () => {
  const id = z.strictObject({ id: z.int() });
  const siteId = z.strictObject({ siteId: z.int() });
  const run = async () => null;
  const declared = [
    // @ts-expect-error A verb of a site names a subject that lies in one.
    () => reading({ name: "playbook.open", input: id, subject: none, run }),
    // @ts-expect-error What everybody may do anywhere has no site to be asked for.
    () => reading({ name: "site.list", input: siteId, subject: siteOf("siteId"), run }),
    // @ts-expect-error The subject is named by the input.
    () => reading({ name: "playbook.open", input: id, subject: siteOf("siteId"), run }),
    // @ts-expect-error What is changed is audited, or it is said why not.
    () => changing({ name: "site.rename", input: id, subject: anySite, run }),
    // @ts-expect-error What was created is told by its id.
    () => changing({ name: "site.create", input: id, subject: none, audit: created("site"), run }),
    // @ts-expect-error There is no such verb in the table of roles.
    () => reading({ name: "site.dance", input: id, subject: none, run }),
    () => changing({ name: "site.rename", input: id, subject: anySite, audit: ofSubject, run }),
    () => changing({ name: "site.create", input: id, subject: none, audit: nothing("..."), run }),
  ];
  expect(declared).toHaveLength(8);
});
