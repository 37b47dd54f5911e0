import { givesCallbacks, takesCallbacks } from "@callbook/core/block";
import { indexDocument } from "@callbook/core/document";
import { type Clipboard, copyBlocks, type Operation, pasteBlocks } from "@callbook/core/operation";
import { useMemo } from "react";
import { type BlockMove, nothingSelected, type PortRef } from "../../canvas/canvas-contract.ts";
import { freePlace, type Point, ROW_GAP, SNAP, snapped } from "../../canvas/geometry.ts";
import { tidyLayout } from "../../canvas/tidy.ts";
import { newId } from "../document/index.ts";
import { type Editor, useEditor } from "../open-playbook/index.ts";
import {
  addBlock,
  type Choice,
  chosenBlock,
  connectTo,
  insertOn,
  type Made,
  newBlockSize,
  removeAll,
} from "./gestures.ts";

export interface Editing {
  /** Adds a block at a place, or where it makes sense: below the selected block and called by it, else in view. */
  readonly add: (choice: Choice, at: Point | null) => void;
  /** Adds a block that a port calls; without a place it stands below the caller. */
  readonly addCalledBy: (choice: Choice, from: PortRef, at: Point | null) => void;
  readonly insert: (choice: Choice, callbackId: string) => void;
  readonly connect: (from: PortRef, targetId: string) => void;
  readonly move: (moves: readonly BlockMove[]) => void;
  readonly remove: (
    blocks: ReadonlySet<string>,
    callbacks: ReadonlySet<string>,
    reconnect: boolean,
  ) => void;
  readonly duplicate: (blocks: ReadonlySet<string>) => void;
  readonly copied: (blocks: ReadonlySet<string>) => Clipboard | null;
  readonly paste: (copied: Clipboard, at: Point) => void;
  readonly tidy: () => void;
}

/** What can be done to the playbook by gesture, key and menu. */
export function useEditing(): Editing {
  const editor = useEditor();
  return useMemo(() => editingOf(editor), [editor]);
}

