/**
 * What an error says about our own database, whoever threw it: pg, its pool, Prisma over its adapter, or
 * DBOS. The one classification for everybody who writes, reads or answers.
 */

/** In the order in which they are told when an error has several. */
export type DatabaseTrouble =
  /** Nobody answers at its address, or a connection was cut. */
  | "unreachable"
  /** It is starting, stopping or recovering. */
  | "restarting"
  /** It takes no more connections. */
  | "connections"
  /** It has no room, on disk or in memory. */
  | "room"
  /** It takes no writes. */
  | "read-only"
  /** It was too slow: a lock that somebody holds, a time limit. */
  | "busy"
  /** Two transactions met, and this one is to be tried again. That is no outage. */
  | "conflict";

/** Of PostgreSQL (errcodes-appendix), of Node's sockets, and of Prisma. Classes 08 and 53 are below. */
const codes: Readonly<Record<string, DatabaseTrouble>> = {
  "25P03": "unreachable", // idle in a transaction for too long: the session was ended
  "25P04": "busy", // a transaction for too long
  "25006": "read-only", // a standby that is about to be promoted
  "40001": "conflict",
  "40003": "unreachable", // whether it was done is not known
  "40P01": "conflict",
  "53100": "room",
  "53200": "room",
  "53300": "connections",
  "55006": "busy",
  "55P03": "busy",
  "57014": "busy", // cancelled, as by a statement time-out
  "57P01": "restarting",
  "57P02": "restarting",
  "57P03": "restarting",
  "57P04": "unreachable", // the database was dropped under the session
  "57P05": "unreachable", // idle for too long
  "58000": "room",
  "58030": "room", // input or output failed
  P1001: "unreachable",
  P1002: "unreachable",
  P1008: "busy",
  P1017: "unreachable",
  P2024: "connections",
  P2034: "conflict",
  P2037: "connections",
};

/** Of Prisma's adapter, which keeps no code of a socket that failed. */
const kinds: Readonly<Record<string, DatabaseTrouble>> = {
  DatabaseNotReachable: "unreachable",
  ConnectionClosed: "unreachable",
  SocketTimeout: "unreachable",
  TooManyConnections: "connections",
  TransactionWriteConflict: "conflict",
};

/** Of a system call on a socket. An HTTP request that broke off has the code and no call. */
const socketCodes = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "ECONNABORTED",
  "EPIPE",
  "ETIMEDOUT",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "ENOTFOUND",
  "EAI_AGAIN",
]);

/** What pg, its pool, Prisma and DBOS throw without a code that says it. */
const sentences: readonly (readonly [RegExp, DatabaseTrouble])[] = [
  [/^Connection terminated/, "unreachable"],
  [/^Client (has encountered a connection error|was closed) and is not queryable/, "unreachable"],
  [/^timeout expired$/, "unreachable"],
  [/^Query read timeout$/, "busy"],
  [/^timeout exceeded when trying to connect$/, "connections"],
  [/Unable to start a transaction in the given time/, "busy"],
  [/cannot be executed on an expired transaction/, "busy"],
  [/^This query was cancelled after exceeding its \d+ms statement timeout/, "busy"],
];

/** How the database is, where no error of its own says so. */
export class DatabaseAway extends Error {
  override name = "DatabaseAway";
  readonly trouble: DatabaseTrouble;
  constructor(trouble: DatabaseTrouble, message: string) {
    super(message);
    this.trouble = trouble;
  }
}

/** null: the error has nothing to do with how the database is; trying again would fail again. */
export function databaseTrouble(error: unknown): DatabaseTrouble | null {
  for (const part of partsOf(error)) {
    const trouble = troubleOf(part);
    if (trouble !== null) return trouble;
  }
  return null;
}

/** True when the same work may well succeed later: the database is away, busy, full or restarting. */
export function isPassing(error: unknown): boolean {
  return databaseTrouble(error) !== null;
}

function troubleOf(part: object): DatabaseTrouble | null {
  if (part instanceof DatabaseAway) return part.trouble;
  const { code, originalCode, kind, syscall, message } = { ...shape, ...named(part) };
  for (const known of [originalCode, code]) {
    if (typeof known !== "string") continue;
    if (socketCodes.has(known) && typeof syscall === "string") return "unreachable";
    const trouble = codes[known] ?? classOf(known);
    if (trouble !== null) return trouble;
  }
  if (typeof kind === "string" && kinds[kind] !== undefined) return kinds[kind];
  if (typeof message !== "string") return null;
  return sentences.find(([sentence]) => sentence.test(message))?.[1] ?? null;
}

const shape = { code: null, originalCode: null, kind: null, syscall: null, message: null };

/** `message` of an Error is not among what a spread copies. */
function named(part: object): Partial<Record<keyof typeof shape, unknown>> {
  const message = part instanceof Error ? { message: part.message } : {};
  return { ...part, ...message };
}

/** Class 08 is of connections, 53 of what the server lacks. */
function classOf(code: string): DatabaseTrouble | null {
  if (code.length !== 5) return null;
  if (code.startsWith("08")) return "unreachable";
  return code.startsWith("53") ? "room" : null;
}

/** The error and all that it was made of: causes, several at once, what Prisma and DBOS wrap. */
function* partsOf(error: unknown): Generator<object> {
  const open: unknown[] = [error];
  const seen = new Set<object>();
  while (open.length > 0) {
    const part = open.shift();
    if (typeof part !== "object" || part === null || seen.has(part)) continue;
    seen.add(part);
    yield part;
    if ("cause" in part) open.push(part.cause);
    if ("errors" in part && Array.isArray(part.errors)) open.push(...part.errors);
    if ("error" in part) open.push(part.error);
    if ("meta" in part) open.push(part.meta);
    if ("driverAdapterError" in part) open.push(part.driverAdapterError);
  }
}
