/** Which results a block's configuration reads. */
import type { Catalogue } from "../block/index.ts";
import { type Datapath, parseDatapath, type Reference } from "../datapath/index.ts";
import { type Block, indexDocument, nameKey, type PlaybookDocument } from "../document/index.ts";
import { isContainer, type Json } from "../json/index.ts";
import { type BlockPath, blockIdOf, passesOf, type RunState } from "../log/index.ts";
import { piecesOf } from "../template/index.ts";

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
  return datapathsOf(block).flatMap((datapath) => {
    const { source } = datapath;
    const blockId = source.kind === "block" ? idOf(document, source.block) : null;
    return blockId === null ? [] : [{ blockId, datapath }];
  });
}

/**
 * Ids of the blocks whose results these blocks read, and of the filters that they read them behind:
 * what a ResultReader must have loaded before they are evaluated or planned. What the filter that calls
 * them hands on is named by `handingOn`. Pure.
 */
export function neededResults(
  document: PlaybookDocument,
  blockIds: readonly string[],
): readonly string[] {
  const { blocks } = indexDocument(document);
  const needed = blockIds.flatMap((id) => {
    const block = blocks.get(id);
    return block === undefined
      ? []
      : datapathsOf(block).flatMap((datapath) => blocksRead(document, datapath));
  });
  return [...new Set(needed)];
}

/**
 * Ids of the blocks whose conditions have let something through that callbacks handed on, if one of
 * these blocks reads only that (`<block>:filtered-action_result`). Pure.
 */
export function handingOn(
  document: PlaybookDocument,
  blockIds: readonly string[],
  { callbacks }: Pick<RunState, "callbacks">,
): readonly string[] {
  const { blocks } = indexDocument(document);
  const reads = blockIds.some((id) => {
    const block = blocks.get(id);
    return (
      block !== undefined && datapathsOf(block).some(({ filter }) => filter?.kind === "caller")
    );
  });
  if (!reads) return [];
  const handed = Object.values(callbacks).flatMap((calls) =>
    calls.flatMap(({ args }): readonly string[] => {
      const filtered = args?.filtered ?? null;
      return filtered === null || "results" in filtered ? [] : [blockIdOf(filtered.path)];
    }),
  );
  return [...new Set(handed)];
}

/**
 * What `nextSteps` may read from here on: what ended passes stored that a
 * block reads which core evaluates and which has not ended, or which names the
 * outputs. Pure.
 */
export function neededForNextSteps(
  document: PlaybookDocument,
  catalogue: Catalogue,
  state: RunState,
): readonly string[] {
  const open = document.blocks.filter(({ id, type }) => {
    const kind = catalogue.blocks.get(type)?.kind;
    if (kind === undefined || kind === "effect" || kind === "wait") return false;
    return kind === "end" || !hasEnded(state, id);
  });
  const ids = open.map(({ id }) => id);
  const needed = [...neededResults(document, ids), ...handingOn(document, ids, state)];
  return [...new Set(needed)].filter((id) => hasEnded(state, id));
}

/** Paths of the ended passes of these blocks. Pure. */
export function endedPaths(state: RunState, blockIds: readonly string[]): readonly BlockPath[] {
  return blockIds.flatMap((id) =>
    passesOf(state, id)
      .filter(({ outcome }) => outcome !== null)
      .map(({ path }) => path),
  );
}

function hasEnded(state: RunState, blockId: string): boolean {
  const passes = passesOf(state, blockId);
  return passes.length > 0 && passes.every(({ outcome }) => outcome !== null);
}

function blocksRead(document: PlaybookDocument, { filter, source }: Datapath): readonly string[] {
  const references = [
    source.kind === "block" ? source.block : null,
    filter?.kind === "condition" ? filter.block : null,
  ];
  return references.flatMap((reference) => {
    const id = reference === null ? null : idOf(document, reference);
    return id === null ? [] : [id];
  });
}

function idOf(document: PlaybookDocument, reference: Reference): string | null {
  if (reference.kind === "id") return reference.id;
  return indexDocument(document).blocksByName.get(nameKey(reference.name))?.id ?? null;
}

function datapathsOf({ config }: Block): readonly Datapath[] {
  return textsOf(config).flatMap((text) => datapathsIn(text));
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
  if (!isContainer(value)) return [];
  return Object.values(value).flatMap((inner) => textsOf(inner));
}
