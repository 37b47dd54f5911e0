import {
  ACTION_RESULT,
  type ConditionReference,
  type Datapath,
  FILTERED_ACTION_RESULT,
  FIXED_SOURCES,
  type FixedSource,
  type Reference,
  SECTIONS,
  type Section,
  type Segment,
  type Source,
} from "./datapath.ts";

export type DatapathErrorCode =
  | "DATAPATH_EMPTY"
  | "DATAPATH_TOO_LONG"
  | "DATAPATH_SOURCE"
  | "DATAPATH_PATH"
  | "DATAPATH_FILTER"
  | "DATAPATH_UNKNOWN_BLOCK"
  | "DATAPATH_UNKNOWN_CONDITION"
  | "DATAPATH_UNKNOWN_INPUT";

/** What is wrong with a datapath's text; `start` and `end` are UTF-16 positions in it. */
export interface DatapathError {
  readonly code: DatapathErrorCode;
  readonly message: string;
  readonly start: number;
  readonly end: number;
}

export type ParsedDatapath =
  | { readonly ok: true; readonly datapath: Datapath }
  | { readonly ok: false; readonly error: DatapathError };

/** Longest text of a datapath, in UTF-16 units. */
export const DATAPATH_LENGTH = 1000;

const ID_REFERENCE = /^#[a-z]{1,4}_[A-Za-z0-9_-]{1,40}$/;
/** Inputs and conditions of imported playbooks may have ids of another form. */
const ITEM_REFERENCE = /^#[A-Za-z0-9_-]{1,64}$/;
const NAME_REFERENCE = /^\p{L}[\p{L}\p{M}\p{N}_]{0,63}$/u;
const FILTER = "filtered-data:";
const UNFIT_IN_PATH = /[{}\p{Cc}]/u;

/**
 * Parses a datapath in stored or shown form. All shapes of Splunk SOAR parse,
 * also those of blocks and filters that this playbook does not have. Keys may
 * hold any character but braces and control characters; a dot in a key is "\.".
 * The text is not trimmed.
 */
export function parseDatapath(text: string): ParsedDatapath {
  if (text === "") return failed("DATAPATH_EMPTY", "The datapath is empty.", 0, 0);
  if (text.length > DATAPATH_LENGTH) {
    const message = `A datapath has at most ${DATAPATH_LENGTH} characters.`;
    return failed("DATAPATH_TOO_LONG", message, DATAPATH_LENGTH, text.length);
  }
  const filter = text.startsWith(FILTER) ? parseFilter(text) : null;
  if (filter !== null && !filter.ok) return filter;
  const at = filter?.next ?? 0;
  const colon = text.indexOf(":", at);
  if (colon < 0) {
    const message = "A datapath is a source, a colon and a path: lookup_1:action_result.data";
    return failed("DATAPATH_SOURCE", message, at, text.length);
  }
  const source = parseSource(text.slice(at, colon));
  if (source === null) {
    const message = `"${text.slice(at, colon)}" is neither the name of a block nor a source.`;
    return failed("DATAPATH_SOURCE", message, at, colon);
  }
  return parsePath(text, colon + 1, source, filter?.filter ?? null);
}

type ParsedFilter =
  | { readonly ok: true; readonly filter: NonNullable<Datapath["filter"]>; readonly next: number }
  | { readonly ok: false; readonly error: DatapathError };

function parseFilter(text: string): ParsedFilter {
  const match = /^filtered-data:([^:]*):([^:]*):/.exec(text);
  const block = parseReference(match?.[1] ?? "");
  const condition = parseCondition(match?.[2] ?? "");
  if (match === null || block === null || condition === null) {
    const message =
      "Filtered data is written filtered-data:<filter>:condition_<n>:<source>:<path>.";
    return failed("DATAPATH_FILTER", message, 0, text.length);
  }
  return { ok: true, filter: { kind: "condition", block, condition }, next: match[0].length };
}

function parseCondition(text: string): ConditionReference | null {
  if (ITEM_REFERENCE.test(text)) return { kind: "id", id: text.slice(1) };
  const number = /^condition_([1-9]\d{0,3})$/.exec(text)?.[1];
  return number === undefined ? null : { kind: "number", number: Number(number) };
}

