import { checkSeen, comparedName } from "../text/index.ts";
import {
  type AuthMethod,
  checkBearerToken,
  checkPassword,
  checkUserName,
} from "./authentication.ts";
import { effectiveUrl } from "./effective-url.ts";
import { checkParameterValue, type ParameterRule } from "./parameter-value.ts";
import { checkSecretOrigins } from "./secret-origins.ts";
import { parseUrl } from "./web-platform.ts";

/** A secret in a form: undefined keeps what is stored, null clears it, a text replaces it. */
export type SecretInput = string | null | undefined;

/** The fields of the connection form whose rules need nothing but the form. */
export interface ConnectionFormFields {
  readonly name: string;
  readonly scope: "site" | "share_internal";
  readonly siteId: number | null;
  readonly recipientSiteId: number | null;
  readonly requestUrl: string;
  readonly authMethod: AuthMethod;
  readonly username: string;
  readonly password?: SecretInput;
  readonly bearerToken?: SecretInput;
  readonly testPath: string;
  readonly allowedAddress: string;
  /** Left out: as they are stored. */
  readonly secretOrigins?: readonly string[] | undefined;
  readonly parameters: Readonly<Record<string, string | number | boolean | null | undefined>>;
}

/** What else the rules need to know. */
export interface FormSurroundings {
  /** Secrets that are stored and may be kept. */
  readonly stored: { readonly password: boolean; readonly bearerToken: boolean };
  /** Names of the integration's other connections that are visible in a common site. */
  readonly takenNames: readonly string[];
  readonly internalSiteIds: readonly number[];
  readonly parameters: readonly ParameterRule[];
}

/** A wrong field: `path` is its key in the form ("requestUrl", "parameters.7"). */
export interface FieldProblem {
  readonly path: string;
  readonly message: string;
}

/** Everything that is wrong in a connection form, in the order of the screen; empty: it can be saved. Pure. */
export function checkConnectionForm(
  form: ConnectionFormFields,
  known: FormSurroundings,
): FieldProblem[] {
  const problems: FieldProblem[] = [];
  const check = (path: string, message: string | null): void => {
    if (message !== null) problems.push({ path, message });
  };
  check("name", checkConnectionName(form.name, known.takenNames));
  if (form.scope === "site") check("siteId", form.siteId === null ? "Site is required" : null);
  else check("recipientSiteId", checkRecipient(form.recipientSiteId, known.internalSiteIds));
  check("requestUrl", checkRequestUrl(form.requestUrl));
  if (form.authMethod === "basic") {
    check("username", checkUserName(form.username));
    check(
      "password",
      keeps(form.password, known.stored.password) ? null : checkPassword(form.password ?? null),
    );
  }
  if (form.authMethod === "bearer") {
    const isKept = keeps(form.bearerToken, known.stored.bearerToken);
    check("bearerToken", isKept ? null : checkBearerToken(form.bearerToken ?? null));
  }
  check("testPath", checkTestPath(form.testPath, form.requestUrl));
  check("allowedAddress", checkAllowedAddress(form.allowedAddress));
  check("secretOrigins", checkSecretOrigins(form.secretOrigins ?? []));
  for (const rule of known.parameters) {
    check(`parameters.${rule.id}`, checkParameterValue(rule, form.parameters[String(rule.id)]));
  }
  return problems;
}

function keeps(input: SecretInput, isStored: boolean): boolean {
  return input === undefined && isStored;
}

/** Why a name cannot be that of a connection; `taken` is compared as people see it. Pure. */
export function checkConnectionName(name: string, taken: readonly string[]): string | null {
  const trimmed = name.trim();
  if (trimmed === "") return "Connection Name is required";
  if (trimmed.length > 100) return "Connection Name has at most 100 characters";
  const unseen = checkSeen(trimmed);
  if (unseen !== null) return `Connection Name: ${unseen}`;
  const compared = comparedName(trimmed);
  return taken.some((other) => comparedName(other) === compared)
    ? `Another connection is already called ${trimmed}`
    : null;
}

function checkRecipient(siteId: number | null, internal: readonly number[]): string | null {
  if (siteId === null)
    return "Recipient site is required for a connection shared to internal sites";
  return internal.includes(siteId) ? null : "Recipient site must be an internal site";
}

/** Why a text cannot be a Request URL: absolute http or https, no user name, no fragment. Pure. */
export function checkRequestUrl(text: string): string | null {
  const url = text.trim();
  if (url === "") return "Request URL is required";
  // biome-ignore lint/suspicious/noControlCharactersInRegex: exactly these are refused
  if (/[\u0000-\u001f\u007f]/.test(url)) return "Request URL has a control character";
  if (!/^https?:\/\//i.test(url)) return "Request URL must begin with http:// or https://";
  if (url.includes("{{")) return "Request URL cannot hold a template";
  const parsed = parseUrl(url);
  if (parsed === null || parsed.hostname === "") return "Request URL is not a valid URL";
  if (parsed.username !== "" || parsed.password !== "") {
    return "Request URL must not hold a user name or password";
  }
  return url.includes("#") ? "Request URL must not hold a fragment (#)" : null;
}

/** Why a text cannot be the Test path; it is joined to the Request URL. Pure. */
export function checkTestPath(path: string, requestUrl: string): string | null {
  if (path.trim() === "" || checkRequestUrl(requestUrl) !== null) return null;
  const joined = effectiveUrl(path, requestUrl);
  if (!joined.ok) return joined.message;
  return joined.isOwnOrigin ? null : "Test path must stay at the host of the Request URL";
}

/** Why a text cannot be an Allowed address, an exact host:port; empty is none. Pure. */
export function checkAllowedAddress(text: string): string | null {
  const entry = text.trim();
  if (entry === "") return null;
  const form = "Allowed address is one exact host:port, such as siem.example.net:8443";
  const [, host, port] = /^(\[[0-9A-Fa-f:.]+\]|[^\s/?#@:[\]{}*]+):(\d{1,5})$/.exec(entry) ?? [];
  if (host === undefined || port === undefined) return form;
  if (Number(port) < 1 || Number(port) > 65_535) return "The port of Allowed address is 1 to 65535";
  return parseUrl(`http://${host}/`) === null ? form : null;
}

/**
 * True when a change moves the connection to another place or another way of signing in. Its
 * stored secrets are then typed again, so that they never reach the new place by themselves. Pure.
 */
export function mustRetypeSecrets(
  before: { readonly requestUrl: string; readonly authMethod: AuthMethod },
  after: { readonly requestUrl: string; readonly authMethod: AuthMethod },
): boolean {
  if (before.authMethod !== after.authMethod) return true;
  const origin = (text: string): string | null => parseUrl(text.trim())?.origin ?? null;
  return origin(before.requestUrl) !== origin(after.requestUrl);
}
