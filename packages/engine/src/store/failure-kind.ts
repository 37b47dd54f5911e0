/** What an error of the database means for whoever wrote. */

const passing = new Set([
  "40001", // serialization failure
  "40P01", // deadlock
  "53000",
  "53100", // disk full
  "53200",
  "53300", // too many connections
  "25006", // read-only: a standby that is about to be promoted
  "57P01",
  "57P02",
  "57P03",
  "55P03",
  "ECONNREFUSED",
  "ECONNRESET",
  "EPIPE",
  "ETIMEDOUT",
  "ENOTFOUND",
  "EAI_AGAIN",
  // The same, as Prisma calls it.
  "P1001",
  "P1002",
  "P1008",
  "P1017",
  "P2024",
]);

/** True when the same statement may well succeed later: the database is away, busy or restarting. */
export function isPassing(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  if (passing.has(code) || code.startsWith("08")) return true;
  return code === "" && /connection|terminat|timeout/i.test(error.message);
}
