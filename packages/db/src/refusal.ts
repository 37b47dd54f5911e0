/** What keeps the database of a process from being used, told as what to do about it. */
import pg from "pg";

/** The database cannot be used by this program; the message says why and what to do, and holds no password. */
export class DatabaseRefusal extends Error {
  override name = "DatabaseRefusal";
}

const sockets: Readonly<Record<string, string>> = {
  ECONNREFUSED: "Nobody answers there",
  ECONNRESET: "The connection was cut",
  ETIMEDOUT: "Nobody answers there",
  EHOSTUNREACH: "There is no way to it",
  ENETUNREACH: "There is no way to it",
  ENOTFOUND: "There is no host of this name",
  EAI_AGAIN: "The name of the host cannot be resolved",
  ENOENT: "There is no socket of this name",
};

/** The error as a sentence with what to do; null: it is none that an operator can do something about. */
export function refusalOf(error: unknown, url: string): DatabaseRefusal | null {
  if (error instanceof DatabaseRefusal) return error;
  const code = codeOf(error);
  const { place, database, user } = partsOf(url);
  const socket = sockets[code];
  if (socket !== undefined)
    return new DatabaseRefusal(
      `The database at ${place} cannot be reached. ${socket} (${code}). ` +
        "Start PostgreSQL, or correct DATABASE_URL.",
    );
  switch (code) {
    case "3D000":
      return new DatabaseRefusal(
        `The PostgreSQL at ${place} has no database ${database}. ` +
          `Create it (createdb ${database}), or correct DATABASE_URL.`,
      );
    case "28P01":
    case "28000":
      return new DatabaseRefusal(
        `The PostgreSQL at ${place} does not let ${user} in. ` +
          "Correct user and password in DATABASE_URL, or allow the connection in pg_hba.conf.",
      );
    case "42501":
      return new DatabaseRefusal(
        `The role ${user} may not do in the database ${database} at ${place} what Callbook needs ` +
          `(${messageOf(error)}). Make it the owner: alter database ${database} owner to ${user}, ` +
          `and alter schema public owner to ${user}.`,
      );
    case "53300":
      return new DatabaseRefusal(
        `The PostgreSQL at ${place} takes no more connections. ` +
          "Raise its max_connections, or end programs that use it.",
      );
    case "57P03":
      return new DatabaseRefusal(
        `The PostgreSQL at ${place} is starting or stopping (${messageOf(error)}). Start Callbook again in a moment.`,
      );
    default:
      return null;
  }
}

/** Throws the error, told as what to do where that is known. */
export function throwTold(error: unknown, url: string): never {
  throw refusalOf(error, url) ?? error;
}

function codeOf(error: unknown): string {
  if (typeof error !== "object" || error === null) return "";
  if ("code" in error && typeof error.code === "string") return error.code;
  if ("errors" in error && Array.isArray(error.errors)) return codeOf(error.errors[0]);
  return "cause" in error ? codeOf(error.cause) : "";
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** What of an address may be shown. */
function partsOf(url: string): { place: string; database: string; user: string } {
  const { host, port, database, user } = new pg.Client({ connectionString: url });
  const name = database ?? user ?? "";
  return { place: `${host}:${port}`, database: name, user: user ?? "this role" };
}
