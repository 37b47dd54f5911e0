import { tidySecretOrigins } from "@callbook/core/connection";
import { noAccess } from "../access/subject.ts";
import type { ConnectionRecord } from "../record/directory.ts";
import type { Level } from "../views.ts";
import type { ConnectionForm } from "./form.ts";
import { toFormView } from "./form-view.ts";

/** Who may edit may not give access, nor open a way to a private address. */
export function demandForChange(
  before: ConnectionRecord,
  form: ConnectionForm,
  level: Level,
): void {
  if (level === "manage") return;
  const changed = changedFields(before, form);
  const ruled = [
    "permissions",
    "allowedAddress",
    "secretOrigins",
    "scope",
    "siteId",
    "recipientSiteId",
  ];
  if (changed.some((field) => ruled.includes(field))) throw noAccess(false);
}

/** Whether a form gives the connection to other sites. */
export function movesSite(before: ConnectionRecord, form: ConnectionForm): boolean {
  return before.scope !== form.scope || (form.scope === "site" && before.siteId !== form.siteId);
}

/** The fields that a form changes, without values; secrets are told apart. */
export function changedFields(before: ConnectionRecord, form: ConnectionForm): string[] {
  const old = toFormView(before);
  const plain = {
    name: form.name.trim(),
    scope: form.scope,
    siteId: form.siteId,
    recipientSiteId: form.recipientSiteId,
    description: form.description,
    active: form.active,
    requestUrl: form.requestUrl.trim(),
    authMethod: form.authMethod,
    username: form.username,
    testPath: form.testPath.trim(),
    testMethod: form.testMethod,
    allowedAddress: form.allowedAddress.trim(),
  };
  const fields: string[] = Object.entries(plain)
    .filter(([key, value]) => Object.entries(old).find(([name]) => name === key)?.[1] !== value)
    .map(([key]) => key);
  const origins = tidySecretOrigins(form.secretOrigins ?? old.secretOrigins);
  if (origins.join() !== old.secretOrigins.join()) fields.push("secretOrigins");
  if (entriesText(old.permissions) !== entriesText(form.permissions)) fields.push("permissions");
  const values = new Map(Object.entries(old.parameters));
  const parameters = Object.entries(form.parameters).some(
    ([id, value]) =>
      value !== undefined && (values.get(id) ?? null) !== (value === "" ? null : value),
  );
  if (parameters) fields.push("parameters");
  return fields;
}

function entriesText(
  entries: readonly { userId: string | null; role: string | null; level: string }[],
): string {
  return entries
    .map(({ userId, role, level }) => JSON.stringify([userId, role, level]))
    .sort()
    .join();
}
