/** What a field may read: inputs of the playbook and outputs of blocks that run before. Pure. */
import { type BlockSpec, type Catalogue, specOf } from "@callbook/core/block";
import { comparedSources } from "@callbook/core/condition";
import {
  type Block,
  conditionIds,
  indexDocument,
  type PlaybookDocument,
} from "@callbook/core/document";
import { declaredInputs } from "@callbook/core/input";
import type { Json } from "@callbook/core/json";

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
  /** With what its paths begin, as the heading of the source says already; "" where they share nothing. */
  readonly prefix: string;
  readonly paths: readonly OfferedPath[];
}

/**
 * Sources of a block's fields: the playbook's inputs first, then blocks from the nearest to the farthest;
 * of a filter, for each of its conditions, what that lets through.
 */
export function upstreamOutputs(
  document: PlaybookDocument,
  block: Block,
  catalogue: Catalogue,
): readonly OfferedSource[] {
  const { blocks } = indexDocument(document);
  const inputs = inputPaths(document);
  const sources = nearestFirst(document, block.id).flatMap((id): readonly OfferedSource[] => {
    const source = blocks.get(id);
    const spec = source === undefined ? null : specOf(source, catalogue);
    if (source === undefined || spec === null) return [];
    const own = { key: id, name: source.name, icon: spec.icon, prefix: "" };
    return [
      ...(spec.filters === null ? [] : filteredSources(source, spec, document, catalogue)),
      { ...own, paths: outputPaths(source, spec, catalogue) },
    ];
  });
  const all = { key: "playbook_input", name: "Inputs of the run", icon: "play", prefix: "" };
  return [{ ...all, paths: [...inputs.values()] }, ...sources].filter(
    ({ paths }) => paths.length > 0,
  );
}

function outputPaths(source: Block, spec: BlockSpec, catalogue: Catalogue): readonly OfferedPath[] {
  return spec
    .outputs(source, catalogue)
    .map((output) => ({ ...output, path: `${source.name}:${output.path}` }));
}

/** By the id of the input. */
function inputPaths(document: PlaybookDocument): ReadonlyMap<string, OfferedPath> {
  const paths = declaredInputs(document).map((input): [string, OfferedPath] => [
    input.id,
    {
      path: `playbook_input:${escaped(input.name)}`,
      label: input.description === "" ? input.name : input.description,
      dataType: input.dataType,
      contains: input.contains,
      example: input.default ?? undefined,
    },
  ]);
  return new Map(paths);
}

/** What each condition of a filter lets through of the sources that it compares. */
function filteredSources(
  filter: Block,
  spec: BlockSpec,
  document: PlaybookDocument,
  catalogue: Catalogue,
): readonly OfferedSource[] {
  const ports = new Map(spec.ports(filter).map(({ id, name }) => [id, name]));
  return conditionIds(filter).map((id, at): OfferedSource => {
    const prefix = `filtered-data:${filter.name}:condition_${at + 1}:`;
    const compared = [...(comparedSources(filter, id, document) ?? [])];
    const paths = compared.flatMap((name) => pathsNamed(name, document, catalogue));
    return {
      key: `${filter.id} ${id}`,
      name: `${filter.name}, ${ports.get(id) ?? `condition ${at + 1}`}`,
      icon: spec.icon,
      prefix,
      paths: paths.map((path) => ({ ...path, path: prefix + path.path })),
    };
  });
}

/** What can be read of a source by the name under which conditions compare it: "#b_x1", "playbook_input:#i_x1". */
function pathsNamed(
  name: string,
  document: PlaybookDocument,
  catalogue: Catalogue,
): readonly OfferedPath[] {
  const [word = "", id = ""] = name.split("#");
  if (word !== "") return [inputPaths(document).get(id) ?? []].flat();
  const source = indexDocument(document).blocks.get(id);
  const spec = source === undefined ? null : specOf(source, catalogue);
  return source === undefined || spec === null ? [] : outputPaths(source, spec, catalogue);
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
