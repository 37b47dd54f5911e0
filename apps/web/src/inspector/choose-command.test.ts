import { newBlock, newDocument } from "@callbook/core/document";
import { applyOperation } from "@callbook/core/operation";
import { expect, it } from "vitest";
import { catalogue } from "../catalogue/testing/catalogue.ts";
import type { CommandOffer } from "../editor/open-playbook/index.ts";
import { type CommandFieldSpec, chooseCommand } from "./choose-command.ts";

const field = catalogue.blocks
  .get("action")
  ?.fields.find((one): one is CommandFieldSpec => one.kind === "command");
if (field === undefined) throw new Error("no field chooses a command");

const offers: CommandOffer[] = catalogue.integrations.flatMap((integration, index) =>
  integration.commands.map((command) => ({
    integrationId: index + 1,
    integrationKey: integration.key,
    integrationName: integration.name,
    command,
    connections: [{ id: index + 1, name: `connection_${index}`, siteNames: [], active: true }],
  })),
);
const connectionOf = (key: string) =>
  offers.find(({ integrationKey }) => integrationKey === key)?.connections[0]?.id ?? 0;
const ours = connectionOf("sample-intel");

const lookup = newBlock({
  id: "b_lookup",
  type: "action",
  version: 1,
  name: "lookup_1",
  config: {
    integrationKey: "sample-intel",
    command: "ip reputation",
    connectionIds: [ours, 99],
    parameters: { ip: "1.1.1.1", nonsense: "left over" },
    handle: "",
    waitSeconds: 86_400,
    repeatSafe: false,
  },
});
const playbook = newDocument({ name: "Triage", blocks: [lookup] });

const configAfter = (command: string, known: readonly CommandOffer[] | null) => {
  const chosen = { command, integrationKey: "sample-intel" };
  const { integrations } = catalogue;
  const operation = chooseCommand(lookup, field, chosen, { integrations, offers: known });
  const applied = applyOperation(playbook, operation);
  if (applied.status !== "applied") throw new Error(JSON.stringify(applied));
  return applied.document.blocks[0]?.config;
};

it("another command keeps the values that it has an input for, and the connections that offer it", () => {
  expect(configAfter("geolocate ip", offers)).toMatchObject({
    command: "geolocate ip",
    integrationKey: "sample-intel",
    connectionIds: [ours],
    parameters: { ip: "1.1.1.1" },
  });
  expect(configAfter("geolocate ip", offers)?.["parameters"]).not.toHaveProperty("nonsense");
});

it("a command that takes something else starts without the values of the former", () => {
  expect(configAfter("file reputation", offers)?.["parameters"]).toEqual({});
});

it("no connection is taken away while it is not known which offer the command", () => {
  expect(configAfter("geolocate ip", null)?.["connectionIds"]).toEqual([ours, 99]);
});
