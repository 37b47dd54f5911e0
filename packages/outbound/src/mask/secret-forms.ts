/**
 * The spellings in which a third party may send a secret back: as it is, escaped for URL, form,
 * JSON, HTML and XML, in hex, in base64 at any alignment, and each of them in other letter case.
 * Reversed, split or twice encoded echoes are not found.
 */

/** Secrets shorter than this would hide innocent text; they are masked only where we put them. */
export const shortestSearched = 6;

/** Every spelling of a secret that is searched for, longest first, without duplicates. Pure. */
export function formsOf(secret: string): string[] {
  const forms = new Set<string>();
  const add = (found: readonly string[]): void => {
    for (const form of found) {
      if (form.length < shortestSearched) continue;
      forms.add(form);
      // Names of headers and codings come in lower case, whatever they spell.
      forms.add(form.toLowerCase());
    }
  };
  for (const text of asSent(secret)) {
    const bytes = Buffer.from(text, "utf8");
    add([...hexForms(bytes), ...base64Forms(bytes), ...misread(text)]);
    for (const cased of [text, text.toUpperCase(), text.toLowerCase()]) {
      add([cased, ...urlForms(cased), ...markupForms(cased), ...jsonForms(cased)]);
    }
  }
  return [...forms].sort((a, b) => b.length - a.length);
}

/** The secret, and without the blanks around it, which many services cut off. */
function asSent(secret: string): string[] {
  return [...new Set([secret, secret.trim()])].filter((text) => text.length >= shortestSearched);
}

/** UTF-8 read as Latin-1, and the other way round: headers have no encoding that one could trust. */
function misread(text: string): string[] {
  return [Buffer.from(text, "utf8").toString("latin1"), Buffer.from(text, "latin1").toString()];
}

function urlForms(text: string): string[] {
  const loose = encodeURIComponent(text.toWellFormed());
  const strict = loose.replaceAll(/[!'()*]/g, percent);
  const form = strict.replaceAll("%20", "+").replaceAll("~", "%7E");
  const inPath = encodeURI(text.toWellFormed());
  return [loose, strict, form, form.replaceAll("%2A", "*"), inPath].flatMap((encoded) => [
    encoded,
    encoded.replaceAll(/%[0-9A-F]{2}/g, (code) => code.toLowerCase()),
  ]);
}

function percent(char: string): string {
  return `%${char.charCodeAt(0).toString(16).toUpperCase()}`;
}

const markupNames: readonly Readonly<Record<string, string>>[] = [
  { "&": "&amp;", "<": "&lt;", ">": "&gt;" },
  { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" },
  { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" },
  { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#x27;" },
  { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&apos;" },
  { "&": "&#38;", "<": "&#60;", ">": "&#62;", '"': "&#34;", "'": "&#39;" },
  { "&": "&#x26;", "<": "&#x3C;", ">": "&#x3E;", '"': "&#x22;", "'": "&#x27;" },
];

function markupForms(text: string): string[] {
  return markupNames.flatMap((names) => {
    const named = text.replaceAll(/[&<>"']/g, (char) => names[char] ?? char);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: everything beyond ASCII is meant
    const numbered = named.replaceAll(/[^\x00-\x7f]/gu, (char) => `&#${char.codePointAt(0)};`);
    return [named, numbered];
  });
}

function jsonForms(text: string): string[] {
  const plain = JSON.stringify(text).slice(1, -1);
  const slashes = plain.replaceAll("/", "\\/");
  return [plain, slashes].flatMap((escaped) => {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: everything beyond ASCII is meant
    const ascii = escaped.replaceAll(/[^\x00-\x7f]/g, unicodeEscape);
    // As .NET, Go and PHP write them.
    const careful = ascii.replaceAll(/[<>&'+]/g, unicodeEscape);
    const quoted = careful.replaceAll('\\"', "\\u0022");
    return [escaped, ascii, careful, quoted].flatMap((form) => [
      form,
      form.replaceAll(/\\u[0-9a-f]{4}/g, (code) => `\\u${code.slice(2).toUpperCase()}`),
      JSON.stringify(form).slice(1, -1),
    ]);
  });
}

function unicodeEscape(char: string): string {
  return `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

function hexForms(bytes: Buffer): string[] {
  const lower = bytes.toString("hex");
  const upper = lower.toUpperCase();
  return [lower, upper].flatMap((hex) => {
    const pairs = hex.match(/../g) ?? [];
    return [hex, pairs.join(" "), pairs.join(":"), pairs.map((pair) => `%${pair}`).join("")];
  });
}

/**
 * Base64 writes three bytes as four characters, so a secret inside a longer text has three
 * spellings: characters that its neighbours have a part in are left out. And the secret on its own,
 * whole, trimmed, and without its first one and two characters, as people cut it to get round a
 * mask (the forms that GitHub's runner hides).
 */
function base64Forms(bytes: Buffer): string[] {
  const dropped = [0, 1, 2].map((from) => bytes.subarray(from).toString("base64"));
  const inner = [0, 1, 2].map((shift) => {
    const encoded = Buffer.concat([Buffer.alloc(shift), bytes]).toString("base64");
    const from = Math.ceil((shift * 8) / 6);
    const to = Math.floor(((shift + bytes.length) * 8) / 6);
    return encoded.slice(from, to);
  });
  return [...dropped, ...dropped.map(trimmed), ...inner].flatMap(inUrls);
}

/** Without padding, and without a last character that stands for less than six bits. */
function trimmed(encoded: string): string {
  const bare = encoded.replace(/=+$/, "");
  return bare.length % 4 === 0 ? bare : bare.slice(0, -1);
}

/** A base64 text, and how it is written in URLs and JSON. */
function inUrls(standard: string): string[] {
  const forUrl = standard.replaceAll("+", "-").replaceAll("/", "_");
  const inUrl = encodeURIComponent(standard);
  return [
    standard,
    forUrl,
    forUrl.replace(/=+$/, ""),
    inUrl,
    inUrl.replaceAll(/%[0-9A-F]{2}/g, lower),
    standard.replaceAll("/", "\\/"),
  ];
}

/**
 * User name and password as Basic authentication sends them. Only in base64: the pair in clear
 * would hide a user name that is no secret. Pure.
 */
export function pairForms(username: string, password: string): string[] {
  if (password === "") return [];
  const pair = Buffer.from(`${username}:${password}`, "utf8").toString("base64");
  return [...inUrls(pair), ...inUrls(trimmed(pair))].filter(
    (form) => form.length >= shortestSearched,
  );
}

function lower(code: string): string {
  return code.toLowerCase();
}
