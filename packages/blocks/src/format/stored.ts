/** What Format stores, and how datapaths read it. */
import type { OutputPath, StoredValue } from "@callbook/core/block";
import type { DatapathSource, PathBehind, Segment } from "@callbook/core/datapath";
import { slotNamed } from "@callbook/core/log";

const TEXT = slotNamed("text");
const ROWS = slotNamed("rows");
const KEY = "formatted_data";

/** The values of a pass: the whole text, and its rows. Pure. */
export function storedFormat(text: string, rows: readonly string[]): readonly StoredValue[] {
  const counted = `${rows.length.toLocaleString("en")} ${rows.length === 1 ? "row" : "rows"}`;
  return [
    { slot: TEXT, value: text, message: beginningOf(text) },
    { slot: ROWS, value: [...rows], message: counted },
  ];
}

/** Characters of a text that tell people which it is. */
const BEGINNING = 100;

/** The first line that says something, with an ellipsis where more follows. Pure. */
function beginningOf(text: string): string {
  const trimmed = text.trim();
  if (trimmed === "") return "empty text";
  const line = (trimmed.split("\n", 1)[0] ?? "").trimEnd();
  const shown = [...line].slice(0, BEGINNING).join("");
  return shown === trimmed ? shown : `${shown}…`;
}

/** `formatted_data` is the whole text, `formatted_data.*` one text for each row. Source: Splunk SOAR. */
export const formattedData: DatapathSource = {
  refusal: (path) => {
    if (path.section === null && pathOf(path) !== null) return null;
    return `A Format gives ${KEY}, the whole text, and ${KEY}.*, a text for each row.`;
  },
  isSingle: (path) => {
    const found = pathOf(path);
    return found !== null && found.row?.kind !== "each";
  },
  root: (results) => {
    const text = results.value(TEXT);
    return text === undefined ? [] : [{ text, rows: results.value(ROWS) ?? [] }];
  },
  steps: (path) => {
    const row = pathOf(path)?.row ?? null;
    const steps = row === null ? [key("text")] : [key("rows"), row];
    return [{ kind: "each" }, ...steps];
  },
};

export const formatOutputs: readonly OutputPath[] = [
  {
    path: KEY,
    label: "Text",
    dataType: "string",
    contains: [],
    example: undefined,
  },
  {
    path: `${KEY}.*`,
    label: "Text of each row",
    dataType: "string",
    contains: [],
    example: undefined,
  },
];

/** `row` null: the whole text. The whole is null when the path is none of a Format's. */
function pathOf({ segments }: PathBehind): { readonly row: Segment | null } | null {
  const [first, row, ...more] = segments;
  if (first?.kind !== "key" || first.key !== KEY || more.length > 0) return null;
  if (row === undefined) return { row: null };
  return row.kind === "key" ? null : { row };
}

function key(name: string): Segment {
  return { kind: "key", key: name };
}
