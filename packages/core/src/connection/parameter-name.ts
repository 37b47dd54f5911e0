import { checkSeen } from "../text/index.ts";

/** Standard names of a connection, usable in templates: section name + "_" + field name. */
export const STANDARD_PARAMETER_NAMES = [
  "restapi_url",
  "restapi_username",
  "restapi_password",
  "restapi_bearertoken",
  "restapi_authtype",
] as const;
export type StandardParameterName = (typeof STANDARD_PARAMETER_NAMES)[number];

/**
 * The name by which commands refer to a custom connection parameter: "DOC Test" becomes DOC_TEST,
 * as D3 SOAR has it. null: the text has no letter or digit in A-Z, a-z, 0-9. Pure.
 */
export function normaliseParameterName(displayName: string): string | null {
  const words = displayName
    .normalize("NFKC")
    .replace(/[^A-Za-z0-9]+/g, "_")
    .replace(/^_+|_+$/g, "")
    .toUpperCase();
  if (words === "") return null;
  return /^[0-9]/.test(words) ? `_${words}` : words;
}

/**
 * Why a display name cannot be that of a new parameter: no letter or digit, or its normalised name
 * is a standard one or among `taken` (ignoring case). null: it can. Pure.
 */
export function checkParameterName(displayName: string, taken: readonly string[]): string | null {
  const unseen = checkSeen(displayName);
  if (unseen !== null) return `The name cannot be used: ${unseen}`;
  const name = normaliseParameterName(displayName);
  if (name === null) return "The name needs a letter or digit";
  const lower = name.toLowerCase();
  if (STANDARD_PARAMETER_NAMES.some((standard) => standard === lower)) {
    return `${name} is the name of a standard parameter`;
  }
  if (taken.some((other) => other.toLowerCase() === lower)) {
    return `Another parameter is already called ${name}`;
  }
  return null;
}
