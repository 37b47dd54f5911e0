import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createMasker, mask } from "./masker.ts";

const secret = "S3cr/t+9f&2c \"q'<é";
const masker = createMasker({ values: [secret] });
const base64 = (text: string): string => Buffer.from(text, "utf8").toString("base64");

/** The spellings in which an echo may bring a secret back. */
const echoes: [string, string][] = [
  ["as it is", secret],
  ["upper case", secret.toUpperCase()],
  ["lower case", secret.toLowerCase()],
  ["URL", encodeURIComponent(secret)],
  [
    "URL with lower-case codes",
    encodeURIComponent(secret).replaceAll(/%../g, (c) => c.toLowerCase()),
  ],
  ["form", new URLSearchParams({ k: secret }).toString().slice(2)],
  ["JSON", JSON.stringify(secret).slice(1, -1)],
  ["JSON with escaped slash", JSON.stringify(secret).slice(1, -1).replaceAll("/", "\\/")],
  ["JSON in ASCII", JSON.stringify(secret).slice(1, -1).replaceAll("é", "\\u00e9")],
  ["JSON inside JSON", JSON.stringify(JSON.stringify(secret)).slice(3, -3)],
  ["hex", Buffer.from(secret).toString("hex")],
  ["hex in upper case", Buffer.from(secret).toString("hex").toUpperCase()],
  ["HTML", "S3cr/t+9f&amp;2c &quot;q&#39;&lt;é"],
  ["XML", "S3cr/t+9f&amp;2c &quot;q&apos;&lt;é"],
  ["HTML by numbers", "S3cr/t+9f&#38;2c &#34;q&#39;&#60;&#233;"],
  ["base64", base64(secret)],
  ["base64url", Buffer.from(secret).toString("base64url")],
  ["base64 after one byte", base64(`x${secret}yz`)],
  ["base64 after two bytes", base64(`xy${secret}z`)],
  ["base64 after three bytes", base64(`xyz${secret}abc`)],
  ["base64url after one byte", Buffer.from(`x${secret}yz`).toString("base64url")],
];

/** What an attentive reader could still recover: a run of the echo that the mask did not hide. */
function remains(masked: string, echo: string): number {
  let longest = 0;
  for (let from = 0; from < echo.length; from += 1) {
    while (from + longest < echo.length && masked.includes(echo.slice(from, from + longest + 1)))
      longest += 1;
  }
  return longest;
}

describe("an echoed secret is masked", () => {
  it.each(echoes)("in a text: %s", (_name, echo) => {
    const masked = masker.text(`before ${echo} after`);
    expect(masked).toContain(mask);
    expect(masked).toMatch(/^before .* after$/s);
    expect(remains(masked, echo)).toBeLessThan(8);
  });

  it.each(echoes)("in bytes: %s", (_name, echo) => {
    const bytes = masker.bytes(Buffer.from(`before ${echo} after`));
    const masked = Buffer.from(bytes).toString("utf8");
    expect(masked).toContain(mask);
    expect(remains(masked, echo)).toBeLessThan(8);
  });

  it("in UTF-16 of both byte orders", () => {
    const little = Buffer.from(`a ${secret} b`, "utf16le");
    expect(Buffer.from(masker.bytes(little)).toString("utf16le")).toBe(`a ${mask} b`);
    const big = Buffer.from(`\ufeffa ${secret} b`, "utf16le").swap16();
    expect(Buffer.from(masker.bytes(big)).swap16().toString("utf16le")).toBe(`\ufeffa ${mask} b`);
  });

  it("in Latin-1", () => {
    expect(
      Buffer.from(masker.bytes(Buffer.from(`a ${secret} b`, "latin1"))).toString("latin1"),
    ).toBe("a ******** b");
  });

  it("in the values, numbers and keys of JSON", () => {
    const number = createMasker({ values: ["123456789"] });
    expect(number.json({ a: 123456789, "123456789": ["x123456789"], b: 1 })).toEqual({
      a: mask,
      [mask]: [`x${mask}`],
      b: 1,
    });
  });

  it("as the pair of Basic authentication", () => {
    const basic = createMasker({
      values: ["pass-word-1"],
      basic: { username: "user", password: "pass-word-1" },
    });
    expect(basic.text(`Basic ${base64("user:pass-word-1")}`)).toBe(`Basic ${mask}`);
  });

  it("without a rest where two secrets share letters", () => {
    const two = createMasker({ values: ["abcdefgh", "efghijkl"] });
    expect(two.text("x abcdefghijkl y")).toBe(`x ${mask} y`);
  });

  it("by the parts of a secret that is JSON", () => {
    const structured = createMasker({
      values: ['{"client":"abc-client-1","key":{"value":"zzz-key-2"}}'],
    });
    expect(structured.text("abc-client-1 and zzz-key-2")).toBe(`${mask} and ${mask}`);
  });

  it("wherever a stream of pieces cuts it", () => {
    fc.assert(
      fc.property(
        fc
          .string({ unit: "grapheme", minLength: 6, maxLength: 20 })
          .filter((text) => text.trim().length >= 6),
        fc.nat(3),
        fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 }),
        (value, kind, sizes) => {
          const one = createMasker({ values: [value] });
          const forms = [
            value,
            encodeURIComponent(value.toWellFormed()),
            base64(value),
            JSON.stringify(value),
          ];
          const body = Buffer.from(`start ${forms[kind]} end`);
          const stream = one.stream();
          const pieces: Uint8Array[] = [];
          for (let at = 0, n = 0; at < body.length; n += 1) {
            const size = sizes[n % sizes.length] ?? 1;
            pieces.push(stream.push(body.subarray(at, at + size)));
            at += size;
          }
          pieces.push(stream.end());
          expect(Buffer.concat(pieces).equals(one.bytes(body))).toBe(true);
        },
      ),
    );
  });
});

