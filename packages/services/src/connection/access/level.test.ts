import { describe, expect, it } from "vitest";
import type { MembershipOf } from "../../permissions/actor.ts";
import { type Guarded, levelInSite, levelOf, type PermissionEntry, sitesSeeing } from "./level.ts";

const sites = [
  { id: 1, name: "Berlin", kind: "internal" },
  { id: 2, name: "Oslo", kind: "internal" },
  { id: 3, name: "Acme", kind: "client" },
];
const person = (...memberships: MembershipOf[]) => ({ userId: "anna", memberships });
const inSite = (siteId: number | null, permissions: PermissionEntry[] = []): Guarded => ({
  scope: siteId === null ? "share_internal" : "site",
  siteId,
  permissions,
});
const names = (level: string, userId: string | null, role: string | null = null) => ({
  userId,
  role,
  level,
});

describe("who sees a connection", () => {
  it("A16: one site's connection is seen by that site alone", () => {
    expect(sitesSeeing(inSite(1), sites).map(({ name }) => name)).toEqual(["Berlin"]);
  });
  it("A15: one shared to internal sites is seen by all of them and by no client site", () => {
    expect(sitesSeeing(inSite(null), sites).map(({ name }) => name)).toEqual(["Berlin", "Oslo"]);
  });
  it("A14: for who is in other sites only it does not exist", () => {
    expect(levelOf(person({ siteId: 2, role: "owner" }), inSite(1), sites)).toBeNull();
    expect(levelOf(person({ siteId: 3, role: "admin" }), inSite(null), sites)).toBeNull();
  });
});

describe("the level on a connection whose permissions name nobody", () => {
  it.each([
    ["viewer", "none"],
    ["analyst", "use"],
    ["editor", "use"],
    ["admin", "manage"],
    ["owner", "manage"],
  ] as const)("is for %s: %s", (role, level) => {
    expect(levelOf(person({ siteId: 1, role }), inSite(1), sites)).toBe(level);
    expect(levelOf(person({ siteId: null, role }), inSite(1), sites)).toBe(level);
    expect(levelInSite(person({ siteId: 1, role }), inSite(1), 1)).toBe(level);
  });
});

describe("A21: the level on a connection that names people or roles", () => {
  it.each([
    ["viewer", [names("manage", "anna")], "none"],
    ["analyst", [names("use", "anna")], "use"],
    ["analyst", [names("manage", "anna")], "use"],
    ["analyst", [names("use", "ben")], "none"],
    ["analyst", [names("use", null, "analyst")], "use"],
    ["analyst", [names("use", null, "editor")], "none"],
    ["editor", [names("use", null, "analyst")], "use"],
    ["editor", [names("use", "anna"), names("edit", null, "editor")], "edit"],
    ["editor", [names("manage", "anna")], "manage"],
    ["editor", [names("use", "ben")], "none"],
    ["admin", [names("use", "ben")], "manage"],
  ] as const)("is for a person with role %s and entries %j: %s", (role, entries, level) => {
    expect(levelOf(person({ siteId: 1, role }), inSite(1, [...entries]), sites)).toBe(level);
    expect(levelInSite(person({ siteId: 1, role }), inSite(1, [...entries]), 1)).toBe(level);
  });
});

describe("a connection shared to internal sites", () => {
  it("is managed by who administers all of them, not by an admin of one", () => {
    expect(levelOf(person({ siteId: 1, role: "admin" }), inSite(null), sites)).toBe("use");
    expect(
      levelOf(
        person({ siteId: 1, role: "admin" }, { siteId: 2, role: "admin" }),
        inSite(null),
        sites,
      ),
    ).toBe("manage");
    expect(levelOf(person({ siteId: null, role: "admin" }), inSite(null), sites)).toBe("manage");
  });
});

it("a run in a site its person is no member of may use nothing there", () => {
  expect(levelInSite(person({ siteId: 2, role: "admin" }), inSite(null), 1)).toBe("none");
});
