import { describe, expect, test } from "vitest";
import { checkSeen, comparedName } from "./name.ts";

describe("123: a name is what people see", () => {
  test.each([
    ["turned around", "invoice\u202egpj.exe", "U+202E"],
    ["isolated", "\u2066admin\u2069", "U+2066"],
    ["with a mark of direction", "admin\u200f", "U+200F"],
    ["with a space of no width", "ad\u200bmin", "U+200B"],
    ["with a joiner that joins nothing", "ad\u200dmin", "U+200D"],
    ["with a joiner at its beginning", "\u200cadmin", "U+200C"],
    ["with a selector that selects nothing", "admin\ufe0f", "U+FE0F"],
    ["with a soft hyphen", "ad\u00admin", "U+00AD"],
    ["with a byte order mark", "\ufeffadmin", "U+FEFF"],
    ["with a filler", "admin\u3164", "U+3164"],
    ["with a tag", "admin\u{e0041}", "U+E0041"],
    ["over two lines", "ad\nmin", "U+000A"],
    ["over two lines, by a separator", "ad\u2028min", "U+2028"],
  ])("%s it is refused, and the character is named", (_, name, code) => {
    expect(checkSeen(name)).toContain(code);
  });

  test.each([
    "Berlin",
    "Zürich (Nord) #2",
    "東京",
    "نمی‌خواهم",
    "क्‍ष",
    "مرحبا",
    "👩‍💻 ops",
    "❤️",
    "O'Neil – night shift",
  ])("%s is one", (name) => {
    expect(checkSeen(name)).toBeNull();
  });

  test.each([
    ["Berlin", "BERLIN"],
    ["Berlin", "Ｂｅｒｌｉｎ"],
    ["Berlin", "Ber\u200blin"],
    ["file", "ﬁle"],
    ["Zürich", "Zu\u0308rich"],
    ["two words", " two\u00a0 words"],
    ["x²", "x2"],
  ])("%s and %s are one name", (one, other) => {
    expect(comparedName(one)).toBe(comparedName(other));
  });

  test("names that differ for the eye are two", () => {
    expect(comparedName("Berlin 1")).not.toBe(comparedName("Berlin 2"));
    expect(comparedName("naïve")).not.toBe(comparedName("naive"));
  });
});
