import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Context } from "../context.ts";
import type { MembershipOf } from "../permissions/index.ts";
import { actorOf, actorOfToken } from "../session/find-actor.ts";
import { joinByInvitation } from "../session/invitation.ts";
import { siteCreate, siteRename } from "../site/index.ts";
import {
  addConnection,
  freshName,
  openWorld,
  type PersonName,
  refusalOf,
  type World,
} from "../testing/world.ts";
import { tokenCreate, tokenRevoke } from "../token/index.ts";
import {
  userAdd,
  userDeactivate,
  userList,
  userReactivate,
  userRenewLink,
  userSetMemberships,
} from "./index.ts";

let world: World;
beforeAll(async () => {
  world = await openWorld();
}, 60_000);
afterAll(() => world.close());

async function add(who: PersonName, memberships: MembershipOf[], email = `${freshName()}@x.test`) {
  const input = { name: "Anna", email, memberships };
  return userAdd.run({ context: await world.as(who), input });
}

const inBerlin = (role: MembershipOf["role"]): MembershipOf => ({
  siteId: world.sites.berlin,
  role,
});
const inOslo = (role: MembershipOf["role"]): MembershipOf => ({ siteId: world.sites.oslo, role });
const everywhere = (role: MembershipOf["role"]): MembershipOf => ({ siteId: null, role });

describe("roles that are given to a person who is added", () => {
  it.each<[string, PersonName, () => MembershipOf[], string, RegExp]>([
    ["none", "owner", () => [], "INVALID", /at least one site/],
    ["two in one site", "owner", () => [inBerlin("viewer"), inBerlin("editor")], "INVALID", /one/],
    ["owner of one site", "owner", () => [inBerlin("owner")], "INVALID", /whole installation/],
    ["in a site of others", "admin", () => [inOslo("viewer")], "NOT_FOUND", /no such site/],
    [
      "in a site that is not there",
      "owner",
      () => [{ siteId: 999, role: "viewer" }],
      "NOT_FOUND",
      /no such site/,
    ],
    ["in all sites", "admin", () => [everywhere("viewer")], "FORBIDDEN", /admin of all sites/],
    ["above one's own", "chief", () => [everywhere("owner")], "FORBIDDEN", /above his own/],
  ])("%s, given by the %s: refused", async (_what, who, memberships, code, says) => {
    const before = await world.installation.db.user.count();
    const refusal = await refusalOf(add(who, memberships()));
    expect(refusal).toMatchObject({ code, message: expect.stringMatching(says) });
    expect(await world.installation.db.user.count()).toBe(before);
  });

  it("in a site where one is no admin, though one is elsewhere: refused", async () => {
    const id = await world.addPerson([inBerlin("admin"), inOslo("editor")]);
    const actor = { ...(await world.as("admin")).actor, userId: id };
    const context = {
      ...(await world.as("admin")),
      actor: { ...actor, memberships: [inBerlin("admin"), inOslo("editor")] },
    };
    const input = { name: "Anna", email: "both@x.test", memberships: [inOslo("viewer")] };
    expect(await refusalOf(userAdd.run({ context, input }))).toMatchObject({
      code: "FORBIDDEN",
      message: "Only an admin of that site may give roles in it.",
    });
  });

  it("up to one's own: given, with a link of which only a hash is kept", async () => {
    const { id, link } = await add("admin", [inBerlin("admin")]);
    const token = link.slice(link.lastIndexOf("/") + 1);
    const { db } = world.installation;
    const invitation = await db.invitation.findFirstOrThrow({ where: { userId: id } });
    expect(Buffer.from(invitation.tokenHash).toString("base64url")).not.toContain(token);
    const audited = await db.auditEntry.findMany({ where: { subjectId: id } });
    expect(audited.map(({ detail }) => JSON.stringify(detail)).join()).not.toContain(token);
  });

  it("to somebody whose e-mail address is taken: refused with the field", async () => {
    await add("owner", [inBerlin("viewer")], "taken@x.test");
    const again = await refusalOf(add("owner", [inBerlin("viewer")], "taken@x.test"));
    expect(again).toMatchObject({ code: "INVALID", paths: ["email"] });
  });
});

