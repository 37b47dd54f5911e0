import { type Catalogue, givesCallbacks, type Port, specOf } from "@callbook/core/block";
import type { Block, Callback } from "@callbook/core/document";

/**
 * The ports of a block: those that its type declares, then those that callbacks leave from though
 * the block has them no more, or nobody knows its type. Pure.
 */
export function blockPorts(
  block: Block,
  outgoing: readonly Callback[],
  catalogue: Catalogue,
): readonly Port[] {
  const spec = specOf(block, catalogue);
  const declared = spec === null || !givesCallbacks(spec) ? [] : spec.ports(block);
  const known = new Set(declared.map((port) => port.id));
  const stray = new Set(outgoing.map(({ port }) => port).filter((port) => !known.has(port)));
  return [...declared, ...[...stray].map((id) => ({ id, name: id, kind: "normal" as const }))];
}
