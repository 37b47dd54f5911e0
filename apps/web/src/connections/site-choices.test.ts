import { describe, expect, it } from "vitest";
import { siteChoices } from "./site-choices.ts";

const berlin = { id: 1, name: "Berlin", kind: "internal", mayConnect: true } as const;
const oslo = { id: 2, name: "Oslo", kind: "internal", mayConnect: false } as const;
const labels = (...given: Parameters<typeof siteChoices>) =>
  siteChoices(...given).map(({ label }) => label);

describe("A14 A15: the menu Site", () => {
  it("offers the sites in which the person may have connections", () => {
    expect(labels({ sites: [berlin, oslo], mayShare: false }, null)).toEqual(["Berlin"]);
  });

  it("offers sharing to who administers every internal site", () => {
    const sites = [berlin, { ...oslo, mayConnect: true }];
    expect(labels({ sites, mayShare: true }, null)).toEqual([
      "Berlin",
      "Oslo",
      "Share to Internal Sites",
    ]);
  });

  it.each([
    [2, ["Berlin", "Oslo"]],
    ["share_internal" as const, ["Berlin", "Share to Internal Sites"]],
  ])("still names what the connection is saved with: %s", (saved, expected) => {
    expect(labels({ sites: [berlin, oslo], mayShare: false }, saved)).toEqual(expected);
  });
});
