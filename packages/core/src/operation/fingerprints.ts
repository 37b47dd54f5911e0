/**
 * Marks by which undo tells "still what it was" from "changed since". They are
 * kept with inverses in the log, so a block, or a document, that uses nothing
 * of a newer format must have the mark that the first format gave it.
 */
import {
  ADDED_IN_2,
  type Block,
  type PlaybookDocument,
  withoutDefaults,
} from "../document/index.ts";
import { fingerprint } from "../json/index.ts";

/** Fingerprint of what undo must not lose: all of a block but where it stands. */
export function blockFingerprint({ position: _, ...rest }: Block): string {
  return fingerprint(withoutDefaults(rest, ADDED_IN_2.block));
}

/** Fingerprint of a whole document. */
export function documentFingerprint(document: PlaybookDocument): string {
  const { blocks, callbacks, ...rest } = document;
  return fingerprint({
    ...withoutDefaults(rest, ADDED_IN_2.document),
    formatVersion: 1,
    blocks: blocks.map((block) => withoutDefaults(block, ADDED_IN_2.block)),
    callbacks: callbacks.map((callback) => withoutDefaults(callback, ADDED_IN_2.callback)),
  });
}
