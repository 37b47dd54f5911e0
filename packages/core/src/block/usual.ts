/** What most blocks declare; a block spreads it and says what is different. */
import type { Block, Problem } from "../document/index.ts";
import type { Card, CommandUse, OutputPath, Variant } from "./spec.ts";

export const usualDeclaration = {
  atMost: null,
  holdsBlocks: false,
  upgradeConfig: new Map<number, (config: Block["config"]) => Block["config"]>(),
  filters: null,
  variants: (): readonly Variant[] | null => null,
  uses: (): readonly CommandUse[] => [],
  outputs: (): readonly OutputPath[] => [],
  problems: (): readonly Problem[] => [],
} as const;

/** The card of a block that shows its icon and nothing beside. */
export function plainCard(icon: string): () => Card {
  return () => ({ icon, subtitle: null, connectionIds: null });
}
