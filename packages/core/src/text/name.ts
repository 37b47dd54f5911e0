/** Letters and signs after which a joiner or a variation selector changes what is seen. */
const JOINING_SCRIPTS =
  "Arabic Syriac Nko Mongolian Devanagari Bengali Gurmukhi Gujarati Oriya Tamil Telugu Kannada " +
  "Malayalam Sinhala Tibetan Myanmar Khmer";
const JOINED = [
  "\\p{Extended_Pictographic}\\p{Emoji_Modifier}\\ufe0f",
  ...JOINING_SCRIPTS.split(" ").map((script) => `\\p{Script=${script}}`),
].join("");

/**
 * What is not seen in a name, or turns the direction of what follows: controls, line separators,
 * characters without a shape. A joiner is one only where nothing is there to be joined.
 */
const UNSEEN = new RegExp(
  `(?![\\u200c\\u200d\\ufe0e\\ufe0f])[\\p{Cc}\\p{Zl}\\p{Zp}\\p{Bidi_Control}\\p{Default_Ignorable_Code_Point}]` +
    `|(?<![${JOINED}])[\\u200c\\u200d\\ufe0e\\ufe0f]`,
  "u",
);

/** Why a text cannot be a name that people tell from others by looking at it; null: it can. Pure. */
export function checkSeen(name: string): string | null {
  const found = UNSEEN.exec(name)?.[0].codePointAt(0);
  if (found === undefined) return null;
  const code = found.toString(16).toUpperCase().padStart(4, "0");
  return `a name has no characters that cannot be seen (here U+${code})`;
}

/**
 * The form by which names are the same: whatever case they are in, however their characters are
 * encoded (NFKC), and without what is not seen. Pure.
 */
export function comparedName(name: string): string {
  return name
    .normalize("NFKC")
    .replaceAll(/[\p{Cc}\p{Default_Ignorable_Code_Point}\p{Bidi_Control}]/gu, "")
    .toLowerCase()
    .normalize("NFKC")
    .replaceAll(/\s+/g, " ")
    .trim();
}
