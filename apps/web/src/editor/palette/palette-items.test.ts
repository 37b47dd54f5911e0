import { newBlock, newDocument } from "@callbook/core/document";
import { expect, it } from "vitest";
import { catalogue } from "../../catalogue/index.ts";
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
    choice: { command: { name: "file reputation", integrationKey: null } },
  });
  expect(labels("")).not.toContain("Test Connection");
});

it("a command of one integration alone is bound to it", () => {
  const [group] = paletteGroups(catalogue, offers, empty, "geolocate ip");
  expect(group?.items[0]?.choice.command?.integrationKey).toBe("sample-intel");
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
