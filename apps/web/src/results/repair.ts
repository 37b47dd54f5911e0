import type { Failure } from "@callbook/core/failure";
import { assertNever } from "@callbook/core/json";

/** What a person would change to mend a failure: an input of the command, or a connection. */
export type Repair =
  | { readonly kind: "input"; readonly input: string; readonly label: string }
  /** `field` is the key of a field of the connection form; null: the connection as a whole. */
  | { readonly kind: "connection"; readonly field: string | null; readonly label: string | null };

const labels: Readonly<Record<string, string>> = {
  name: "Connection Name",
  scope: "Site",
  siteId: "Site",
  site: "Site",
  permissions: "Configure User Permissions",
  active: "Active",
  requestUrl: "Request URL",
  authMethod: "Authentication",
  username: "User Name",
  password: "Password",
  bearerToken: "Bearer Token",
  testPath: "Test path",
  testMethod: "Test method",
  allowedAddress: "Allowed address",
  secretOrigins: "Also send secrets to",
};

/**
 * Where a failure is mended. The failure's own target wins; without one the class says
 * which part of the connection is the likely cause. Null: there is nothing to edit here.
 */
export function repairOf(failure: Failure): Repair | null {
  const { target } = failure;
  switch (target.kind) {
    case "input":
      return { kind: "input", input: target.input, label: failure.field ?? target.input };
    case "connection":
      return connection(target.field);
    case "none":
      return byClass(failure);
    default:
      return assertNever(target, "remedy target");
  }
}

function byClass(failure: Failure): Repair | null {
  switch (failure.class) {
    case "F-4xx":
      if (failure.statusCode === 401 || failure.statusCode === 403) return connection("authMethod");
      return connection(failure.statusCode === 404 ? "testPath" : null);
    case "F-DNS":
    case "F-REFUSED":
    case "F-TLS":
    case "F-REDIRECT":
      return connection("requestUrl");
    case "F-5xx":
    case "F-1xx":
    case "F-3xx":
    case "F-TIMEOUT":
    case "F-TOOBIG":
    case "F-PARSE":
    case "F-SSRF":
    case "F-SECRET":
    case "F-AUTHFORMAT":
    case "F-INACTIVE":
    case "F-PERM":
    case "F-SITE":
      return connection(null);
    case "F-INPUT":
    case "F-URL":
    case "F-HEADER":
    case "F-BODY":
    case "F-TEMPLATE":
    case "F-GONE":
    case "F-CB-TIMEOUT":
    case "F-UNKNOWN":
    case "F-CANCEL":
    case "F-INTERNAL":
      return null;
    default:
      return assertNever(failure.class, "failure class");
  }
}

function connection(field: string | null): Repair {
  if (field === null) return { kind: "connection", field: null, label: null };
  return { kind: "connection", field, label: labels[field] ?? field };
}
