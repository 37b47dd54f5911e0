import { asRole } from "../../permissions/permissions.ts";
import type { ConnectionRecord } from "../record/directory.ts";
import { asScope } from "../record/row.ts";
import type { ConnectionFormView } from "../views.ts";

/** The stored record as the form shows it. */
export function toFormView(connection: ConnectionRecord): ConnectionFormView {
  return {
    name: connection.name,
    scope: asScope(connection.scope),
    siteId: connection.siteId,
    recipientSiteId: connection.recipientSiteId,
    description: connection.description,
    permissions: connection.permissions.map(({ userId, role, level }) => ({
      userId,
      role: role === null ? null : asRole(role),
      level: asLevel(level),
    })),
    active: connection.active,
    requestUrl: connection.requestUrl,
    authMethod: asAuthMethod(connection.authMethod),
    username: connection.username,
    testPath: connection.testPath,
    testMethod: asTestMethod(connection.testMethod),
    allowedAddress: connection.allowedAddress,
    secretOrigins: connection.secretOrigins,
    parameters: readParameters(connection.parameters),
  };
}

function asLevel(text: string): "use" | "edit" | "manage" {
  return text === "manage" || text === "edit" ? text : "use";
}

export function asAuthMethod(text: string): "none" | "basic" | "bearer" {
  return text === "basic" || text === "bearer" ? text : "none";
}

export function asTestMethod(text: string): "GET" | "HEAD" | "OPTIONS" {
  return text === "HEAD" || text === "OPTIONS" ? text : "GET";
}

/** Values of the parameters that are not sensitive, by definition id. */
export function readParameters(stored: unknown): Record<string, string | number | boolean | null> {
  if (typeof stored !== "object" || stored === null) return {};
  const plain = Object.entries(stored).filter(
    (entry): entry is [string, string | number | boolean | null] =>
      entry[1] === null || ["string", "number", "boolean"].includes(typeof entry[1]),
  );
  return Object.fromEntries(plain);
}