describe("the e-mail address of somebody whom one cannot list", () => {
  const shown = async (who: PersonName, id: string) =>
    (await userList.run({ context: await world.as(who), input: undefined })).find(
      (person) => person.id === id,
    );

  it("is answered as any other, and is asked for when the link is used", async () => {
    const email = "far.away@x.test";
    await add("owner", [inOslo("viewer")], email);
    const added = await add("admin", [inBerlin("viewer")], email);
    const other = await add("admin", [inBerlin("viewer")], "nobody.has.it@x.test");
    expect(Object.keys(added)).toEqual(Object.keys(other));
    expect(await shown("admin", added.id)).toMatchObject({ email, invited: true });
    const token = added.link.slice(added.link.lastIndexOf("/") + 1);
    const used = joinByInvitation(world.installation, { token, password: "a long password" });
    expect(await refusalOf(used)).toMatchObject({
      code: "CONFLICT",
      message: expect.stringContaining("has an account already"),
    });
  });

  it("is his who has the link when it has become free, and is told as taken to who can list both", async () => {
    const email = "moving@x.test";
    const first = await add("owner", [inOslo("viewer")], email);
    const second = await add("admin", [inBerlin("viewer")], email);
    for (const who of ["admin", "owner"] as const)
      expect(await refusalOf(add(who, [inBerlin("viewer")], email))).toMatchObject({
        code: "INVALID",
        paths: ["email"],
      });
    const { db } = world.installation;
    await db.user.update({ where: { id: first.id }, data: { email: "moved@x.test" } });
    const token = second.link.slice(second.link.lastIndexOf("/") + 1);
    expect(
      await joinByInvitation(world.installation, { token, password: "a long password" }),
    ).toEqual({ email });
    expect(await db.user.findUniqueOrThrow({ where: { id: second.id } })).toMatchObject({ email });
  });
});

