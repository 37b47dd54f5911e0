/** Fills the template of a Format with the values of a run. */
import {
  collect,
  collectRows,
  type Datapath,
  type DatapathScope,
  printDatapath,
} from "@callbook/core/datapath";
import type { PlaybookDocument } from "@callbook/core/document";
import { type Json, joinWithin } from "@callbook/core/json";
import { textOf } from "@callbook/core/template";
import { shownDatapath } from "@callbook/core/value";
import type { FormatConfig } from "./config.ts";
import type { Part, Piece } from "./template.ts";

/** Characters of the whole text. */
export const TEXT_LIMIT = 5_000_000;

const tooLong = {
  ok: false,
  message: `There are more than ${TEXT_LIMIT.toLocaleString("en")} characters to write`,
} as const;

/** What is written for a value that is null, as JSON and Debug write it. */
const NULL = "null";

export type Filled =
  | {
      readonly ok: true;
      readonly text: string;
      /** One for each row of what repeats; nothing repeats: the text alone. */
      readonly rows: readonly string[];
      /** Datapaths that found nothing, as people read them. */
      readonly missing: readonly string[];
    }
  | { readonly ok: false; readonly message: string };

export interface Filling extends Pick<FormatConfig, "separator" | "dropNone" | "nullIfMissing"> {
  readonly document: PlaybookDocument;
  readonly scope: DatapathScope;
}

/** The text and its rows; or why it cannot be written. Pure. */
export function fillFormat(parts: readonly Part[], filling: Filling): Filled {
  const values = new Values(filling);
  const lines: string[] = [];
  const rows: string[] = [];
  let length = 0;
  for (const { repeats, pieces } of parts) {
    const made = repeats ? rowsOf(pieces, filling, values) : onceOf(pieces, filling, values);
    if (!made.ok) return made;
    for (const line of made.texts) {
      length += line.length + 1;
      if (length > TEXT_LIMIT + 1) return tooLong;
      lines.push(line);
    }
    if (repeats) for (const line of made.texts) rows.push(line);
  }
  const text = lines.join("\n");
  const hasRows = parts.some(({ repeats }) => repeats);
  return { ok: true, text, rows: hasRows ? rows : [text], missing: [...values.missing] };
}

type Texts =
  | { readonly ok: true; readonly texts: readonly string[] }
  | { readonly ok: false; readonly message: string };

/** What does not repeat: the values of a datapath stand in it one after another. */
function onceOf(pieces: readonly Piece[], filling: Filling, values: Values): Texts {
  const { separator, dropNone } = filling;
  const texts: string[] = [];
  let left = TEXT_LIMIT;
  for (const piece of pieces) {
    if (piece.kind === "text") {
      texts.push(piece.text);
      continue;
    }
    const found = values.of(piece.datapath);
    if (!found.ok) return found;
    const nothing = dropNone ? [] : [null];
    const listed = found.values.length === 0 ? nothing : found.values;
    const kept = dropNone ? listed.filter((value) => value !== null) : listed;
    const text = joinWithin(kept.map(textOrNull), separator, left);
    if (text === null) return tooLong;
    left -= text.length;
    texts.push(text);
  }
  return { ok: true, texts: [texts.join("")] };
}

function textOrNull(value: Json): string {
  return value === null ? NULL : textOf(value);
}

/**
 * What repeats, once for each row: datapaths of one source stay aligned, those of several are
 * multiplied. Without any datapath there is one row, and none when no datapath finds anything.
 */
function rowsOf(pieces: readonly Piece[], { scope, dropNone }: Filling, values: Values): Texts {
  const wanted = new Map<string, Datapath>();
  for (const piece of pieces)
    if (piece.kind === "datapath") wanted.set(printDatapath(piece.datapath), piece.datapath);
  const columns = new Map<string, number>();
  const present: Datapath[] = [];
  for (const [key, datapath] of wanted) {
    const found = values.of(datapath);
    if (!found.ok) return found;
    if (found.values.length === 0) continue;
    columns.set(key, present.length);
    present.push(datapath);
  }
  if (present.length === 0 && wanted.size > 0) return { ok: true, texts: [] };
  const collected = collectRows(present, scope);
  if (!collected.ok) return collected;
  const isKept = (row: readonly Json[]) =>
    !dropNone || row.length === 0 || row.some((value) => value !== null);
  const nothing = dropNone ? "" : NULL;
  const textIn = (row: readonly Json[]) => (piece: Piece) => {
    if (piece.kind === "text") return piece.text;
    const value = row[columns.get(printDatapath(piece.datapath)) ?? -1] ?? null;
    return value === null ? nothing : textOf(value);
  };
  const texts: string[] = [];
  let left = TEXT_LIMIT;
  for (const row of collected.rows.filter(isKept)) {
    const text = joinWithin(pieces.map(textIn(row)), "", left);
    if (text === null) return tooLong;
    left -= text.length;
    texts.push(text);
  }
  return { ok: true, texts };
}

type Found =
  /** Empty: the datapath found nothing. */
  | { readonly ok: true; readonly values: readonly Json[] }
  | { readonly ok: false; readonly message: string };

/** The values of single datapaths, each collected once. */
class Values {
  /** As people read them. */
  readonly missing = new Set<string>();
  private readonly known = new Map<string, Found>();
  private readonly filling: Filling;

  constructor(filling: Filling) {
    this.filling = filling;
  }

  of(datapath: Datapath): Found {
    const key = printDatapath(datapath);
    const found = this.known.get(key) ?? this.find(datapath);
    this.known.set(key, found);
    return found;
  }

  private find(datapath: Datapath): Found {
    const { document, scope, nullIfMissing } = this.filling;
    const collected = collect(datapath, scope);
    if (!collected.ok) return collected;
    const values = collected.rows.map(([value]) => value ?? null);
    if (values.some((value) => value !== null)) return { ok: true, values };
    const shown = shownDatapath(datapath, document);
    if (!nullIfMissing) return { ok: false, message: `No value at ${shown}` };
    this.missing.add(shown);
    return { ok: true, values: [] };
  }
}
