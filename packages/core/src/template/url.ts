import type { TemplateError } from "./parse.ts";
import { type Encode, textOf } from "./substitute.ts";
import type { ScopedPart, Template, TemplatePart } from "./template.ts";

/**
 * How values stand in a URL: percent-encoded (RFC 3986), also "/", "?", "#" and
 * "%", so that no value brings host, path or query of its own. Only
 * connector.restapi_url at the very start is put in raw. A value "." or ".."
 * that is a whole path segment is refused: encoded it would still climb.
 */
export const urlEncode: Encode = (value, part, before) => {
  if (part.kind === "scoped" && isRequestUrl(part) && before.trim() === "") {
    return { ok: true, text: textOf(value) };
  }
  const text = textOf(value);
  const inPath = !/[?#]/.test(before);
  if (inPath && (text === "." || text === "..") && /(?:^|\/)$/.test(before)) {
    return { ok: false, message: `A value "${text}" cannot stand as a segment of a path` };
  }
  return { ok: true, text: encodeComponent(text) };
};

function encodeComponent(text: string): string {
  return encodeURIComponent(wellFormed(text)).replace(
    /[!'()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** A lone surrogate cannot be encoded; it becomes the replacement character, as in every URL parser. */
function wellFormed(text: string): string {
  return text.replace(
    /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g,
    "\ufffd",
  );
}

function isRequestUrl(part: ScopedPart): boolean {
  return part.scope === "connector" && part.name.toLowerCase() === "restapi_url";
}

/**
 * What is wrong with a template as a URL: scheme and host are written out, or
 * come from connector.restapi_url at the very start, or the URL is relative.
 * Any other expression before the path could redirect the request, with its
 * credentials, to another host.
 */
export function checkUrl(template: Template): TemplateError[] {
  const [first, ...rest] = withoutLeadingSpace(template.parts);
  if (first === undefined) return [];
  if (first.kind === "scoped" && isRequestUrl(first)) return beforePath(rest, "");
  if (first.kind !== "text") return [misplaced(first)];
  const origin =
    /^[A-Za-z][A-Za-z0-9+.-]*:\/\//.exec(first.text)?.[0] ?? /^\/\//.exec(first.text)?.[0];
  return origin === undefined ? [] : beforePath([first, ...rest], origin);
}

/** Expressions before the first "/", "?" or "#" that follows `origin`. */
function beforePath(parts: readonly TemplatePart[], origin: string): TemplateError[] {
  const found: TemplateError[] = [];
  for (const [i, part] of parts.entries()) {
    if (part.kind !== "text") found.push(misplaced(part));
    else if (/[/?#]/.test(i === 0 ? part.text.slice(origin.length) : part.text)) break;
  }
  return found;
}

function withoutLeadingSpace(parts: readonly TemplatePart[]): readonly TemplatePart[] {
  const [first, ...rest] = parts;
  if (first?.kind !== "text") return parts;
  const text = first.text.trimStart();
  return text === "" ? rest : [{ ...first, text }, ...rest];
}

function misplaced(part: { readonly start: number; readonly end: number }): TemplateError {
  return {
    code: "TEMPLATE_IN_ORIGIN",
    message:
      "Before the path of a URL only {{connector.restapi_url}} may stand, at the very start. Write scheme and host out, or begin with it.",
    start: part.start,
    end: part.end,
  };
}
