/** What a datapath refers to, found in a document and replaced. */
import {
  type Block,
  conditionIds,
  indexDocument,
  nameKey,
  type PlaybookDocument,
} from "../document/index.ts";
import type { ConditionReference, Datapath, Reference, Source } from "./datapath.ts";

/** How the references of a datapath are replaced. */
export interface Rewrite {
  block(reference: Reference): Reference;
  input(reference: Reference): Reference;
  /** `filter`: the block whose condition it is, as the datapath refers to it. */
  condition(reference: ConditionReference, filter: Reference): ConditionReference;
}

/** The datapath with each of its references replaced. */
export function rewriteReferences(datapath: Datapath, rewrite: Rewrite): Datapath {
  const { filter, source } = datapath;
  const rewritten = (): Source => {
    if (source.kind === "block") return { kind: "block", block: rewrite.block(source.block) };
    if (source.kind !== "playbook_input") return source;
    return { kind: "playbook_input", input: rewrite.input(source.input) };
  };
  if (filter?.kind !== "condition") return { ...datapath, source: rewritten() };
  const block = rewrite.block(filter.block);
  const condition = rewrite.condition(filter.condition, filter.block);
  return { ...datapath, filter: { kind: "condition", block, condition }, source: rewritten() };
}

/** The datapath with ids for all that the document has; what it does not have stays as it is written. */
export function asFarAsKnown(datapath: Datapath, document: PlaybookDocument): Datapath {
  return rewriteReferences(datapath, {
    block: (reference) => blockId(reference, document) ?? reference,
    input: (reference) => inputId(reference, document) ?? reference,
    condition: (reference, filter) => conditionId(reference, filter, document) ?? reference,
  });
}

/** undefined: the document has no such block. */
export function findBlock(reference: Reference, document: PlaybookDocument): Block | undefined {
  const { blocks, blocksByName } = indexDocument(document);
  return reference.kind === "id"
    ? blocks.get(reference.id)
    : blocksByName.get(nameKey(reference.name));
}

/** The block by its id; an id stays, also of a block that is gone. null: there is none of this name. */
export function blockId(reference: Reference, document: PlaybookDocument): Reference | null {
  if (reference.kind === "id") return reference;
  const block = findBlock(reference, document);
  return block === undefined ? null : { kind: "id", id: block.id };
}

/** The input by its id; an id stays. null: there is none of this name. */
export function inputId(reference: Reference, document: PlaybookDocument): Reference | null {
  if (reference.kind === "id") return reference;
  const { inputs, inputsByName } = indexDocument(document);
  const key = nameKey(reference.name);
  const input =
    inputsByName.get(reference.name) ??
    [...inputs.values()].find((one) => nameKey(one.name) === key);
  return input === undefined ? null : { kind: "id", id: input.id };
}

/** The condition by its id; an id stays. null: the filter has none of this number, or there is no such filter. */
export function conditionId(
  reference: ConditionReference,
  filter: Reference,
  document: PlaybookDocument,
): ConditionReference | null {
  if (reference.kind === "id") return reference;
  const block = findBlock(filter, document);
  const id = block === undefined ? undefined : conditionIds(block)[reference.number - 1];
  return id === undefined ? null : { kind: "id", id };
}
