/**
 * A body as it reads once its escapes are undone, with the way back: what is found in it is masked
 * where it stands in the original.
 */
export interface Decoded {
  readonly bytes: Uint8Array;
  /** Where the byte at `at` begins in the original. */
  startOf(at: number): number;
  /** Where it ends there. */
  endOf(at: number): number;
}

const code = (char: string): number => char.charCodeAt(0);
const percent = code("%");
const backslash = code("\\");
const ampersand = code("&");
const less = code("<");
const plus = code("+");
const newlines = [0x0a, 0x0d];
const isLess = Uint8Array.from({ length: 256 }, (_, byte) => (byte === less ? 1 : 0));
const space: Escape = { length: 1, means: [0x20] };
const dropped: Escape = { length: 1, means: [] };
const isSpecial = Uint8Array.from({ length: 256 }, (_, byte) =>
  [percent, backslash, ampersand, plus, ...newlines].includes(byte) ? 1 : 0,
);

const simpleEscapes: ReadonlyMap<string, readonly number[]> = new Map<string, readonly number[]>([
  ...[..."\"'\\/"].map((char): [string, number[]] => [char, [code(char)]]),
  ["b", [0x08]],
  ["f", [0x0c]],
  ["t", [0x09]],
  // As line breaks that are not escaped: they are where an encoder broke its lines.
  ["n", []],
  ["r", []],
]);

const entities: Readonly<Record<string, string>> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
  nbsp: " ",
};

/** What stands for other bytes, and how many it takes. */
interface Escape {
  readonly length: number;
  readonly means: readonly number[] | Uint8Array;
}

/**
 * Undoes, in one pass, what URL, form, JSON, HTML and XML write instead of a character. Line breaks
 * are left out, since encoders break lines; `+` and a space are the same there. null: there is
 * nothing to undo.
 */
export function decoded(source: Uint8Array): Decoded | null {
  return rewritten(source, isSpecial, (at) => escapeAt(source, at));
}

/** The text without its tags: what they split is one again where it is shown. null: there are none. */
export function withoutTags(source: Uint8Array): Decoded | null {
  const tags = new Tags(source);
  return rewritten(source, isLess, (at) => tags.at(at));
}

function rewritten(
  source: Uint8Array,
  special: Uint8Array,
  read: (at: number) => Escape | null,
): Decoded | null {
  let at = 0;
  while (at < source.length && special[source[at] ?? 0] === 0) at += 1;
  if (at === source.length) return null;
  const bytes = new Uint8Array(source.length);
  bytes.set(source.subarray(0, at));
  const edits = new Edits();
  let to = at;
  while (at < source.length) {
    const byte = source[at] ?? 0;
    const found = special[byte] === 0 ? null : read(at);
    if (found === null) {
      bytes[to] = byte;
      to += 1;
      at += 1;
      continue;
    }
    bytes.set(found.means, to);
    edits.add(to, found.means.length, at, found.length);
    to += found.means.length;
    at += found.length;
  }
  if (edits.isEmpty) return null;
  return {
    bytes: bytes.subarray(0, to),
    startOf: (place) => edits.place(place).start,
    endOf: (place) => edits.place(place).end,
  };
}

/** Where decoded and original part ways, as four numbers each; between two of them they go in step. */
class Edits {
  #numbers = new Int32Array(256);
  #count = 0;

  get isEmpty(): boolean {
    return this.#count === 0;
  }

  add(to: number, means: number, from: number, length: number): void {
    const at = this.#count * 4;
    if (at === this.#numbers.length) {
      const larger = new Int32Array(at * 2);
      larger.set(this.#numbers);
      this.#numbers = larger;
    }
    this.#numbers[at] = to;
    this.#numbers[at + 1] = means;
    this.#numbers[at + 2] = from;
    this.#numbers[at + 3] = length;
    this.#count += 1;
  }

  place(at: number): { start: number; end: number } {
    let low = 0;
    let high = this.#count;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#numbers[middle * 4] ?? 0) <= at) low = middle + 1;
      else high = middle;
    }
    const [to = 0, means = 0, from = 0, length = 0] =
      low === 0 ? [] : this.#numbers.subarray(low * 4 - 4, low * 4);
    if (at < to + means) return { start: from, end: from + length };
    const start = from + length + (at - to - means);
    return { start, end: start + 1 };
  }
}

function escapeAt(source: Uint8Array, at: number): Escape | null {
  switch (source[at]) {
    case percent: {
      const value = hexAt(source, at + 1, 2);
      return value === null ? null : { length: 3, means: [value] };
    }
    case backslash:
      return backslashAt(source, at);
    case ampersand:
      return entityAt(source, at);
    case plus:
      return space;
    default:
      return dropped;
  }
}

function backslashAt(source: Uint8Array, at: number): Escape | null {
  const kind = String.fromCharCode(source[at + 1] ?? 0);
  if (kind === "x") {
    const value = hexAt(source, at + 2, 2);
    return value === null ? null : { length: 4, means: [value] };
  }
  if (kind !== "u") {
    const means = simpleEscapes.get(kind);
    return means === undefined ? null : { length: 2, means };
  }
  const unit = hexAt(source, at + 2, 4);
  if (unit === null) return null;
  const isPair = unit >= 0xd800 && unit < 0xdc00 && source[at + 6] === backslash;
  const second = isPair && source[at + 7] === code("u") ? hexAt(source, at + 8, 4) : null;
  const units = second === null ? [unit] : [unit, second];
  return { length: 6 * units.length, means: Buffer.from(String.fromCharCode(...units), "utf8") };
}

function entityAt(source: Uint8Array, at: number): Escape | null {
  const end = source.subarray(at, at + 12).indexOf(code(";"));
  if (end < 0) return null;
  const name = Buffer.from(source.subarray(at + 1, at + end)).toString("latin1");
  const [, decimal, hex] = /^#(?:(\d{1,7})|x([0-9a-f]{1,6}))$/i.exec(name) ?? [];
  const point = decimal !== undefined ? Number(decimal) : Number.parseInt(hex ?? "", 16);
  const text = point <= 0x10_ffff ? String.fromCodePoint(point) : entities[name.toLowerCase()];
  return text === undefined ? null : { length: end + 1, means: Buffer.from(text, "utf8") };
}

/** Tags, as whoever strips them sees them: from "<" to the next ">" with neither in between. */
class Tags {
  readonly #source: Uint8Array;
  #close = 0;

  constructor(source: Uint8Array) {
    this.#source = source;
  }

  /** The tag that begins there; asked from left to right, so that each end is looked for once. */
  at(at: number): Escape | null {
    const source = this.#source;
    if (this.#close >= 0 && this.#close < at) this.#close = source.indexOf(code(">"), at);
    if (this.#close < 0) return null;
    const next = source.indexOf(less, at + 1);
    if (next >= 0 && next < this.#close) return null;
    return { length: this.#close + 1 - at, means: [] };
  }
}

function hexAt(source: Uint8Array, at: number, digits: number): number | null {
  let value = 0;
  for (let index = 0; index < digits; index += 1) {
    const digit = hexDigit(source[at + index] ?? 0);
    if (digit < 0) return null;
    value = value * 16 + digit;
  }
  return value;
}

function hexDigit(byte: number): number {
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  const letter = byte | 0x20;
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : -1;
}
