import { type DestinationStream, type Logger, pino } from "pino";

/** Keys whose values are never written, wherever they stand. */
const HIDDEN = [
  "password",
  "bearerToken",
  "token",
  "secret",
  "authorization",
  "cookie",
  "set-cookie",
  "masterKey",
  "databaseUrl",
  "url",
];

/** Writes JSON lines to standard error; standard output has the line with the URL alone. */
export function createLog(level: string, destination?: DestinationStream): Logger {
  const paths = HIDDEN.flatMap((key) => {
    const name = `["${key}"]`;
    return [name, `*${name}`, `*.*${name}`, `*.*.*${name}`];
  });
  return pino(
    {
      level,
      base: { pid: process.pid },
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: { paths, censor: "••••••••" },
      serializers: { err: describeError },
      formatters: { level: (label) => ({ level: label }) },
    },
    destination ?? pino.destination({ fd: 2, sync: true }),
  );
}

/** An error for the log: its kind, message and stack, without what looks like a credential. */
export function describeError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { message: withoutCredentials(String(error)) };
  const code = "code" in error && typeof error.code === "string" ? { code: error.code } : {};
  const cause = error.cause === undefined ? {} : { cause: describeError(error.cause) };
  return {
    name: error.name,
    message: withoutCredentials(error.message),
    stack: withoutCredentials(error.stack ?? ""),
    ...code,
    ...cause,
  };
}

/** Takes tokens, user-info and queries of URLs out of a text. */
export function withoutCredentials(text: string): string {
  return text
    .replace(/cbk_[A-Za-z0-9_-]{6,}/g, "cbk_••••••••")
    .replace(/\b(Bearer|Basic)\s+[A-Za-z0-9+/._~=-]+/gi, "$1 ••••••••")
    .replace(/\/(api\/callbacks\/[^/\s"]+|join)\/[^/\s"?#]+/g, "/$1/••••••••")
    .replace(/([a-z][a-z0-9+.-]*:\/\/)[^/\s"@]+@/gi, "$1••••••••@")
    .replace(/([a-z][a-z0-9+.-]*:\/\/[^\s"?]+)\?[^\s"]*/gi, "$1?••••••••");
}
