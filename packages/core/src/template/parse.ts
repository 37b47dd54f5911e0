import { parseDatapath } from "../datapath/index.ts";
import {
  CALLBACK_NAMES,
  type ExpressionPart,
  SCOPES,
  type Template,
  type TemplatePart,
} from "./template.ts";

/** What is wrong in a template; `start` and `end` are UTF-16 positions in its text. */
export interface TemplateError {
  /** TEMPLATE_UNCLOSED, TEMPLATE_EMPTY, TEMPLATE_SCOPE, TEMPLATE_NAME, or one of a datapath. */
  readonly code: string;
  readonly message: string;
  readonly start: number;
  readonly end: number;
}

export type ParsedTemplate =
  | { readonly ok: true; readonly template: Template }
  /** At least one error, in order. */
  | { readonly ok: false; readonly errors: readonly TemplateError[] };

/** Parses a template; names of connection parameters are not looked up here. Linear in its length. */
export function parseTemplate(text: string): ParsedTemplate {
  const parts: TemplatePart[] = [];
  const errors: TemplateError[] = [];
  let literal = "";
  let literalStart = 0;
  const endLiteral = (end: number): void => {
    if (literal !== "") parts.push({ kind: "text", text: literal, start: literalStart, end });
    literal = "";
  };
  for (const piece of piecesOf(text)) {
    if (piece.kind === "text") {
      if (literal === "") literalStart = piece.start;
      literal += piece.text;
      continue;
    }
    endLiteral(piece.start);
    const part = piece.kind === "open" ? unclosed(piece) : parseExpression(piece);
    if ("code" in part) errors.push(part);
    else parts.push(part);
  }
  endLiteral(text.length);
  return errors.length > 0 ? { ok: false, errors } : { ok: true, template: { text, parts } };
}

/** A stretch of template text: text (unescaped), "{{...}}" with its inside, or "{{" that nothing closes. */
export type Piece =
  | { readonly kind: "text"; readonly text: string; readonly start: number; readonly end: number }
  | {
      readonly kind: "expression";
      readonly inside: string;
      readonly start: number;
      readonly end: number;
    }
  | { readonly kind: "open"; readonly start: number; readonly end: number };

/**
 * Cuts a template text into its pieces. `json`: the text is the inside of a
 * JSON text, in which a backslash is written as two.
 */
export function* piecesOf(text: string, json = false): Generator<Piece> {
  const width = json ? 2 : 1;
  let at = 0;
  let close = text.indexOf("}}");
  for (let braces = text.indexOf("{{"); braces >= 0; braces = text.indexOf("{{", at)) {
    const slashes = Math.floor(slashesBefore(text, braces, at) / width);
    const plain = text.slice(at, braces - slashes * width) + "\\".repeat(Math.floor(slashes / 2));
    if (slashes % 2 === 1) {
      yield { kind: "text", text: `${plain}{{`, start: at, end: braces + 2 };
      at = braces + 2;
      continue;
    }
    let open = braces;
    while (text[open + 2] === "{") open += 1;
    const before = plain + "{".repeat(open - braces);
    if (before !== "") yield { kind: "text", text: before, start: at, end: open };
    if (close >= 0 && close < open + 2) close = text.indexOf("}}", open + 2);
    const next = text.indexOf("{{", open + 2);
    if (close < 0 || (next >= 0 && next < close)) {
      yield { kind: "open", start: open, end: open + 2 };
      at = open + 2;
    } else {
      yield {
        kind: "expression",
        inside: text.slice(open + 2, close),
        start: open,
        end: close + 2,
      };
      at = close + 2;
    }
  }
  if (at < text.length) yield { kind: "text", text: text.slice(at), start: at, end: text.length };
}

function slashesBefore(text: string, at: number, from: number): number {
  let first = at;
  while (first > from && text[first - 1] === "\\") first -= 1;
  return at - first;
}

type Expression = Extract<Piece, { kind: "expression" }>;

const SCOPED = /^([A-Za-z]+)\.([A-Za-z_][A-Za-z0-9_]*)$/;
const WORD_AND_DOT = /^([A-Za-z_]\w*)\.[^:]*$/;

function parseExpression(piece: Expression): ExpressionPart | TemplateError {
  const { start, end } = piece;
  const text = piece.inside.replace(/^[ \t]+|[ \t]+$/g, "");
  if (text === "") {
    return error("TEMPLATE_EMPTY", "There is nothing between {{ and }}.", start, end);
  }
  const scoped = SCOPED.exec(text);
  const scope = SCOPES.find((one) => one === scoped?.[1]?.toLowerCase());
  const name = scoped?.[2];
  if (scope !== undefined && name !== undefined) {
    if (scope === "callback" && !CALLBACK_NAMES.some((known) => known === name.toLowerCase())) {
      const message = `A callback has url, id and expires_at, but no ${name}.`;
      return error("TEMPLATE_NAME", message, start, end);
    }
    return { kind: "scoped", scope, name, start, end };
  }
  if (!text.includes(":")) return badScope(text, start, end);
  const parsed = parseDatapath(text);
  if (parsed.ok) return { kind: "datapath", datapath: parsed.datapath, start, end };
  const shift = start + 2 + piece.inside.indexOf(text);
  const { code, message } = parsed.error;
  return error(code, message, shift + parsed.error.start, shift + parsed.error.end);
}

function badScope(text: string, start: number, end: number): TemplateError {
  const word = WORD_AND_DOT.exec(text)?.[1];
  if (word !== undefined && SCOPES.some((scope) => scope === word.toLowerCase())) {
    const message = `"${text}" is no name: letters, digits and _ follow ${word}.`;
    return error("TEMPLATE_NAME", message, start, end);
  }
  const message = `{{${cut(text)}}} is neither connector.<name> nor callback.<name> nor a datapath such as lookup_1:action_result.data.`;
  return error("TEMPLATE_SCOPE", message, start, end);
}

function unclosed(piece: { readonly start: number; readonly end: number }): TemplateError {
  const message = "{{ is not closed by }}. For two braces as text write \\{{.";
  return error("TEMPLATE_UNCLOSED", message, piece.start, piece.end);
}

function cut(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}...` : text;
}

function error(code: string, message: string, start: number, end: number): TemplateError {
  return { code, message, start, end };
}
