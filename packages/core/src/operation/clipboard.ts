import type { BlockSpec } from "../block/index.ts";
import { type ConditionReference, type Reference, rewriteReferences } from "../datapath/index.ts";
import {
  type Block,
  type Callback,
  FORMAT_VERSION,
  type IdSource,
  nameKey,
  numberedName,
  type PlaybookDocument,
  type Position,
  parseDocument,
  withInsides,
} from "../document/index.ts";
import { isJsonObject, member, parseJson } from "../json/index.ts";
import { newItemIds, remapped } from "./item-ids.ts";
import type { Operation } from "./operation.ts";

/** Blocks on the clipboard, as JSON text: across tabs, into a chat and back. Holds no secret, as a document does not. */
export interface Clipboard {
  readonly callbook: "blocks";
  readonly formatVersion: number;
  readonly blocks: readonly Block[];
  /** Only those with both ends among the blocks. */
  readonly callbacks: readonly Callback[];
}

/**
 * The blocks of these ids and what stands in them, as cutting them takes it
 * along, with the callbacks among them; null: there are none.
 */
export function copyBlocks(
  document: PlaybookDocument,
  chosen: ReadonlySet<string>,
): Clipboard | null {
  const blockIds = withInsides(document, chosen);
  const blocks = document.blocks
    .filter((block) => blockIds.has(block.id))
    .map((block) => (isAmong(block.parent, blockIds) ? block : { ...block, parent: null }));
  if (blocks.length === 0) return null;
  const callbacks = document.callbacks.filter(
    ({ source, target }) => blockIds.has(source) && blockIds.has(target),
  );
  return { callbook: "blocks", formatVersion: FORMAT_VERSION, blocks, callbacks };
}

function isAmong(parent: string | null, blockIds: ReadonlySet<string>): boolean {
  return parent === null || blockIds.has(parent);
}

export type ParsedClipboard =
  | { readonly ok: true; readonly clipboard: Clipboard }
  /** `message` null: the text was never meant for us, paste it as text. */
  | { readonly ok: false; readonly message: string | null };

/** Reads what is on the clipboard, with the checks and upgrades of a document. Never throws. */
export function parseClipboard(text: string): ParsedClipboard {
  if (!text.includes('"callbook"')) return { ok: false, message: null };
  const parsed = parseJson(text);
  if (!parsed.ok || member(parsed.value, "callbook") !== "blocks" || !isJsonObject(parsed.value)) {
    return { ok: false, message: null };
  }
  const { callbook: _, ...rest } = parsed.value;
  const read = parseDocument({ ...rest, name: "clipboard", description: "", foreign: null });
  if (!read.ok) {
    return { ok: false, message: read.problems[0]?.message ?? "The clipboard cannot be read." };
  }
  const { formatVersion, blocks, callbacks } = read.document;
  return { ok: true, clipboard: { callbook: "blocks", formatVersion, blocks, callbacks } };
}

export interface Paste {
  readonly document: PlaybookDocument;
  readonly clipboard: Clipboard;
  /** Where the upper left corner of the copies goes; null: a little beside the originals. */
  readonly at: Position | null;
  readonly ids: IdSource;
  readonly specs: ReadonlyMap<string, Pick<BlockSpec, "atMost">>;
}

export interface Pasted {
  /** One operation, one undo. null: nothing of the clipboard may be added. */
  readonly operation: Extract<Operation, { kind: "addBlocks" }> | null;
  readonly blockIds: readonly string[];
  /** Names of blocks of which the playbook may not have another (Start, End). */
  readonly leftOut: readonly string[];
}

/** How far beside its original a copy is put, in both directions. */
const BESIDE = 40;

/**
 * The operation that adds copies: new ids for blocks, items and callbacks, in
 * ports, references and datapaths too. What refers to blocks that are not
 * copied still refers to them.
 */
export function pasteBlocks({ document, clipboard, at, ids, specs }: Paste): Pasted {
  const { allowed, leftOut } = allowedBlocks(document, clipboard.blocks, specs);
  if (allowed.length === 0) return { operation: null, blockIds: [], leftOut };
  const blockIds = new Map(allowed.map((block) => [block.id, ids("b")]));
  const itemIds = new Map(allowed.map((block) => [block.id, newItemIds(block.config, ids)]));
  const allItemIds = new Map([...itemIds.values()].flatMap((map) => [...map]));
  const rewrite = {
    block: (reference: Reference) => renamed(reference, blockIds),
    input: (reference: Reference) => renamed(reference, allItemIds),
    condition: (reference: ConditionReference) => renamed(reference, allItemIds),
  };
  const taken = new Set(document.blocks.map((block) => nameKey(block.name)));
  const shift = shiftOf(allowed, at);
  const blocks = allowed.map((block): Block => {
    const name = numberedName(block.name.replace(/_\d+$/, ""), taken);
    taken.add(nameKey(name));
    const items = itemIds.get(block.id) ?? new Map<string, string>();
    const config = remapped(block.config, items, (datapath) =>
      rewriteReferences(datapath, rewrite),
    );
    return {
      ...block,
      id: blockIds.get(block.id) ?? block.id,
      name,
      position: { x: block.position.x + shift.x, y: block.position.y + shift.y },
      parent: block.parent === null ? null : (blockIds.get(block.parent) ?? null),
      config: isJsonObject(config) ? config : block.config,
    };
  });
  const callbacks = clipboard.callbacks.flatMap((callback) => {
    const source = blockIds.get(callback.source);
    const target = blockIds.get(callback.target);
    if (source === undefined || target === undefined) return [];
    const port = itemIds.get(callback.source)?.get(callback.port) ?? callback.port;
    return [{ callback: { ...callback, id: ids("c"), source, port, target }, beforeId: null }];
  });
  const operation = { kind: "addBlocks" as const, blocks, callbacks };
  return { operation, blockIds: blocks.map((block) => block.id), leftOut };
}

function allowedBlocks(
  document: PlaybookDocument,
  blocks: readonly Block[],
  specs: Paste["specs"],
): { readonly allowed: Block[]; readonly leftOut: string[] } {
  const counts = new Map<string, number>();
  for (const { type } of document.blocks) counts.set(type, (counts.get(type) ?? 0) + 1);
  const allowed: Block[] = [];
  const leftOut: string[] = [];
  for (const block of blocks) {
    const spec = specs.get(block.type);
    const count = (counts.get(block.type) ?? 0) + 1;
    // A block of a type that is not known here may be had any number of times.
    if (count > (spec?.atMost ?? Number.POSITIVE_INFINITY)) {
      leftOut.push(block.name);
    } else {
      counts.set(block.type, count);
      allowed.push(block);
    }
  }
  return { allowed, leftOut };
}

function shiftOf(blocks: readonly Block[], at: Position | null): Position {
  if (at === null) return { x: BESIDE, y: BESIDE };
  const left = Math.min(...blocks.map((block) => block.position.x));
  const top = Math.min(...blocks.map((block) => block.position.y));
  return { x: at.x - left, y: at.y - top };
}

function renamed<T extends Reference | ConditionReference>(
  reference: T,
  ids: ReadonlyMap<string, string>,
): T {
  const id = reference.kind === "id" ? ids.get(reference.id) : undefined;
  return id === undefined ? reference : { ...reference, id };
}
