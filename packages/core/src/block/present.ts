/** Configurations of older versions of block types, read as their present ones. */
import type { Block, PlaybookDocument } from "../document/index.ts";
import type { BlockSpec, Catalogue } from "./spec.ts";

type Blocks = Pick<Catalogue, "blocks">;

/**
 * The block with its configuration in the present version of its type. A block of a type, or of so
 * new a version of it, that is not known here stays as it is: a placeholder. The same object when
 * nothing is to be upgraded. Pure. Throws when a step between two versions is missing: a bug of the type.
 */
export function presentBlock(block: Block, { blocks }: Blocks): Block {
  const spec = blocks.get(block.type);
  return spec === undefined ? block : blockAt(block, spec, spec.version);
}

/** The document with `presentBlock` of every block; the same object when nothing is to be upgraded. Pure. */
export function presentDocument(document: PlaybookDocument, catalogue: Blocks): PlaybookDocument {
  return withBlocks(document, (block) => presentBlock(block, catalogue));
}

/** Versions of block types, by type. */
export type BlockVersions = Readonly<Record<string, number>>;

/** The versions to which `presentDocument` brings blocks of this document; empty: there is nothing to upgrade. Pure. */
export function upgradedVersions(document: PlaybookDocument, { blocks }: Blocks): BlockVersions {
  const versions: Record<string, number> = {};
  for (const { type, version } of document.blocks) {
    const spec = blocks.get(type);
    if (spec !== undefined && version < spec.version) versions[type] = spec.version;
  }
  return versions;
}

/**
 * The document with the configurations of these types brought to these versions, as it was once read
 * by a program whose versions they were; null: one of them is not known here. Pure.
 */
export function documentAt(
  document: PlaybookDocument,
  versions: BlockVersions,
  { blocks }: Blocks,
): PlaybookDocument | null {
  const isKnown = Object.entries(versions).every(
    ([type, version]) => version <= (blocks.get(type)?.version ?? 0),
  );
  if (!isKnown) return null;
  return withBlocks(document, (block) => {
    const spec = blocks.get(block.type);
    const to = Object.hasOwn(versions, block.type) ? versions[block.type] : undefined;
    return spec === undefined || to === undefined ? block : blockAt(block, spec, to);
  });
}

function withBlocks(document: PlaybookDocument, change: (block: Block) => Block): PlaybookDocument {
  const blocks = document.blocks.map(change);
  const isSame = blocks.every((block, index) => block === document.blocks[index]);
  return isSame ? document : { ...document, blocks };
}

function blockAt(block: Block, spec: BlockSpec, to: number): Block {
  if (block.version >= to) return block;
  let { config } = block;
  for (let version = block.version; version < to; version += 1) {
    const upgrade = spec.upgradeConfig.get(version);
    if (upgrade === undefined)
      throw new Error(
        `block type ${spec.type} has no upgrade of its configuration from ${version}`,
      );
    config = upgrade(config);
  }
  return { ...block, version: to, config };
}
