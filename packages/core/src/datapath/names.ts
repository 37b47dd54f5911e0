import { conditionIds, indexDocument, type PlaybookDocument } from "../document/index.ts";
import { type Datapath, printDatapath, type Reference } from "./datapath.ts";
import { type DatapathError, type DatapathErrorCode, parseDatapath } from "./parse.ts";
import { blockId, conditionId, findBlock, inputId, rewriteReferences } from "./references.ts";

export type StoredText =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly error: DatapathError };

export type ResolvedDatapath =
  | { readonly ok: true; readonly datapath: Datapath }
  | { readonly ok: false; readonly error: DatapathError };

/**
 * What a person wrote, with ids in place of names. Fails when it does not parse
 * or names a block or an input that the document does not have; a text that may
 * also be a literal ("https://h") is one when this fails. An id is left as it
 * is, also one of a deleted block.
 */
export function toStored(text: string, document: PlaybookDocument): StoredText {
  const parsed = parseDatapath(text);
  if (!parsed.ok) return parsed;
  const stored = withIds(parsed.datapath, document, text);
  return stored.ok ? { ok: true, text: printDatapath(stored.datapath) } : stored;
}

/**
 * What a person reads. A name is printed only where it reads back as the same
 * thing, else the id ("#b_x1": the block is gone). Text that is no datapath is
 * given back as it is.
 */
export function toShown(text: string, document: PlaybookDocument): string {
  const parsed = parseDatapath(text);
  return parsed.ok ? printDatapath(withNames(parsed.datapath, document)) : text;
}

/**
 * The datapath with ids; `text` is what error ranges refer to. Names are looked up ignoring case, and
 * the number of a condition among those that its filter has now.
 */
export function withIds(
  datapath: Datapath,
  document: PlaybookDocument,
  text: string = printDatapath(datapath),
): ResolvedDatapath {
  const unknown: DatapathError[] = [];
  const found = <T>(known: T | null, given: T, error: () => DatapathError): T => {
    if (known === null) unknown.push(error());
    return known ?? given;
  };
  const rewritten = rewriteReferences(datapath, {
    block: (reference) =>
      found(blockId(reference, document), reference, () => {
        const name = wordOf(reference);
        return unknownError(
          "DATAPATH_UNKNOWN_BLOCK",
          `There is no block named "${name}".`,
          name,
          text,
        );
      }),
    input: (reference) =>
      found(inputId(reference, document), reference, () => {
        const name = wordOf(reference);
        const message = `The playbook has no input named "${name}".`;
        return unknownError("DATAPATH_UNKNOWN_INPUT", message, name, text);
      }),
    condition: (reference, filter) =>
      found(conditionId(reference, filter, document), reference, () => {
        const which = reference.kind === "id" ? reference.id : `condition_${reference.number}`;
        const message = `${wordOf(filter)} has no ${which}.`;
        return unknownError("DATAPATH_UNKNOWN_CONDITION", message, which, text);
      }),
  });
  // A filter that is not there is told before its condition.
  const error = unknown[0];
  return error === undefined ? { ok: true, datapath: rewritten } : { ok: false, error };
}

/** The datapath with names wherever a name reads back as the same thing. */
export function withNames(datapath: Datapath, document: PlaybookDocument): Datapath {
  const index = indexDocument(document);
  return rewriteReferences(datapath, {
    block: (reference) => {
      const name = reference.kind === "id" ? index.blocks.get(reference.id)?.name : undefined;
      return name === undefined ? reference : readsBack(reference, name, datapath, document);
    },
    input: (reference) => {
      const name = reference.kind === "id" ? index.inputs.get(reference.id)?.name : undefined;
      return name === undefined ? reference : readsBack(reference, name, datapath, document);
    },
    condition: (reference, filter) => {
      const block = findBlock(filter, document);
      if (reference.kind === "number" || block === undefined) return reference;
      const place = conditionIds(block).indexOf(reference.id);
      return place === -1 ? reference : { kind: "number", number: place + 1 };
    },
  });
}

/** A block may bear a name that is a source ("container"), or one that another bears in a faulty document. */
function readsBack(
  id: Reference,
  name: string,
  datapath: Datapath,
  document: PlaybookDocument,
): Reference {
  const named: Reference = { kind: "name", name };
  const isInput = datapath.source.kind === "playbook_input" && datapath.source.input === id;
  const alone: Datapath = isInput
    ? {
        filter: null,
        source: { kind: "playbook_input", input: named },
        section: null,
        segments: [],
      }
    : {
        filter: null,
        source: { kind: "block", block: named },
        section: null,
        segments: [{ kind: "each" }],
      };
  const parsed = parseDatapath(printDatapath(alone));
  if (!parsed.ok) return id;
  const found =
    parsed.datapath.source.kind === "block"
      ? blockId(parsed.datapath.source.block, document)
      : parsed.datapath.source.kind === "playbook_input"
        ? inputId(parsed.datapath.source.input, document)
        : null;
  return found?.kind === "id" && id.kind === "id" && found.id === id.id ? named : id;
}

function wordOf(reference: Reference): string {
  return reference.kind === "name" ? reference.name : reference.id;
}

function unknownError(
  code: DatapathErrorCode,
  message: string,
  word: string,
  text: string,
): DatapathError {
  const start = Math.max(0, text.indexOf(word));
  return { code, message, start, end: start + word.length };
}
