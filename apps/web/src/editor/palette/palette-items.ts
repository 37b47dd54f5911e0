/** What can be added to a playbook, grouped as the palette shows it. Pure. */
import type { Catalogue, Variant } from "@callbook/core/block";
import type { PlaybookDocument } from "@callbook/core/document";
import type { Choice } from "../gestures/index.ts";
import { type CommandOffer, isOfferOf } from "../open-playbook/index.ts";

export interface PaletteItem {
  readonly key: string;
  readonly label: string;
  readonly description: string;
  readonly icon: string;
  /** Connections that offer the command; null for what needs none. */
  readonly connections: number | null;
  readonly choice: Choice;
}

export interface PaletteGroup {
  readonly name: string;
  readonly items: readonly PaletteItem[];
}

const GROUPS = ["Actions", "Logic", "Flow", "Code"] as const;

/** Groups without items are left out; a type that the playbook has often enough is left out as well. */
export function paletteGroups(
  catalogue: Catalogue,
  offers: readonly CommandOffer[],
  document: PlaybookDocument,
  search: string,
): readonly PaletteGroup[] {
  const wanted = search.trim().toLowerCase();
  const fits = (item: PaletteItem) =>
    wanted === "" ||
    item.label.toLowerCase().includes(wanted) ||
    item.description.toLowerCase().includes(wanted);
  const offered = offeredCatalogue(catalogue, offers);
  const groups = GROUPS.map((name) => ({
    name,
    items: itemsOf(name, offered, offers, document)
      .filter(fits)
      .toSorted((a, b) => rank(a, wanted) - rank(b, wanted)),
  })).filter((group) => group.items.length > 0);
  const best = (group: PaletteGroup) => Math.min(...group.items.map((item) => rank(item, wanted)));
  return groups.toSorted((a, b) => best(a) - best(b));
}

/** What begins with the search stands before what only holds it. */
function rank(item: PaletteItem, wanted: string): number {
  if (wanted === "") return 0;
  const label = item.label.toLowerCase();
  return label.startsWith(wanted) ? 0 : label.includes(wanted) ? 1 : 2;
}

function itemsOf(
  group: (typeof GROUPS)[number],
  catalogue: Catalogue,
  offers: readonly CommandOffer[],
  document: PlaybookDocument,
): readonly PaletteItem[] {
  return [...catalogue.blocks.values()]
    .filter((spec) => spec.group === group)
    .flatMap((spec) => {
      const there = document.blocks.filter((block) => block.type === spec.type).length;
      if (spec.atMost !== null && there >= spec.atMost) return [];
      const variants = spec.variants(catalogue);
      if (variants !== null) return variants.map((variant) => itemOf(spec.type, variant, offers));
      const { type, title: label, description, icon } = spec;
      const choice = { type, config: {} };
      return [{ key: type, label, description, icon, connections: null, choice }];
    });
}

function itemOf(type: string, variant: Variant, offers: readonly CommandOffer[]): PaletteItem {
  const { label, description, icon, config, command } = variant;
  const connections =
    command === null
      ? null
      : offers
          .filter((offer) => isOfferOf(offer, command))
          .reduce((sum, offer) => sum + offer.connections.length, 0);
  return {
    key: `${type} ${label}`,
    label,
    description,
    icon,
    connections,
    choice: { type, config },
  };
}

/** The catalogue without what the server does not offer: its integrations have the offered commands alone. */
function offeredCatalogue(catalogue: Catalogue, offers: readonly CommandOffer[]): Catalogue {
  const offered = new Set(
    offers.map(({ integrationKey, command }) => keyOf(integrationKey, command)),
  );
  const integrations = catalogue.integrations
    .map((integration) => ({
      ...integration,
      commands: integration.commands.filter((command) =>
        offered.has(keyOf(integration.key, command)),
      ),
    }))
    .filter(({ commands }) => commands.length > 0);
  return { ...catalogue, integrations };
}

function keyOf(integrationKey: string, { name }: { readonly name: string }): string {
  return `${integrationKey}\n${name}`;
}
