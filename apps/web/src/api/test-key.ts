/** A key by which a running test is followed and stopped. Works on plain http too. */
export function newTestKey(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))]
    .map((byte) => byte.toString(16).padStart(2, "0"))
    .join("");
}