/** null: no source. The input of playbook_input stands in the path, and is put in from there. */
function parseSource(text: string): FixedSource | "playbook_input" | Reference | null {
  if (text === "playbook_input") return text;
  return FIXED_SOURCES.find((fixed) => fixed === text) ?? parseReference(text);
}

function parseReference(text: string): Reference | null {
  if (ID_REFERENCE.test(text)) return { kind: "id", id: text.slice(1) };
  return NAME_REFERENCE.test(text) ? { kind: "name", name: text } : null;
}

function parsePath(
  text: string,
  from: number,
  source: FixedSource | "playbook_input" | Reference,
  filter: Datapath["filter"],
): ParsedDatapath {
  const section = sectionAt(text, from);
  const at = section === null ? from : from + section.length + 1;
  const unfit = UNFIT_IN_PATH.exec(text.slice(at));
  if (unfit !== null) {
    const message = "A path holds no braces and no line breaks.";
    return failed("DATAPATH_PATH", message, at + unfit.index, at + unfit.index + 1);
  }
  const segments: Segment[] = [];
  let position = at;
  for (const raw of splitAtDots(text.slice(at))) {
    const end = position + raw.length;
    if (raw === "" || raw.trim() !== raw) {
      const message = "Between the dots of a path stands a key, * or a number.";
      return failed("DATAPATH_PATH", message, position, end);
    }
    segments.push(parseSegment(raw));
    position = end + 1;
  }
  if (source !== "playbook_input") {
    const full: Source =
      typeof source === "string" ? { kind: source } : { kind: "block", block: source };
    return { ok: true, datapath: behindCaller({ filter, source: full, section, segments }) };
  }
  const input = parseInput(text.slice(at), segments[0]);
  if (input === null) {
    const message = "An input of the playbook is named directly behind playbook_input:";
    return failed("DATAPATH_PATH", message, at, text.length);
  }
  const rest = segments.slice(1);
  return {
    ok: true,
    datapath: { filter, source: { kind: "playbook_input", input }, section, segments: rest },
  };
}

/** The older way to name a filter: "<block>:filtered-action_result.parameter.ip". */
function behindCaller(datapath: Datapath): Datapath {
  const { filter, source, section, segments } = datapath;
  const [first, ...rest] = segments;
  const isOlder = first?.kind === "key" && first.key === FILTERED_ACTION_RESULT;
  if (!isOlder || filter !== null || source.kind !== "block" || section !== null) return datapath;
  const plain: Segment = { kind: "key", key: ACTION_RESULT };
  return { ...datapath, filter: { kind: "caller" }, segments: [plain, ...rest] };
}

function sectionAt(text: string, from: number): Section | null {
  return SECTIONS.find((section) => text.startsWith(`${section}:`, from)) ?? null;
}

/** Splits at dots that no backslash escapes. */
function splitAtDots(path: string): string[] {
  return path.match(/(?:^|\.)(?:\\[\s\S]|[^.\\]|\\$)*/g)?.map(withoutDot) ?? [""];
}

function withoutDot(part: string, index: number): string {
  return index > 0 ? part.slice(1) : part;
}

function parseSegment(raw: string): Segment {
  if (raw === "*") return { kind: "each" };
  if (/^(?:0|[1-9]\d{0,8})$/.test(raw)) return { kind: "index", index: Number(raw) };
  return { kind: "key", key: unescapeKey(raw) };
}

function unescapeKey(raw: string): string {
  return raw.replace(/\\([\\.*])/g, "$1");
}

function parseInput(path: string, first: Segment | undefined): Reference | null {
  if (first === undefined || first.kind === "each") return null;
  if (first.kind === "index") return { kind: "name", name: String(first.index) };
  const raw = splitAtDots(path)[0] ?? "";
  return ITEM_REFERENCE.test(raw)
    ? { kind: "id", id: raw.slice(1) }
    : { kind: "name", name: first.key };
}

function failed(
  code: DatapathErrorCode,
  message: string,
  start: number,
  end: number,
): { readonly ok: false; readonly error: DatapathError } {
  return { ok: false, error: { code, message, start, end } };
}
