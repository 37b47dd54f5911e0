/**
 * An edit of a document, as data. The browser applies it at once, the server
 * applies it in its order, and both call the same pure function.
 */
import type { Block, Callback, PlaybookDocument, Position } from "../document/index.ts";
import type { Json, JsonObject } from "../json/index.ts";

/** Segments from the block (or the document): keys of objects, and ids of items in lists. Never indexes. */
export type FieldPath = readonly string[];

/** An item of a list in a configuration; it has an id that never changes. */
export type Item = JsonObject & { id: string };

export type Operation =
  /** New blocks with callbacks among them or to existing ones: add, paste, duplicate, bring back. */
  | {
      readonly kind: "addBlocks";
      readonly blocks: readonly Block[];
      readonly callbacks: readonly PlacedCallback[];
    }
  /** Removes their callbacks too, and the blocks that stand in them. */
  | {
      readonly kind: "removeBlocks";
      readonly blockIds: readonly string[];
      readonly expected?: ExpectedBlocks;
    }
  | {
      readonly kind: "moveBlocks";
      readonly moves: readonly {
        readonly blockId: string;
        readonly from: Position;
        readonly to: Position;
      }[];
    }
  /**
   * Path starts inside the block: ["config", "parameters", "URL"], ["note"], ["join"], ["parent"].
   * `from` undefined: there was none. `value` undefined: remove the key.
   */
  | {
      readonly kind: "setField";
      readonly blockId: string;
      readonly path: FieldPath;
      readonly from: Json | undefined;
      readonly value: Json | undefined;
    }
  | {
      readonly kind: "insertItem";
      readonly blockId: string;
      readonly path: FieldPath;
      readonly item: Item;
      readonly beforeId: string | null;
    }
  | {
      readonly kind: "moveItem";
      readonly blockId: string;
      readonly path: FieldPath;
      readonly itemId: string;
      readonly beforeId: string | null;
    }
  | {
      readonly kind: "removeItem";
      readonly blockId: string;
      readonly path: FieldPath;
      readonly itemId: string;
      readonly expected?: string;
    }
  | { readonly kind: "connect"; readonly callback: Callback; readonly beforeId: string | null }
  | { readonly kind: "disconnect"; readonly callbackIds: readonly string[] }
  /** A field of a callback: ["awaited"]. */
  | {
      readonly kind: "setCallback";
      readonly callbackId: string;
      readonly path: FieldPath;
      readonly from: Json;
      readonly value: Json;
    }
  /** Order among the callbacks of one port. */
  | { readonly kind: "reorder"; readonly callbackId: string; readonly beforeId: string | null }
  | {
      readonly kind: "rename";
      readonly blockId: string;
      readonly from: string;
      readonly name: string;
    }
  /** "name" or "description" of the playbook. */
  | {
      readonly kind: "setPlaybook";
      readonly path: FieldPath;
      readonly from: Json;
      readonly value: Json;
    }
  | {
      readonly kind: "replaceDocument";
      readonly document: PlaybookDocument;
      readonly expected?: string;
    }
  /** Several as one gesture and one undo; all or none. */
  | { readonly kind: "together"; readonly operations: readonly Operation[] };

/**
 * What an inverse that removes expects to find, as fingerprints: undo leaves
 * alone what another has changed since. `expected` of an item or a document is
 * its fingerprint. Applied as an ordinary operation it counts for nothing.
 */
export interface ExpectedBlocks {
  /** Fingerprint by block id, without the position. */
  readonly blocks: Readonly<Record<string, string>>;
  /** Callbacks of these blocks that the operation made; any other is another's. */
  readonly callbackIds: readonly string[];
}

export interface PlacedCallback {
  readonly callback: Callback;
  /** The callback of the same port before which it stands; null: last. */
  readonly beforeId: string | null;
}

/** What applying one operation gives. */
export type Applied =
  | {
      readonly status: "applied";
      readonly document: PlaybookDocument;
      /** Takes the operation back; undo touches only fields that still hold what it set. */
      readonly inverse: Operation;
      /** The operation as it took effect, e.g. with the name made unique ("_2"). */
      readonly operation: Operation;
    }
  /** The field was changed since by another: theirs stays. */
  | {
      readonly status: "conflict";
      readonly blockId: string | null;
      readonly path: FieldPath;
      readonly mine: Json | undefined;
      readonly theirs: Json | undefined;
    }
  /** The block (or item, or callback) is not there any more. */
  | { readonly status: "gone"; readonly what: "block" | "item" | "callback"; readonly id: string }
  | { readonly status: "refused"; readonly message: string; readonly path: FieldPath };
