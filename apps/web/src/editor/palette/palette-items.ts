/** What can be added to a playbook, grouped as the palette shows it. Pure. */
import type { Catalogue } from "@callbook/core/block";
import type { PlaybookDocument } from "@callbook/core/document";
import type { Choice } from "../gestures/index.ts";
import type { CommandOffer } from "../open-playbook/index.ts";

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
  const groups = GROUPS.map((name) => ({
    name,
    items: itemsOf(name, catalogue, offers, document)
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
      if (spec.limits.atMost !== null && there >= spec.limits.atMost) return [];
      if (spec.fields.some((field) => field.kind === "command")) {
        return commandItems(spec.type, offers);
      }
      return [
        {
          key: spec.type,
          label: spec.title,
          description: spec.description,
          icon: spec.icon,
          connections: null,
          choice: { type: spec.type, command: null },
        },
      ];
    });
}

/** One item per command name: several integrations that offer it are chosen between later. */
function commandItems(type: string, offers: readonly CommandOffer[]): readonly PaletteItem[] {
  const byName = new Map<string, CommandOffer[]>();
  for (const offer of offers) {
    if (offer.command.kind === "test") continue;
    const same = byName.get(offer.command.name);
    if (same === undefined) byName.set(offer.command.name, [offer]);
    else same.push(offer);
  }
  return [...byName]
    .map(([name, same]) => {
      const first = same[0];
      return {
        key: `${type} ${name}`,
        label: name,
        description: first?.command.description ?? "",
        icon: first?.command.icon ?? "zap",
        connections: same.reduce((sum, offer) => sum + offer.connections.length, 0),
        choice: {
          type,
          command: {
            name,
            integrationKey: same.length === 1 ? (first?.integrationKey ?? null) : null,
          },
        },
      };
    })
    .sort((a, b) => a.label.localeCompare(b.label));
}
