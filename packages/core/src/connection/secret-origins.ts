import { parseUrl } from "./web-platform.ts";

/** Origins beside its own to which one connection may send its secrets. */
export const SECRET_ORIGINS_LIMIT = 20;

/** Why texts cannot be the origins that secrets may go to as well; null: they can. Pure. */
export function checkSecretOrigins(texts: readonly string[]): string | null {
  if (texts.length > SECRET_ORIGINS_LIMIT) {
    return `Also send secrets to has at most ${SECRET_ORIGINS_LIMIT} origins`;
  }
  return texts.every((text) => originOf(text) !== null)
    ? null
    : "Also send secrets to is one origin a line, such as https://api.example.net:8443";
}

/** Origins as they are compared and kept: lower case, default ports left out, each once. Pure. */
export function tidySecretOrigins(texts: readonly string[]): string[] {
  const given = texts.map((text) => text.trim()).filter((text) => text !== "");
  // What is no origin stays, so that the check can say so.
  return [...new Set(given.map((text) => originOf(text) ?? text))];
}

/**
 * Whether sensitive values of a connection may go to a URL: to the origin of its Request URL, and
 * to those that it names. Pure.
 */
export function maySendSecrets(
  connection: { readonly requestUrl: string; readonly secretOrigins?: readonly string[] },
  url: string,
): boolean {
  const origin = parseUrl(url)?.origin;
  if (origin === undefined) return false;
  if (parseUrl(connection.requestUrl.trim())?.origin === origin) return true;
  return (connection.secretOrigins ?? []).some((named) => originOf(named) === origin);
}

/** scheme://host:port and nothing else; null: it is none. */
function originOf(text: string): string | null {
  if (!/^https?:\/\/[^\s/?#@\\{}*]+\/?$/i.test(text)) return null;
  return parseUrl(text)?.origin ?? null;
}
