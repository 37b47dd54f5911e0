import type { BlockSpec } from "../block/index.ts";
import { type Datapath, type Reference, rewriteReferences } from "../datapath/index.ts";
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
} from "../document/index.ts";
import { isJsonObject, type Json, member, parseJson } from "../json/index.ts";
import { rewriteValue } from "../template/index.ts";
import { itemId } from "./field.ts";
import type { Operation } from "./operation.ts";

/** Blocks on the clipboard, as JSON text: across tabs, into a chat and back. Holds no secret, as a document does not. */
export interface Clipboard {
  readonly callbook: "blocks";
  readonly formatVersion: number;
  readonly blocks: readonly Block[];
  /** Only those with both ends among the blocks. */
  readonly callbacks: readonly Callback[];
}

/** The blocks of these ids with the callbacks among them; null: there are none. */
export function copyBlocks(
  document: PlaybookDocument,
  blockIds: ReadonlySet<string>,
): Clipboard | null {
  const blocks = document.blocks.filter((block) => blockIds.has(block.id));
  if (blocks.length === 0) return null;
  const callbacks = document.callbacks.filter(
    ({ source, target }) => blockIds.has(source) && blockIds.has(target),
  );
  return { callbook: "blocks", formatVersion: FORMAT_VERSION, blocks, callbacks };
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
  const read = parseDocument({ ...rest, name: "clipboard", description: "" });
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
  readonly specs: ReadonlyMap<string, Pick<BlockSpec, "limits">>;
}

export interface Pasted {
  /** One operation, one undo. null: nothing of the clipboard may be added. */
  readonly operation: Extract<Operation, { kind: "addBlocks" }> | null;
  readonly blockIds: readonly string[];
  /** Names of blocks of which the playbook may not have another (Start, End) or that nobody knows here. */
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
  const inputIds = new Map([...itemIds.values()].flatMap((map) => [...map]));
  const rewrite = {
    block: (reference: Reference): Reference => renamed(reference, blockIds),
    input: (reference: Reference): Reference => renamed(reference, inputIds),
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
      config: isJsonObject(config) ? config : block.config,
    };
  });
  const callbacks = clipboard.callbacks.flatMap((callback) => {
    const source = blockIds.get(callback.source);
    const target = blockIds.get(callback.target);
    if (source === undefined || target === undefined) return [];
    const port = itemIds.get(callback.source)?.get(callback.port) ?? callback.port;
    return [{ callback: { id: ids("c"), source, port, target }, beforeId: null }];
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
    if (spec === undefined || count > (spec.limits.atMost ?? Number.POSITIVE_INFINITY)) {
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

function renamed(reference: Reference, ids: ReadonlyMap<string, string>): Reference {
  const id = reference.kind === "id" ? ids.get(reference.id) : undefined;
  return id === undefined ? reference : { kind: "id", id };
}

/** A new id for each item of each list in a configuration. */
function newItemIds(value: Json, ids: IdSource): Map<string, string> {
  const found = new Map<string, string>();
  const walk = (inner: Json): void => {
    if (Array.isArray(inner)) {
      for (const item of inner) {
        const id = itemId(item);
        if (id !== null) found.set(id, ids("i"));
        walk(item);
      }
    } else if (isJsonObject(inner)) {
      for (const one of Object.values(inner)) walk(one);
    }
  };
  walk(value);
  return found;
}

/** The value with item ids, where they stand as text or key, and datapaths replaced. */
function remapped(
  value: Json,
  items: ReadonlyMap<string, string>,
  rewrite: (datapath: Datapath) => Datapath,
): Json {
  if (typeof value === "string") return items.get(value) ?? rewriteValue(value, rewrite);
  if (Array.isArray(value)) return value.map((item) => remapped(item, items, rewrite));
  if (!isJsonObject(value)) return value;
  const entries = Object.entries(value).map(([key, one]): [string, Json] => [
    items.get(key) ?? key,
    remapped(one, items, rewrite),
  ]);
  return Object.fromEntries(entries);
}
