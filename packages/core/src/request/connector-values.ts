import type { AuthMethod } from "../connection/index.ts";
import type { ConnectionWithSecrets } from "../integration/index.ts";
import type { Json } from "../json/index.ts";
import type { Lookup, TemplateScope } from "../template/index.ts";

/** What {{callback.url}}, {{callback.id}} and {{callback.expires_at}} stand for. */
export interface CallbackValues {
  /** With its token. */
  readonly url: string;
  readonly id: string;
  /** ISO time. */
  readonly expiresAt: string;
}

/** A sensitive value that a template put into a request: in which field, and as what it was asked for. */
export interface SecretUse {
  readonly field: string;
  /** As it was written, without `connector.`. */
  readonly name: string;
}

/**
 * The values of connector.* and callback.* for one request, found ignoring case. Empty texts count
 * as not set. `isCallbackUrlUsed` tells afterwards whether a template asked for callback.url, and
 * `secretUses` which sensitive values went where. `shown` gives a mark in place of each secret,
 * however short that is: with it, what we put a secret into is written a second time, to be shown.
 */
export function connectorValues(
  secrets: ConnectionWithSecrets,
  callback: CallbackValues | null,
): {
  /** For the templates of one field of the request. */
  readonly lookupFor: (field: string) => Lookup;
  readonly shown: Lookup;
  readonly isCallbackUrlUsed: () => boolean;
  readonly secretUses: () => readonly SecretUse[];
} {
  const { connection } = secrets;
  const sensitive = new Set(["restapi_password", "restapi_bearertoken"]);
  for (const [name, parameter] of secrets.parameters)
    if (parameter.sensitive) sensitive.add(name.toLowerCase());
  const uses: SecretUse[] = [];
  const custom = [...secrets.parameters].map(
    ([name, { value }]) => [name.toLowerCase(), value] as const,
  );
  const connector = new Map<string, Json>([
    ...custom,
    ["restapi_url", connection.requestUrl],
    ["restapi_username", ofMethod("basic", connection.authMethod, connection.username)],
    ["restapi_password", ofMethod("basic", connection.authMethod, secrets.password)],
    ["restapi_bearertoken", ofMethod("bearer", connection.authMethod, secrets.bearerToken)],
    ["restapi_authtype", connection.authMethod],
  ]);
  let isUsed = false;
  const lookup: Lookup = (scope, name) => {
    const key = name.toLowerCase();
    if (scope === "connector") return set(connector.get(key));
    if (callback === null) return null;
    if (key === "url") isUsed = true;
    return { url: callback.url, id: callback.id, expires_at: callback.expiresAt }[key] ?? null;
  };
  const isSensitive = (scope: TemplateScope, name: string): boolean =>
    scope === "connector" && sensitive.has(name.toLowerCase());
  return {
    isCallbackUrlUsed: () => isUsed,
    secretUses: () => uses,
    lookupFor: (field) => (scope, name) => {
      const value = lookup(scope, name) ?? null;
      if (value !== null && isSensitive(scope, name)) uses.push({ field, name });
      return value;
    },
    shown: (scope, name) => {
      const value = lookup(scope, name) ?? null;
      return value !== null && isSensitive(scope, name) ? secretMark : value;
    },
  };
}

const secretMark = "********";
const markInUrl = "%2A".repeat(secretMark.length);

/** A URL that was filled with what is shown, with bullets where the marks came to stand. */
export function withBullets(url: string): string {
  return url.replaceAll(markInUrl, "••••••••");
}

function ofMethod(wanted: AuthMethod, method: AuthMethod, value: string | null): string | null {
  return wanted === method ? value : null;
}

function set(value: Json | undefined): Json {
  return value === undefined || value === "" ? null : value;
}

/** Every secret that a request on this connection can carry, for masking what comes back. */
export function secretsOf(secrets: ConnectionWithSecrets): {
  readonly values: readonly string[];
  readonly basic: { readonly username: string; readonly password: string } | null;
} {
  const values: string[] = [];
  const { password, bearerToken, connection } = secrets;
  if (password !== null) values.push(password);
  if (bearerToken !== null) values.push(bearerToken);
  for (const { value, sensitive } of secrets.parameters.values()) {
    if (sensitive && value !== null)
      values.push(typeof value === "string" ? value : JSON.stringify(value));
  }
  return { values, basic: password === null ? null : { username: connection.username, password } };
}
