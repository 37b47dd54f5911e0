/** Templates and datapath fields between what is stored (ids) and what is shown (names). */
import {
  type Datapath,
  parseDatapath,
  printDatapath,
  withIds,
  withNames,
} from "../datapath/index.ts";
import type { PlaybookDocument } from "../document/index.ts";
import { piecesOf } from "./parse.ts";

/** How the text is written: `json` is a JSON text, in whose strings a backslash is two. */
export type TextSyntax = "text" | "json";

/** Each datapath in the expressions of a template replaced; all else stays letter by letter. */
export function rewriteTemplate(
  text: string,
  rewrite: (datapath: Datapath) => Datapath,
  syntax: TextSyntax = "text",
): string {
  if (!text.includes("{{")) return text;
  let rewritten = "";
  let at = 0;
  for (const piece of piecesOf(text, syntax === "json")) {
    if (piece.kind !== "expression") continue;
    const inside = piece.inside.trim();
    const parsed = parseDatapath(inside);
    if (!parsed.ok) continue;
    const from = piece.start + 2 + piece.inside.indexOf(inside);
    rewritten += text.slice(at, from) + printDatapath(rewrite(parsed.datapath));
    at = from + inside.length;
  }
  return rewritten + text.slice(at);
}

/**
 * A template as a person wrote it, with ids in its datapaths. A datapath that
 * does not parse or names what is not there stays as it is; validation says so.
 */
export function templateToStored(
  text: string,
  document: PlaybookDocument,
  syntax: TextSyntax = "text",
): string {
  return rewriteTemplate(text, (datapath) => storedOrSame(datapath, document), syntax);
}

/** A stored template as a person reads it, with names in its datapaths. */
export function templateToShown(
  text: string,
  document: PlaybookDocument,
  syntax: TextSyntax = "text",
): string {
  return rewriteTemplate(text, (datapath) => withNames(datapath, document), syntax);
}

/**
 * A text that is a datapath, or else a template or a literal (End's outputs,
 * the sides of a comparison), with ids.
 */
export function valueToStored(text: string, document: PlaybookDocument): string {
  return rewriteValue(text, (datapath) => storedOrSame(datapath, document));
}

/** Such a text as a person reads it. */
export function valueToShown(text: string, document: PlaybookDocument): string {
  return rewriteValue(text, (datapath) => withNames(datapath, document));
}

/** Such a text with its datapath, or the datapaths in its expressions, replaced. */
export function rewriteValue(text: string, rewrite: (datapath: Datapath) => Datapath): string {
  const parsed = parseDatapath(text.trim());
  if (!parsed.ok) return rewriteTemplate(text, rewrite);
  const before = printDatapath(parsed.datapath);
  const after = printDatapath(rewrite(parsed.datapath));
  // A literal such as "https:x" that happens to look like a datapath stays letter by letter.
  return after === before ? text : after;
}

function storedOrSame(datapath: Datapath, document: PlaybookDocument): Datapath {
  const resolved = withIds(datapath, document);
  return resolved.ok ? resolved.datapath : datapath;
}

/** The datapaths in the expressions of a text, also of one that is faulty elsewhere. */
export function templateDatapaths(text: string): Datapath[] {
  if (!text.includes("{{")) return [];
  return [...piecesOf(text)].flatMap((piece) => {
    if (piece.kind !== "expression") return [];
    const parsed = parseDatapath(piece.inside.trim());
    return parsed.ok ? [parsed.datapath] : [];
  });
}
