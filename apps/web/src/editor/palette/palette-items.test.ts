import { newBlock, newDocument } from "@callbook/core/document";
import { expect, it } from "vitest";
import { pageCatalogue } from "../../catalogue/page-catalogue.ts";
import { catalogue, catalogueView } from "../../catalogue/testing/catalogue.ts";
import type { CommandOffer } from "../open-playbook/index.ts";
import { paletteGroups } from "./palette-items.ts";

const empty = newDocument({ name: "New" });

const offers: CommandOffer[] = catalogue.integrations.flatMap((integration, index) =>
  integration.commands.map((command) => ({
    integrationId: index + 1,
    integrationKey: integration.key,
    integrationName: integration.name,
    command,
    connections: [{ id: index + 1, name: `connection_${index}`, siteNames: [], active: true }],
  })),
);
const labels = (search: string) =>
  paletteGroups(catalogue, offers, empty, search).flatMap((group) =>
    group.items.map((item) => item.label),
  );

it("offers each command name once, with the connections of all who offer it", () => {
  const groups = paletteGroups(catalogue, offers, empty, "");
  const reputation = groups
    .flatMap((group) => group.items)
    .find((item) => item.label === "file reputation");
  expect(reputation).toMatchObject({
    connections: 2,
    choice: { config: { command: "file reputation", integrationKey: null } },
  });
  expect(labels("")).not.toContain("Test Connection");
});

it("a command of one integration alone is bound to it", () => {
  const [group] = paletteGroups(catalogue, offers, empty, "geolocate ip");
  expect(group?.items[0]?.choice.config["integrationKey"]).toBe("sample-intel");
});

it("does not offer what the server does not, and binds a command to the one integration that is left", () => {
  const some = offers.filter(({ integrationKey }) => integrationKey === "sample-intel");
  const items = paletteGroups(catalogue, some, empty, "file reputation").flatMap(
    (group) => group.items,
  );
  expect(items).toMatchObject([
    {
      label: "file reputation",
      connections: 1,
      choice: { config: { integrationKey: "sample-intel" } },
    },
  ]);
  expect(paletteGroups(catalogue, [], empty, "").map(({ name }) => name)).not.toContain("Actions");
});

it("offers no block that the server does not accept", () => {
  const blocks = catalogueView.blocks.filter(({ type }) => type !== "debug");
  const shown = (view: typeof catalogueView) =>
    paletteGroups(pageCatalogue(view), offers, empty, "").flatMap(({ items }) =>
      items.map(({ label }) => label),
    );
  expect(shown(catalogueView)).toContain("Debug");
  expect(shown({ ...catalogueView, blocks })).toEqual(
    shown(catalogueView).filter((label) => label !== "Debug"),
  );
});

it("offers a command as the server declares it now", () => {
  const [first, ...others] = catalogueView.integrations;
  const [known] = first?.commands ?? [];
  if (first === undefined || known === undefined) throw new Error("the first one has a command");
  const command = { ...known, name: "call home", kind: "generic" as const };
  const integrations = [{ ...first, commands: [command] }, ...others];
  const home = { integrationId: first.id, integrationKey: first.key, integrationName: first.name };
  const groups = paletteGroups(
    pageCatalogue({ ...catalogueView, integrations }),
    [...offers, { ...home, command, connections: [] }],
    empty,
    "call home",
  );
  expect(groups[0]?.items[0]?.choice.config).toMatchObject({ command: "call home" });
});

it("puts what begins with the search before what only holds it", () => {
  expect(labels("end")[0]).toBe("End");
  expect(labels("end")).toContain("Send Request");
  expect(labels("no such thing")).toEqual([]);
});

it("leaves out a block of which the playbook may have no other", () => {
  const config = { outputs: [] };
  const end = newBlock({ id: "b_end", type: "end", version: 1, name: "end_1", config });
  const shown = paletteGroups(catalogue, offers, { ...empty, blocks: [end] }, "end");
  expect(shown.flatMap((group) => group.items.map((item) => item.label))).not.toContain("End");
});
