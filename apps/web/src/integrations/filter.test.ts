import { expect, it } from "vitest";
import type { IntegrationCard } from "../api/types.ts";
import { filterIntegrations } from "./filter.ts";

function card(name: string, category: string): IntegrationCard {
  return {
    id: 1,
    key: name,
    name,
    description: "",
    category,
    minVersion: "V15.3.34.0",
    deploymentOptions: [],
    icon: "webhook",
    origin: "system",
    compatible: true,
    connections: 0,
  };
}

const cards = [card("REST API Callback", "Other"), card("Sample SIEM", "SIEM & XDR")];
const names = (search: string, category: string | null) =>
  filterIntegrations(cards, search, category).map((integration) => integration.name);

it("A5: the category Other lists the REST API Callback, SIEM & XDR does not", () => {
  expect(names("", "Other")).toEqual(["REST API Callback"]);
  expect(names("", "SIEM & XDR")).toEqual(["Sample SIEM"]);
  expect(names("", null)).toHaveLength(2);
});

it("A10: typing a part of the name in any case leaves one card", () => {
  expect(names("rest api call", null)).toEqual(["REST API Callback"]);
  expect(names("  Callback ", null)).toEqual(["REST API Callback"]);
  expect(names("nothing", null)).toEqual([]);
});
