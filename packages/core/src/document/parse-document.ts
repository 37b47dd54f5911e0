import {
  findExcess,
  findUnfit,
  isJsonObject,
  type Json,
  member,
  parseJson,
  utf8Length,
} from "../json/index.ts";
import { checkReferences } from "./check-references.ts";
import { PlaybookDocument } from "./document.ts";
import {
  documentSize,
  MOST_BLOCKS,
  MOST_BYTES,
  MOST_CALLBACKS,
  MOST_DEPTH,
  MOST_TEXT_BYTES,
} from "./limits.ts";
import type { Problem } from "./problem.ts";
import { upgradeDocument } from "./upgrade.ts";

export type ParsedDocument =
  | { readonly ok: true; readonly document: PlaybookDocument }
  /** Errors with their paths, at most 100. */
  | { readonly ok: false; readonly problems: readonly Problem[] };

const MOST_PROBLEMS = 100;

/**
 * Reads a playbook document from JSON text, or from a value that was JSON.
 * A document of an older format is upgraded. Checks size, nesting, keys, shape,
 * ids and names; a document that passes may still have problems (a cycle, an
 * empty input, a block type that is not known), which `validate` finds. Never
 * throws.
 */
export function parseDocument(input: unknown): ParsedDocument {
  const read = typeof input === "string" ? readText(input) : readValue(input);
  if (!read.ok) return read;
  const upgraded = upgradeDocument(read.value);
  if (!upgraded.ok) return failed(upgraded.code, upgraded.message, upgraded.path);
  const tooMany = checkCounts(upgraded.value);
  if (tooMany !== null) return tooMany;
  const parsed = PlaybookDocument.safeParse(upgraded.value);
  if (!parsed.success) {
    const problems = parsed.error.issues
      .slice(0, MOST_PROBLEMS)
      .map((issue) =>
        problem("DOCUMENT_SHAPE", issue.message, pathByIds(issue.path, upgraded.value)),
      );
    return { ok: false, problems };
  }
  const size = documentSize(parsed.data);
  if (size > MOST_BYTES) return tooLarge(size);
  const problems = checkReferences(parsed.data).slice(0, MOST_PROBLEMS);
  return problems.length > 0 ? { ok: false, problems } : { ok: true, document: parsed.data };
}

type Read = { readonly ok: true; readonly value: Json } | Extract<ParsedDocument, { ok: false }>;

function readText(text: string): Read {
  const size = utf8Length(text);
  if (size > MOST_TEXT_BYTES) return tooLarge(size);
  if (findExcess(text)?.what === "levels") return tooDeep([]);
  const parsed = parseJson(text);
  if (!parsed.ok) {
    const where = `line ${parsed.line}, column ${parsed.column}`;
    return failed("DOCUMENT_NOT_JSON", `Not JSON at ${where}: ${parsed.message}.`, []);
  }
  return checkFit(parsed.value);
}

function readValue(value: unknown): Read {
  const read = checkFit(value);
  if (!read.ok) return read;
  const size = utf8Length(JSON.stringify(read.value));
  return size > MOST_TEXT_BYTES ? tooLarge(size) : read;
}

function checkFit(value: unknown): Read {
  const unfit = findUnfit(value, MOST_DEPTH);
  if (unfit === null) return { ok: true, value: fitJson(value) };
  switch (unfit.what) {
    case "depth":
      return tooDeep(unfit.path);
    case "key":
      return failed("DOCUMENT_KEY", `The key "${unfit.key}" is not allowed.`, unfit.path);
    case "value":
      return failed("DOCUMENT_VALUE", `${unfit.kind} is no JSON value.`, unfit.path);
  }
}

/** The value, which `findUnfit` found to be JSON through and through. */
function fitJson(value: unknown): Json {
  return isFit(value) ? value : null;
}

function isFit(value: unknown): value is Json {
  return value !== undefined;
}

/** Before the shape of each is checked: 100,000 blocks shall cost nothing. */
function checkCounts(value: Json): Extract<ParsedDocument, { ok: false }> | null {
  const limits = [["blocks", MOST_BLOCKS] as const, ["callbacks", MOST_CALLBACKS] as const];
  for (const [key, most] of limits) {
    const list = member(value, key);
    if (Array.isArray(list) && list.length > most) {
      const message = `A playbook has at most ${most} ${key}; this document has ${list.length}.`;
      return failed("DOCUMENT_TOO_LARGE", message, [key]);
    }
  }
  return null;
}

function tooDeep(path: readonly string[]): Extract<ParsedDocument, { ok: false }> {
  return failed("DOCUMENT_DEPTH", `The document is nested deeper than ${MOST_DEPTH} levels.`, path);
}

function tooLarge(size: number): Extract<ParsedDocument, { ok: false }> {
  const message = `A document has at most ${MOST_BYTES} bytes (5 MiB); this one has ${size}.`;
  return failed("DOCUMENT_TOO_LARGE", message, []);
}

/** A path with ids in place of indexes wherever the item has one. */
export function pathByIds(path: readonly PropertyKey[], root: unknown): string[] {
  let at: unknown = root;
  return path.map((key) => {
    const item: unknown = Array.isArray(at) ? at[Number(key)] : member(at, String(key));
    const id = Array.isArray(at) && isJsonObject(item) ? member(item, "id") : undefined;
    at = item;
    return typeof id === "string" ? id : String(key);
  });
}

function failed(
  code: string,
  message: string,
  path: readonly string[],
): Extract<ParsedDocument, { ok: false }> {
  return { ok: false, problems: [problem(code, message, path)] };
}

function problem(code: string, message: string, path: readonly string[]): Problem {
  const [root, id] = path;
  return {
    code,
    level: "error",
    message,
    blockId: root === "blocks" ? (id ?? null) : null,
    callbackId: root === "callbacks" ? (id ?? null) : null,
    path,
    field: null,
  };
}