function editingOf(editor: Editor): Editing {
  const { document, catalogue, scene } = editor;
  const index = indexDocument(document);
  const boxes = [...scene.blocks.values()].map((block) => block.box);
  const sizeOf = (id: string) => scene.blocks.get(id)?.box ?? { width: 192, height: 67 };

  const perform = (made: Made | null) => {
    if (made === null) return;
    const applied = editor.apply(made.operation, made.label);
    if (applied.status !== "applied") return;
    editor.select(
      made.blockIds.length === 0
        ? nothingSelected
        : { blocks: new Set(made.blockIds), callbacks: new Set() },
    );
  };

  const addAt = (choice: Choice, from: PortRef | null, wanted: Point, exact: boolean) => {
    const spec = catalogue.blocks.get(choice.type);
    if (spec === undefined) return;
    const place = exact ? wanted : freePlace(wanted, newBlockSize(spec, catalogue), boxes);
    const block = chosenBlock(choice, place, document, catalogue, newId);
    if (block === null) return;
    perform(addBlock(block, takesCallbacks(spec) ? from : null, newId));
  };
  const below = (blockId: string, choice: Choice): Point => {
    const box = scene.blocks.get(blockId)?.box;
    const spec = catalogue.blocks.get(choice.type);
    if (box === undefined || spec === undefined) return { x: 0, y: 0 };
    const { width } = newBlockSize(spec, catalogue);
    return { x: box.x + (box.width - width) / 2, y: box.y + box.height + ROW_GAP };
  };
  const paste = (clipboard: Clipboard, at: Point | null, verb: string) => {
    const pasted = pasteBlocks({
      document,
      clipboard,
      at: at === null ? null : snapped(at),
      ids: newId,
      specs: catalogue.blocks,
    });
    if (pasted.operation === null) return;
    const { length } = pasted.blockIds;
    const label = `${verb} ${length === 1 ? "a block" : `${length} blocks`}`;
    perform({ operation: pasted.operation, label, blockIds: pasted.blockIds });
  };

  return {
    add(choice, at) {
      if (at !== null) return addAt(choice, null, at, true);
      const from = freePort(editor);
      if (from !== null) return addAt(choice, from, below(from.blockId, choice), false);
      const middle = editor.view.get()?.middle() ?? { x: 0, y: 0 };
      addAt(choice, null, { x: middle.x - 96, y: middle.y - 45 }, false);
    },
    addCalledBy(choice, from, at) {
      if (at === null) addAt(choice, from, below(from.blockId, choice), false);
      else addAt(choice, from, { x: at.x - 96, y: at.y }, true);
    },
    insert(choice, callbackId) {
      const callback = index.callbacks.get(callbackId);
      if (callback === undefined) return;
      const block = chosenBlock(choice, { x: 0, y: 0 }, document, catalogue, newId);
      if (block === null) return;
      perform(insertOn(callback, block, document, catalogue, sizeOf, newId));
    },
    connect(from, targetId) {
      const made = connectTo(from, targetId, document, newId);
      editor.apply(made.operation, made.label);
    },
    move(moves) {
      const known = moves.flatMap(({ blockId, to }) => {
        const block = index.blocks.get(blockId);
        return block === undefined ? [] : [{ blockId, from: block.position, to }];
      });
      if (known.length === 0) return;
      editor.apply(
        { kind: "moveBlocks", moves: known },
        labelOfMove(known.length, index.blocks.get(known[0]?.blockId ?? "")?.name),
      );
    },
    remove(blocks, callbacks, reconnect) {
      perform(removeAll(document, removable(editor, blocks), callbacks, reconnect, newId));
    },
    duplicate(blocks) {
      const clipboard = copyBlocks(document, blocks);
      if (clipboard === null) return;
      const left = Math.min(...clipboard.blocks.map((block) => block.position.x));
      const top = Math.min(...clipboard.blocks.map((block) => block.position.y));
      paste(clipboard, { x: left + 2 * SNAP, y: top + 2 * SNAP }, "Duplicate");
    },
    copied: (blocks) => copyBlocks(document, blocks),
    paste: (clipboard, at) => paste(clipboard, at, "Paste"),
    tidy() {
      const chosen = editor.selection.blocks.size > 1 ? editor.selection.blocks : null;
      const blocks = [...scene.blocks.values()].filter((block) => chosen?.has(block.id) ?? true);
      const places = tidyLayout(blocks, document.callbacks);
      const moves = [...places].flatMap(([blockId, to]) => {
        const block = index.blocks.get(blockId);
        return block === undefined ? [] : [{ blockId, from: block.position, to }];
      });
      if (moves.length === 0) return;
      const operation: Operation = { kind: "moveBlocks", moves };
      editor.apply(operation, "Tidy the layout");
    },
  };
}

function labelOfMove(count: number, name: string | undefined): string {
  return count === 1 ? `Move ${name ?? "block"}` : `Move ${count} blocks`;
}

/** What the run begins with stays: without it nothing can run. */
function removable(editor: Editor, blocks: ReadonlySet<string>): ReadonlySet<string> {
  const index = indexDocument(editor.document);
  return new Set(
    [...blocks].filter((id) => {
      const spec = editor.catalogue.blocks.get(index.blocks.get(id)?.type ?? "");
      return spec === undefined || takesCallbacks(spec);
    }),
  );
}

/** The first port of the one selected block that calls nobody yet; of the only block while it stands alone. */
function freePort(editor: Editor): PortRef | null {
  const { blocks } = editor.document;
  const alone = blocks.length === 1 ? blocks.map((block) => block.id) : [];
  const [id, more] = editor.selection.blocks.size === 0 ? alone : [...editor.selection.blocks];
  if (id === undefined || more !== undefined) return null;
  const index = indexDocument(editor.document);
  const block = index.blocks.get(id);
  const spec = editor.catalogue.blocks.get(block?.type ?? "");
  if (block === undefined || spec === undefined || !givesCallbacks(spec)) return null;
  const port = spec
    .ports(block)
    .find((one) => one.kind === "normal" && index.ofPort(id, one.id).length === 0);
  return port === undefined ? null : { blockId: id, port: port.id };
}
