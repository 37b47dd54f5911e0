/**
 * The address of one pass of a block in a run: the block id, with the number of the pass where there
 * are several, inside the passes of the blocks that hold it: `check`, `check[2]`, `loop_1[17]/check`.
 */
import type { Brand } from "../json/index.ts";

/** As text, because it is a key in states, rows, addresses of pages and REST. */
export type BlockPath = Brand<string, "BlockPath">;

export interface PassStep {
  readonly blockId: string;
  /** Counts from 1; null: the block has one pass there, or this is the first of a join that runs always. */
  readonly pass: number | null;
}

const STEP = /^([A-Za-z][A-Za-z0-9_-]{0,63})(?:\[([1-9][0-9]{0,8})\])?$/;

/** The path of a block's only or first pass outside of everything. */
export function blockPath(blockId: string): BlockPath {
  return printPath([{ blockId, pass: null }]);
}

/** The text of a path. */
export function printPath(steps: readonly PassStep[]): BlockPath {
  const text = steps.map(({ blockId, pass }) => (pass === null ? blockId : `${blockId}[${pass}]`));
  return branded(text.join("/"));
}

/** The steps of a path, outermost first; null: the text is no path. */
export function parsePath(text: string): readonly PassStep[] | null {
  const steps: PassStep[] = [];
  for (const part of text.split("/")) {
    const match = STEP.exec(part);
    if (match?.[1] === undefined) return null;
    steps.push({ blockId: match[1], pass: match[2] === undefined ? null : Number(match[2]) });
  }
  return steps;
}

/** The text as a path; null: it is none. For what comes from outside: addresses, REST, rows. */
export function readPath(text: string): BlockPath | null {
  return parsePath(text) === null ? null : branded(text);
}

/** The block that this is a pass of. */
export function blockIdOf(path: BlockPath): string {
  const last = path.slice(path.lastIndexOf("/") + 1);
  const bracket = last.indexOf("[");
  return bracket === -1 ? last : last.slice(0, bracket);
}

/** Number of the pass, 1 where there is only one. */
export function passOf(path: BlockPath): number {
  return parsePath(path)?.at(-1)?.pass ?? 1;
}

/** The same block's pass of this number; the first has no number. */
export function inPass(path: BlockPath, pass: number): BlockPath {
  const steps = parsePath(path) ?? [];
  const last = steps.at(-1);
  if (last === undefined) return path;
  return printPath([...steps.slice(0, -1), { ...last, pass: pass === 1 ? null : pass }]);
}

/** The pass that holds this one; null: nothing does. */
export function parentOf(path: BlockPath): BlockPath | null {
  const cut = path.lastIndexOf("/");
  return cut === -1 ? null : branded(path.slice(0, cut));
}

/** A block's pass beside this one, inside the same passes. */
export function besides(path: BlockPath, blockId: string, pass: number | null = null): BlockPath {
  const own = printPath([{ blockId, pass }]);
  const parent = parentOf(path);
  return parent === null ? own : branded(`${parent}/${own}`);
}

function branded(text: string): BlockPath {
  return text as BlockPath;
}
