/** The template of a Format: text, datapaths, and parts that repeat for each row. */
import type { Datapath } from "@callbook/core/datapath";
import type { PlaybookDocument } from "@callbook/core/document";
import { expressionsOf, parseTemplate, piecesOf } from "@callbook/core/template";
import { bareDatapath } from "@callbook/core/value";
import type { FormatConfig } from "./config.ts";

export type Piece =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "datapath"; readonly datapath: Datapath };

/** Lines of a template; those that repeat stood between two lines of %%. */
export interface Part {
  readonly repeats: boolean;
  readonly pieces: readonly Piece[];
}

/** What keeps a template from being filled. */
export interface Fault {
  /** TEMPLATE: it is no template, which validation says of every text. */
  readonly code: "TEMPLATE" | "REPEAT_OPEN" | "PARAMETER_UNKNOWN" | "PARAMETER_DATAPATH";
  readonly message: string;
  /** The parameter at fault; null: the template is. */
  readonly parameterId: string | null;
}

export interface FormatTemplate {
  readonly parts: readonly Part[];
  /** Empty: it can be filled. */
  readonly faults: readonly Fault[];
}

/** Reads template and parameters. Linear in their length. Pure. */
export function readFormat(
  { template, parameters }: Pick<FormatConfig, "template" | "parameters">,
  document: PlaybookDocument,
): FormatTemplate {
  const faults: Fault[] = [];
  const datapaths = parameters.map(({ id, value }, place) => {
    const datapath = bareDatapath(value, document);
    if (datapath === null) {
      const message = `The parameter {${place}} is no datapath. Pick one.`;
      faults.push({ code: "PARAMETER_DATAPATH", message, parameterId: id });
    }
    return datapath;
  });
  const sections = sectionsOf(template);
  if (sections.length % 2 === 0) {
    const message =
      "A line of %% has no second one. What repeats stands between two lines of %% alone.";
    faults.push({ code: "REPEAT_OPEN", message, parameterId: null });
  }
  const parts = sections.flatMap((lines, index): readonly Part[] => {
    if (lines.length === 0) return [];
    const pieces = piecesIn(lines.join("\n"), datapaths, faults);
    return [{ repeats: index % 2 === 1, pieces }];
  });
  return { parts, faults };
}

/** The lines between the lines of %%: what stands once and what repeats in turn. */
function sectionsOf(template: string): readonly (readonly string[])[] {
  const sections: string[][] = [[]];
  for (const line of template.split("\n")) {
    if (line.trim() === "%%") sections.push([]);
    else sections.at(-1)?.push(line);
  }
  return sections;
}

function piecesIn(
  text: string,
  parameters: readonly (Datapath | null)[],
  faults: Fault[],
): readonly Piece[] {
  const fault = (code: Fault["code"], message: string) =>
    faults.push({ code, message, parameterId: null });
  const parsed = parseTemplate(text);
  if (!parsed.ok) {
    fault("TEMPLATE", parsed.errors[0]?.message ?? "The template is faulty.");
    return [];
  }
  const expressions = new Map(expressionsOf(parsed.template).map((part) => [part.start, part]));
  const pieces: Piece[] = [];
  for (const piece of piecesOf(text)) {
    if (piece.kind === "text") {
      for (const one of placesIn(piece.text)) {
        if (typeof one === "string") {
          pieces.push({ kind: "text", text: one });
          continue;
        }
        const datapath = parameters[one.place];
        if (datapath === undefined)
          fault("PARAMETER_UNKNOWN", unknown(one.place, parameters.length));
        else if (datapath !== null) pieces.push({ kind: "datapath", datapath });
      }
      continue;
    }
    const part = expressions.get(piece.start);
    if (part?.kind === "datapath") pieces.push({ kind: "datapath", datapath: part.datapath });
    else if (part?.kind === "scoped")
      fault("TEMPLATE", `{{${part.scope}.${part.name}}} may stand in the inputs of a command only`);
  }
  return pieces;
}

/**
 * Text and {0}, {1} in it. As before double braces, a backslash directly before makes text of it and
 * two are one backslash. What a template has escaped is a piece by itself, so that the {0} inside of
 * "\{{0}}" is text.
 */
function placesIn(text: string): readonly (string | { readonly place: number })[] {
  const found: (string | { readonly place: number })[] = [];
  let at = 0;
  for (const match of text.matchAll(/(\\*)\{(0|[1-9]\d{0,3})\}/g)) {
    const [whole, slashes = "", digits = ""] = match;
    const before = text.slice(at, match.index) + "\\".repeat(Math.floor(slashes.length / 2));
    const isText = slashes.length % 2 === 1;
    if (isText) found.push(`${before}{${digits}}`);
    else found.push(before, { place: Number(digits) });
    at = match.index + whole.length;
  }
  found.push(text.slice(at));
  return found.filter((one) => one !== "");
}

function unknown(place: number, count: number): string {
  const there = count === 0 ? "there is no parameter" : `the last parameter is {${count - 1}}`;
  return `The template names {${place}}, and ${there}. For the text {${place}} write \\{${place}}.`;
}