describe("40, 41: whatever an echo does to a secret of any length", () => {
  const lengths = [8, 40, 4096];
  // Letters that every encoding writes otherwise, and some that none does.
  const letters = "aZ9/+&\"<'% é-_";
  const secretOf = (length: number): string =>
    `k${length}${Array.from({ length }, (_, n) => letters[(n * 7 + length) % letters.length]).join("")}`
      .slice(0, length - 1)
      .concat("z");
  const bytesOf = (text: string): Buffer => Buffer.from(text, "utf8");
  const each = (text: string, write: (unit: number) => string): string =>
    text
      .split("")
      .map((char) => write(char.charCodeAt(0)))
      .join("");
  const hex = (unit: number, digits: number): string => unit.toString(16).padStart(digits, "0");
  const spellings: [string, (text: string) => string][] = [
    [
      "every byte percent-encoded",
      (text) => bytesOf(text).toString("hex").replaceAll(/../g, "%$&"),
    ],
    ["every character as \\u", (text) => each(text, (unit) => `\\u${hex(unit, 4)}`)],
    ["every character as a hex entity", (text) => each(text, (unit) => `&#x${hex(unit, 2)};`)],
    ["every character as a decimal entity", (text) => each(text, (unit) => `&#${unit};`)],
    ["bytes as \\x", (text) => bytesOf(text).toString("hex").replaceAll(/../g, "\\x$&")],
    ["a path", (text) => new URL(`http://h/${encodeURIComponent(text)}`).pathname.slice(1)],
    [
      "what a URL's query makes of it",
      (text) => {
        const url = new URL("http://h/");
        url.searchParams.set("k", text);
        return url.search.slice(3);
      },
    ],
    [
      "an address in JSON in JSON",
      (text) => JSON.stringify(JSON.stringify(encodeURIComponent(text))),
    ],
    [
      "base64 in JSON",
      (text) => JSON.stringify(bytesOf(text).toString("base64")).replaceAll("/", "\\/"),
    ],
    [
      "base64 in lines of 76",
      (text) => bytesOf(text).toString("base64").replaceAll(/.{76}/g, "$&\r\n"),
    ],
    ["GitHub's base64, trimmed", (text) => bytesOf(text).toString("base64").replace(/=+$/, "")],
    [
      "HTML whose tags split it",
      (text) => {
        const html = (part: string): string =>
          part.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
        return `${html(text.slice(0, 3))}<b class="x">${html(text.slice(3, 6))}</b>\n${html(text.slice(6))}`;
      },
    ],
    ["an attribute", (text) => `<a href="?k=${encodeURIComponent(text)}">x</a>`],
  ];

  it.each(lengths.flatMap((length) => spellings.map(([name, spell]) => ({ length, name, spell }))))(
    "$length characters as $name",
    ({ length, spell }) => {
      const one = secretOf(length);
      const echo = spell(one);
      const found = createMasker({ values: [one] });
      const masked = found.text(`before ${echo} after`);
      expect(masked).toContain(mask);
      expect(masked.length).toBeLessThan(60);
      expect(Buffer.from(found.bytes(Buffer.from(`before ${echo} after`))).toString()).toBe(masked);
    },
  );

  it.each([
    ["its first byte dropped", 1],
    ["its first two bytes dropped", 2],
  ])("GitHub's base64 with %s", (_, dropped) => {
    for (const length of lengths) {
      const one = secretOf(length);
      const echo = bytesOf(one).subarray(dropped).toString("base64");
      expect(createMasker({ values: [one] }).text(`x ${echo} y`)).toBe(`x ${mask} y`);
    }
  });
});

describe("the views of one answer", () => {
  const answer = (text: string, body: Uint8Array = Buffer.from(text)) =>
    createMasker({ values: ["123456789"] }).answer({ body, text, json: JSON.parse(text) });

  it.each([
    ["digits", "[123456789]"],
    ["a number that is written with an exponent", "[1.23456789e8]"],
    ["escapes", '["\\u0031\\u00323456789"]'],
    ["an address in JSON in JSON", JSON.stringify([JSON.stringify("%31%323456789")])],
  ])("hold no secret that is behind %s", (_, text) => {
    expect(JSON.stringify(answer(text).json)).toContain(mask);
  });

  it("are handed back as they are when nothing was found", () => {
    const views = { body: Buffer.from('{"a":[1]}'), text: '{"a":[1]}', json: { a: [1] } };
    const masked = masker.answer(views);
    expect(masked.body).toBe(views.body);
    expect(masked.json).toBe(views.json);
  });

  it("are each searched when the text is not that of the bytes", () => {
    expect(answer('["123456789"]', Buffer.from([0xff]))).toMatchObject({ text: `["${mask}"]` });
  });
});

describe("what is no secret stays", () => {
  it("secrets shorter than six characters are not searched in text", () => {
    const short = createMasker({
      values: ["true", "12345"],
      basic: { username: "u", password: "p" },
    });
    expect(short.text('{"ok":true,"n":12345}')).toBe('{"ok":true,"n":12345}');
  });

  it("bytes without a secret are handed back as they are, binary included", () => {
    const bytes = Uint8Array.from({ length: 256 }, (_, n) => n);
    expect(masker.bytes(bytes)).toBe(bytes);
  });

  it("a masker without secrets changes nothing", () => {
    const none = createMasker({ values: ["", "   "] });
    expect(none.text("anything")).toBe("anything");
    expect(none.json({ a: [1, "x"] })).toEqual({ a: [1, "x"] });
  });
});
