import { z } from "zod";
import { audit } from "../audit.ts";
import { RowId } from "../ids.ts";
import { notify } from "../notice/notice.ts";
import { Refusal } from "../refusal.ts";
import { verb } from "../verb.ts";
import { checkForm, demandScope } from "./check.ts";
import type { ConnectionRecord } from "./directory.ts";
import { findConnection, noAccess } from "./find.ts";
import { ConnectionForm } from "./form.ts";
import { toFormView } from "./form-view.ts";
import { columnsOf, lockNames, writeSecrets } from "./store.ts";
import type { Level } from "./views.ts";

/** Changes a connection of which nobody else has saved another version meanwhile. */
export const connectionUpdate = verb(
  "connection.update",
  z.strictObject({ id: RowId, version: z.int().positive(), form: ConnectionForm }),
  async (context, { id, version, form }): Promise<{ version: number }> => {
    const found = await findConnection(context, "connection.update", id, "edit");
    demandForChange(found.connection, form, found.level);
    if (movesSite(found.connection, form))
      demandScope(context, "connection.create", form, found.sites);
    const { integrationId } = found.connection;
    return context.db.$transaction(async (db) => {
      await lockNames(db, integrationId);
      const before = await db.connection.findFirst({
        where: { id, version, deletedAt: null },
        include: { permissions: true },
      });
      if (before === null) throw changedMeanwhile();
      const checked = await checkForm(db, {
        integrationId,
        form,
        before,
        sites: found.sites,
        purpose: "save",
      });
      const secrets = await writeSecrets(context, db, id, checked);
      const columns = columnsOf(checked);
      const changed = changedFields(before, checked.form);
      const needsTest = changed.some((field) => field !== "name") || secrets.set.length > 0;
      const verdict = context.testedForms.verdict(context.actor.userId, {
        integrationId,
        saved: { id, version },
        form: checked.form,
      });
      const updated = await db.connection.updateMany({
        where: { id, version, deletedAt: null },
        data: {
          ...columns,
          ...(needsTest ? (verdict ?? { testStatus: "untested" }) : {}),
          version: version + 1,
          updatedBy: context.actor.userId,
        },
      });
      if (updated.count !== 1) throw changedMeanwhile();
      await db.connectionPermission.deleteMany({ where: { connectionId: id } });
      await db.connectionPermission.createMany({
        data: checked.form.permissions.map((entry) => ({ ...entry, connectionId: id })),
      });
      await audit(db, context.actor, {
        action: "connection.update",
        subjectKind: "connection",
        subjectId: id,
        siteId: checked.form.siteId,
        detail: {
          changed,
          secretsSet: secrets.set,
          secretsCleared: secrets.cleared,
          ...(changed.includes("allowedAddress")
            ? { allowedAddress: { from: before.allowedAddress, to: checked.form.allowedAddress } }
            : {}),
        },
      });
      await notify(db, { kind: "connection", id });
      return { version: version + 1 };
    });
  },
);

/** Who may edit may not give access, nor open a way to a private address. */
export function demandForChange(
  before: ConnectionRecord,
  form: ConnectionForm,
  level: Level,
): void {
  if (level === "manage") return;
  const changed = changedFields(before, form);
  const ruled = ["permissions", "allowedAddress", "scope", "siteId", "recipientSiteId"];
  if (changed.some((field) => ruled.includes(field))) throw noAccess(false);
}

/** Whether a form gives the connection to other sites. */
export function movesSite(before: ConnectionRecord, form: ConnectionForm): boolean {
  return before.scope !== form.scope || (form.scope === "site" && before.siteId !== form.siteId);
}

/** The fields that a form changes, without values; secrets are told apart. */
function changedFields(before: ConnectionRecord, form: ConnectionForm): string[] {
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

function changedMeanwhile(): Refusal {
  return new Refusal(
    "CONFLICT",
    "Somebody else has saved this connection meanwhile. Load it again and repeat your change.",
  );
}
