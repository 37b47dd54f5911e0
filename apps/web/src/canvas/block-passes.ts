/** The passes of blocks in a run: a block in a loop or behind some joins runs several times. Pure. */
import { indexDocument, type PlaybookDocument } from "@callbook/core/document";
import {
  type BlockPath,
  type BlockState,
  blockIdOf,
  parsePath,
  type RunState,
} from "@callbook/core/log";

type Passes = Pick<RunState, "blocks">;

/** Passes by block id, oldest first; blocks in the order in which they first began. */
export function passesByBlock({ blocks }: Passes): ReadonlyMap<string, readonly BlockState[]> {
  return Map.groupBy(Object.values<BlockState>(blocks), ({ blockId }) => blockId);
}

/** Which pass it is, as people say it: "pass 2", "loop_1 pass 17", "loop_1 pass 17, pass 2". */
export function passName(path: BlockPath, document: PlaybookDocument): string {
  const steps = parsePath(path) ?? [];
  const { blocks } = indexDocument(document);
  const own = steps.at(-1)?.pass ?? null;
  const around = steps
    .slice(0, -1)
    .map(({ blockId, pass }) => `${blocks.get(blockId)?.name ?? blockId} pass ${pass ?? 1}`);
  const last = around.length === 0 || own !== null ? [`pass ${own ?? 1}`] : [];
  return [...around, ...last].join(", ");
}

/** How the passes of one run are called. */
export interface PassNames {
  /** "pass 2"; null: it is the only one of its block. */
  readonly passOf: (path: BlockPath) => string | null;
  /** The block's name, with the pass where it has several: "lookup_1, pass 2". */
  readonly titleOf: (path: BlockPath) => string;
}

export function passNames(document: PlaybookDocument, state: Passes): PassNames {
  const passes = passesByBlock(state);
  const { blocks } = indexDocument(document);
  const passOf = (path: BlockPath) =>
    (passes.get(blockIdOf(path))?.length ?? 0) > 1 ? passName(path, document) : null;
  return {
    passOf,
    titleOf: (path) => {
      const id = blockIdOf(path);
      const pass = passOf(path);
      const name = blocks.get(id)?.name ?? id;
      return pass === null ? name : `${name}, ${pass}`;
    },
  };
}
