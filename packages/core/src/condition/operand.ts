/** One side of a comparison: a datapath to collect, or what somebody wrote. */
import { type Datapath, parseDatapath, type Reference } from "../datapath/index.ts";
import type { Json } from "../json/index.ts";
import { literalValue } from "./literal.ts";

export type Operand =
  | { readonly kind: "datapath"; readonly datapath: Datapath }
  | { readonly kind: "literal"; readonly value: Json };

/**
 * Reads the stored text of one side. A datapath may stand bare or in braces;
 * what only looks like one ("https://h", a block name that `knowsBlock` does
 * not know) is a literal. Pure.
 */
export function operandOf(text: string, knowsBlock: (reference: Reference) => boolean): Operand {
  const parsed = parseDatapath(BRACES.exec(text)?.[1] ?? text);
  if (!parsed.ok) return { kind: "literal", value: literalValue(text) };
  const { source } = parsed.datapath;
  if (source.kind === "block" && source.block.kind === "name" && !knowsBlock(source.block))
    return { kind: "literal", value: literalValue(text) };
  return { kind: "datapath", datapath: parsed.datapath };
}

const BRACES = /^\{\{\s*([^{}]*?)\s*\}\}$/;
