/** Which results a block's configuration reads. */
import type { Catalogue } from "../block/index.ts";
import { type Datapath, parseDatapath } from "../datapath/index.ts";
import { type Block, indexDocument, nameKey, type PlaybookDocument } from "../document/index.ts";
import type { Json } from "../json/index.ts";
import { piecesOf } from "../template/index.ts";
import type { RunState } from "./state.ts";

export interface Reading {
  /** The block whose results are read. */
  readonly blockId: string;
  readonly datapath: Datapath;
}

/**
 * The results that the texts of a block's configuration read, by bare datapath
 * or by template. Inputs and the container are no results. Pure.
 */
export function readingsOf(document: PlaybookDocument, block: Block): readonly Reading[] {
  return textsOf(block.config)
    .flatMap((text) => datapathsIn(text))
    .flatMap((datapath) => {
      const blockId = sourceBlock(document, datapath);
      return blockId === null ? [] : [{ blockId, datapath }];
    });
}

/**
 * Ids of the blocks whose results these blocks read: what a ResultReader must
 * have loaded before they are evaluated or planned. Pure.
 */
export function neededResults(
  document: PlaybookDocument,
  blockIds: readonly string[],
): readonly string[] {
  const { blocks } = indexDocument(document);
  const needed = blockIds.flatMap((id) => {
    const block = blocks.get(id);
    return block === undefined ? [] : readingsOf(document, block).map(({ blockId }) => blockId);
  });
  return [...new Set(needed)];
}

/**
 * What `nextSteps` may read from here on: results of finished actions that a
 * pure block reads which has not ended, or which names the outputs. Pure.
 */
export function neededForNextSteps(
  document: PlaybookDocument,
  catalogue: Catalogue,
  state: RunState,
): readonly string[] {
  const open = document.blocks.filter(({ id, type }) => {
    const spec = catalogue.blocks.get(type);
    const hasEnded = (state.blocks[id]?.outcome ?? null) !== null;
    return spec?.evaluate != null && (!hasEnded || !spec.limits.outgoing);
  });
  const needed = neededResults(
    document,
    open.map(({ id }) => id),
  );
  return needed.filter((id) => (state.blocks[id]?.outcome ?? null) !== null);
}

function sourceBlock(document: PlaybookDocument, { source }: Datapath): string | null {
  if (source.kind !== "block") return null;
  const { block } = source;
  if (block.kind === "id") return block.id;
  return indexDocument(document).blocksByName.get(nameKey(block.name))?.id ?? null;
}

/** Of a text that is a datapath, or a template, or JSON whose strings are templates. */
function datapathsIn(text: string): readonly Datapath[] {
  const bare = parseDatapath(text.trim());
  if (bare.ok) return [bare.datapath];
  return [...piecesOf(text)].flatMap((piece) => {
    if (piece.kind !== "expression") return [];
    const parsed = parseDatapath(piece.inside.trim());
    return parsed.ok ? [parsed.datapath] : [];
  });
}

/** Every text inside a value. */
function textsOf(value: Json): readonly string[] {
  if (typeof value === "string") return [value];
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap((inner) => textsOf(inner));
}
