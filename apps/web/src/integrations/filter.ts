import type { IntegrationCard } from "../api/types.ts";

/**
 * The cards that fit: the words typed are found in the name, ignoring case;
 * category null means every category.
 */
export function filterIntegrations(
  cards: readonly IntegrationCard[],
  search: string,
  category: string | null,
): readonly IntegrationCard[] {
  const wanted = search.trim().toLowerCase();
  return cards.filter(
    (card) =>
      (category === null || card.category === category) && card.name.toLowerCase().includes(wanted),
  );
}
