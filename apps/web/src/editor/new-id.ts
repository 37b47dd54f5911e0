const LETTERS = "0123456789abcdefghijkmnpqrstvwxyz";

/** An id that no other browser makes: the prefix and twelve letters of chance. */
export function newId(prefix: string): string {
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  return `${prefix}_${[...bytes].map((byte) => LETTERS[byte % LETTERS.length]).join("")}`;
}
