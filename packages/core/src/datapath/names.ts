import { indexDocument, nameKey, type PlaybookDocument } from "../document/index.ts";
import { type Datapath, printDatapath, type Reference, type Source } from "./datapath.ts";
import { type DatapathError, parseDatapath } from "./parse.ts";

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

/** The datapath with ids; `text` is what error ranges refer to. Names are looked up ignoring case. */
export function withIds(
  datapath: Datapath,
  document: PlaybookDocument,
  text: string = printDatapath(datapath),
): ResolvedDatapath {
  const unknown: DatapathError[] = [];
  const ids: Rewrite = {
    block: (reference) => blockId(reference, document) ?? missing(reference, "block"),
    input: (reference) => inputId(reference, document) ?? missing(reference, "input"),
  };
  const missing = (reference: Reference, what: "block" | "input"): Reference => {
    unknown.push(unknownError(reference, what, text));
    return reference;
  };
  const rewritten = rewriteReferences(datapath, ids);
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
  });
}

/** How the references of a datapath are replaced. */
export interface Rewrite {
  block(reference: Reference): Reference;
  input(reference: Reference): Reference;
}

/** The datapath with each of its references replaced. */
export function rewriteReferences(datapath: Datapath, rewrite: Rewrite): Datapath {
  const { filter, source } = datapath;
  const rewritten = (): Source => {
    if (source.kind === "block") return { kind: "block", block: rewrite.block(source.block) };
    if (source.kind !== "playbook_input") return source;
    return { kind: "playbook_input", input: rewrite.input(source.input) };
  };
  return {
    ...datapath,
    filter: filter === null ? null : { ...filter, block: rewrite.block(filter.block) },
    source: rewritten(),
  };
}

function blockId(reference: Reference, document: PlaybookDocument): Reference | null {
  if (reference.kind === "id") return reference;
  const block = indexDocument(document).blocksByName.get(nameKey(reference.name));
  return block === undefined ? null : { kind: "id", id: block.id };
}

function inputId(reference: Reference, document: PlaybookDocument): Reference | null {
  if (reference.kind === "id") return reference;
  const { inputs, inputsByName } = indexDocument(document);
  const key = nameKey(reference.name);
  const input =
    inputsByName.get(reference.name) ??
    [...inputs.values()].find((one) => nameKey(one.name) === key);
  return input === undefined ? null : { kind: "id", id: input.id };
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

function unknownError(reference: Reference, what: "block" | "input", text: string): DatapathError {
  const name = reference.kind === "name" ? reference.name : reference.id;
  const start = Math.max(0, text.indexOf(name));
  return {
    code: what === "block" ? "DATAPATH_UNKNOWN_BLOCK" : "DATAPATH_UNKNOWN_INPUT",
    message:
      what === "block"
        ? `There is no block named "${name}".`
        : `The playbook has no input named "${name}".`,
    start,
    end: start + name.length,
  };
}
