/** What a field may read: inputs of the playbook and outputs of blocks that run before. Pure. */
import { type Catalogue, specOf } from "@callbook/core/block";
import type { Block, PlaybookDocument } from "@callbook/core/document";
import { indexDocument } from "@callbook/core/document";
import type { Json } from "@callbook/core/json";
import { declaredInputs } from "@callbook/core/run";

export interface OfferedPath {
  /** As people write it: "geolocate_ip_1:action_result.data.*.country_iso_code". */
  readonly path: string;
  readonly label: string;
  readonly dataType: string;
  readonly contains: readonly string[];
  readonly example: Json | undefined;
}

export interface OfferedSource {
  readonly key: string;
  readonly name: string;
  readonly icon: string;
  readonly paths: readonly OfferedPath[];
}

/** Sources of a block's fields: the playbook's inputs first, then blocks from the nearest to the farthest. */
export function upstreamOutputs(
  document: PlaybookDocument,
  block: Block,
  catalogue: Catalogue,
): readonly OfferedSource[] {
  const index = indexDocument(document);
  const inputs = declaredInputs(document).map((input) => ({
    path: `playbook_input:${escaped(input.name)}`,
    label: input.description === "" ? input.name : input.description,
    dataType: input.dataType,
    contains: input.contains,
    example: input.default ?? undefined,
  }));
  const sources = nearestFirst(document, block.id).flatMap((id): OfferedSource[] => {
    const source = index.blocks.get(id);
    const spec = source === undefined ? null : specOf(source, catalogue);
    if (source === undefined || spec === null) return [];
    const paths = spec.outputs(source, catalogue).map((output) => ({
      ...output,
      path: `${source.name}:${output.path}`,
    }));
    return paths.length === 0 ? [] : [{ key: id, name: source.name, icon: spec.icon, paths }];
  });
  return inputs.length === 0
    ? sources
    : [
        { key: "playbook_input", name: "Inputs of the run", icon: "play", paths: inputs },
        ...sources,
      ];
}

function escaped(name: string): string {
  return name.replace(/[\\.]/g, "\\$&");
}

function nearestFirst(document: PlaybookDocument, blockId: string): readonly string[] {
  const index = indexDocument(document);
  const seen = new Set([blockId]);
  const order: string[] = [];
  let front: readonly string[] = [blockId];
  while (front.length > 0) {
    const next: string[] = [];
    for (const id of front) {
      for (const { source } of index.incoming(id)) {
        if (seen.has(source)) continue;
        seen.add(source);
        next.push(source);
      }
    }
    order.push(...next);
    front = next;
  }
  return order;
}

/**
 * The offered paths that fit a field and a search. A path fits when one of its
 * semantic types is wanted, or either side names none.
 */
export function fittingPaths(
  sources: readonly OfferedSource[],
  contains: readonly string[],
  search: string,
): readonly OfferedSource[] {
  const words = search.trim().toLowerCase().split(/\s+/).filter(Boolean);
  return sources
    .map((source) => ({
      ...source,
      paths: source.paths.filter(
        (path) =>
          fitsType(path.contains, contains) &&
          words.every((word) => `${path.path} ${path.label}`.toLowerCase().includes(word)),
      ),
    }))
    .filter((source) => source.paths.length > 0);
}

function fitsType(offered: readonly string[], wanted: readonly string[]): boolean {
  if (offered.length === 0 || wanted.length === 0) return true;
  if (offered.includes("*") || wanted.includes("*")) return true;
  return offered.some((type) => wanted.includes(type));
}