describe("a person's account", () => {
  it("is not changed by an admin of one of his sites alone", async () => {
    const id = await world.addPerson([inBerlin("viewer"), inOslo("viewer")]);
    const context = await world.as("admin");
    for (const verb of [userDeactivate, userReactivate, userRenewLink])
      expect(await refusalOf(verb.run({ context, input: { id } }))).toMatchObject({
        code: "FORBIDDEN",
        message: expect.stringContaining("an admin of all of them"),
      });
  });

  it("of an owner is changed by an owner only", async () => {
    const id = await world.addPerson([everywhere("owner")]);
    const context = await world.as("chief");
    const says = { code: "FORBIDDEN", message: "Only an owner may change an owner's account." };
    const roles = { id, memberships: [everywhere("viewer")] };
    expect(await refusalOf(userDeactivate.run({ context, input: { id } }))).toMatchObject(says);
    expect(await refusalOf(userSetMemberships.run({ context, input: roles }))).toMatchObject(says);
    const owner = await world.as("owner");
    expect(await userDeactivate.run({ context: owner, input: { id } })).toEqual({ id });
  });

  it("is not deactivated by himself", async () => {
    const context = await world.as("owner");
    const input = { id: world.idOf("owner") };
    expect(await refusalOf(userDeactivate.run({ context, input }))).toMatchObject({
      code: "CONFLICT",
    });
  });

  it("loses sessions and unused links when it is deactivated, and has its roles when it is back", async () => {
    const { db } = world.installation;
    const { id } = await add("admin", [inBerlin("editor")]);
    await db.session.create({
      data: { id: "s_1", token: "t", userId: id, expiresAt: new Date("2100-01-01") },
    });
    const context = await world.as("admin");
    await userDeactivate.run({ context, input: { id } });
    expect(await db.session.count({ where: { userId: id } })).toBe(0);
    expect(await db.invitation.count({ where: { userId: id } })).toBe(0);
    expect(await refusalOf(userRenewLink.run({ context, input: { id } }))).toMatchObject({
      code: "CONFLICT",
      message: "This person is deactivated. Reactivate the account first.",
    });
    await userReactivate.run({ context, input: { id } });
    const { memberships, deactivatedAt } = await db.user.findUniqueOrThrow({
      where: { id },
      include: { memberships: true },
    });
    expect({ deactivatedAt, roles: memberships.map(({ role }) => role) }).toEqual({
      deactivatedAt: null,
      roles: ["editor"],
    });
  });

  it("has no API token that lives again when he is back", async () => {
    const { db } = world.installation;
    const id = await world.addPerson([inBerlin("editor")]);
    const his = { ...(await world.as("editor")).actor, userId: id };
    const make = () =>
      tokenCreate.run({
        context: { ...world.installation, actor: his },
        input: { name: "script" },
      });
    const before = await make();
    const context = await world.as("admin");
    await userDeactivate.run({ context, input: { id } });
    // A request of his that was under way meanwhile, or a version that revoked none.
    const meanwhile = await make();
    await userReactivate.run({ context, input: { id } });
    for (const { token } of [before, meanwhile])
      expect(await actorOfToken(world.installation, token)).toBeNull();
    expect(await actorOfToken(world.installation, (await make()).token)).not.toBeNull();
    expect(await db.user.count({ where: { id, deactivatedAt: null } })).toBe(1);
  });

  it.each<[string, (context: Context, id: string) => Promise<unknown>]>([
    ["deactivate", (context, id) => userDeactivate.run({ context, input: { id } })],
    [
      "demote",
      (context, id) =>
        userSetMemberships.run({ context, input: { id, memberships: [everywhere("viewer")] } }),
    ],
  ])("of two who %s each other at once, one stays as he is", async (_what, end) => {
    for (let round = 0; round < 20; round += 1) {
      const ids = [
        await world.addPerson([everywhere("owner")]),
        await world.addPerson([everywhere("owner")]),
      ] as const;
      const [first, second] = await Promise.all(ids.map((id) => actorOf(world.installation, id)));
      if (first == null || second == null) throw new Error("an owner is gone");
      const outcomes = await Promise.allSettled([
        end({ ...world.installation, actor: first }, ids[1]),
        end({ ...world.installation, actor: second }, ids[0]),
      ]);
      expect(outcomes.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
      await world.installation.db.user.deleteMany({ where: { id: { in: [...ids] } } });
    }
  });

  it("has one role in all sites, and a connection one level for each, whoever writes them", async () => {
    const { db } = world.installation;
    const userId = await world.addPerson([everywhere("viewer")]);
    await expect(db.membership.create({ data: { userId, role: "owner" } })).rejects.toThrow(
      /Unique constraint/,
    );
    const connectionId = await addConnection(world, {
      permissions: [
        { userId: null, role: "analyst", level: "use" },
        { userId, role: null, level: "use" },
      ],
    });
    for (const entry of [{ role: "analyst" }, { userId }])
      await expect(
        db.connectionPermission.create({ data: { connectionId, level: "manage", ...entry } }),
      ).rejects.toThrow(/Unique constraint/);
  });

  it("has one link that works: a new one ends the one before", async () => {
    const { id } = await add("admin", [inBerlin("viewer")]);
    await userRenewLink.run({ context: await world.as("admin"), input: { id } });
    expect(await world.installation.db.invitation.count({ where: { userId: id } })).toBe(1);
  });
});

describe("a person's roles", () => {
  it("are set in the sites that one administers, and stay as they are elsewhere", async () => {
    const id = await world.addPerson([inBerlin("viewer"), inOslo("editor")]);
    await userSetMemberships.run({
      context: await world.as("admin"),
      input: { id, memberships: [inBerlin("analyst")] },
    });
    const roles = await world.installation.db.membership.findMany({ where: { userId: id } });
    expect(roles.map(({ siteId, role }) => ({ siteId, role }))).toEqual(
      expect.arrayContaining([inBerlin("analyst"), inOslo("editor")]),
    );
    expect(roles).toHaveLength(2);
  });

  it("leave the installation an owner: what would take the last one is undone, and not audited", async () => {
    const { db } = world.installation;
    const id = world.idOf("owner");
    const context = await world.as("owner");
    const audited = await db.auditEntry.count();
    const input = { id, memberships: [everywhere("admin")] };
    expect(await refusalOf(userSetMemberships.run({ context, input }))).toMatchObject({
      code: "CONFLICT",
      message: expect.stringContaining("needs an owner"),
    });
    expect(await db.membership.findMany({ where: { userId: id } })).toMatchObject([
      { role: "owner", siteId: null },
    ]);
    expect(await db.auditEntry.count()).toBe(audited);
  });

  it("are told to the audit as they were given", async () => {
    const id = await world.addPerson([inBerlin("viewer")]);
    const memberships = [inBerlin("editor")];
    await userSetMemberships.run({ context: await world.as("admin"), input: { id, memberships } });
    const entry = await world.installation.db.auditEntry.findFirstOrThrow({
      where: { subjectId: id },
    });
    expect(entry.detail).toEqual({ memberships });
  });
});

describe("the name of a site", () => {
  it("is unique, ignoring case, for new ones and for old ones", async () => {
    const context = await world.as("owner");
    const taken = { code: "INVALID", paths: ["name"] };
    const creating = siteCreate.run({ context, input: { name: "BERLIN", kind: "client" } });
    expect(await refusalOf(creating)).toMatchObject(taken);
    const renamed = siteRename.run({ context, input: { id: world.sites.oslo, name: "berlin" } });
    expect(await refusalOf(renamed)).toMatchObject(taken);
  });

  it("is told to the audit as it was and as it is", async () => {
    const { id } = await siteCreate.run({
      context: await world.as("chief"),
      input: { name: "Paris", kind: "internal" },
    });
    await siteRename.run({ context: await world.as("chief"), input: { id, name: "Lyon" } });
    const entries = await world.installation.db.auditEntry.findMany({
      where: { subjectKind: "site", subjectId: String(id) },
      orderBy: { id: "asc" },
    });
    expect(entries.map(({ detail }) => detail)).toEqual([
      { name: "Paris", kind: "internal" },
      { from: "Paris", to: "Lyon" },
    ]);
  });
});

it("a token that is not there, and one of somebody else, are refused with the same words", async () => {
  const context = await world.as("viewer");
  const { id } = await world.installation.db.apiToken.create({
    data: {
      name: "x",
      userId: world.idOf("owner"),
      tokenHash: new Uint8Array([1]),
      prefix: "cbk_",
    },
  });
  const absent = await refusalOf(tokenRevoke.run({ context, input: { id: 999_999 } }));
  expect(await refusalOf(tokenRevoke.run({ context, input: { id } }))).toEqual(absent);
});
