import { base64OfText } from "./web-platform.ts";

export type AuthMethod = "none" | "basic" | "bearer";

/** What a connection authenticates with; null: not set. */
export interface Credentials {
  readonly method: AuthMethod;
  readonly username: string;
  readonly password: string | null;
  readonly bearerToken: string | null;
}

/** Help for the Bearer Token field. */
export const BEARER_HELP_URL = "https://www.rfc-editor.org/rfc/rfc6750#section-2.1";

// token68 of RFC 9110 section 11.2.
const token68 = /^[A-Za-z0-9\-._~+/]+=*$/;

/** Why a user name cannot be used for Basic Authentication (RFC 7617); null: it can. Pure. */
export function checkUserName(username: string): string | null {
  if (username === "") return "User Name is required for Basic Authentication";
  if (username.includes(":")) return 'User Name must not contain ":"';
  return hasControl(username) ? "User Name has a control character" : null;
}

/** Why a password cannot be used for Basic Authentication; null: it can. Pure. */
export function checkPassword(password: string | null): string | null {
  if (password === null || password === "") return "Password is required for Basic Authentication";
  return hasControl(password) ? "Password has a control character" : null;
}

/** Why a text cannot be a bearer token (RFC 6750); null: it can. The token is never repeated. Pure. */
export function checkBearerToken(bearerToken: string | null): string | null {
  if (bearerToken === null || bearerToken === "") {
    return "Bearer Token is required for Bearer Authentication";
  }
  if (token68.test(bearerToken)) return null;
  return "Bearer Token may hold letters, digits and - . _ ~ + / only, then =";
}

/** The first rule that the credentials break; null: they can be sent. Pure. */
export function checkCredentials(credentials: Credentials): string | null {
  switch (credentials.method) {
    case "none":
      return null;
    case "basic":
      return checkUserName(credentials.username) ?? checkPassword(credentials.password);
    case "bearer":
      return checkBearerToken(credentials.bearerToken);
  }
}

/** The value of the Authorization header; null for method none or when a value is missing. Pure. */
export function authorizationHeader(credentials: Credentials): string | null {
  const { method, username, password, bearerToken } = credentials;
  if (method === "basic" && password !== null)
    return `Basic ${base64OfText(`${username}:${password}`)}`;
  if (method === "bearer" && bearerToken !== null) return `Bearer ${bearerToken}`;
  return null;
}

/** Warnings on what is possible but unwise, for the form. Pure. */
export function authenticationWarnings(
  requestUrl: string,
  credentials: Credentials,
): { readonly field: string; readonly message: string }[] {
  const warnings: { field: string; message: string }[] = [];
  const isPlain = /^http:/i.test(requestUrl.trim());
  if (isPlain && credentials.method === "bearer") {
    warnings.push({
      field: "bearerToken",
      message: "The bearer token travels unencrypted over http; RFC 6750 asks for https",
    });
  }
  if (isPlain && credentials.method === "basic") {
    warnings.push({ field: "password", message: "The password travels unencrypted over http" });
  }
  for (const [field, secret] of [
    ["password", credentials.method === "basic" ? credentials.password : null],
    ["bearerToken", credentials.method === "bearer" ? credentials.bearerToken : null],
  ] as const) {
    if (secret !== null && secret !== "" && secret.length < SHORT_SECRET) {
      warnings.push({ field, message: shortSecretWarning });
    }
  }
  return warnings;
}

/** Secrets shorter than this are not searched for in answers: too much innocent text would be hidden. */
export const SHORT_SECRET = 6;
export const shortSecretWarning =
  "Shorter than 6 characters: it is not masked where a third party repeats it in an answer";

function hasControl(text: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: RFC 7617 forbids exactly these
  return /[\u0000-\u001f\u007f]/.test(text);
}
