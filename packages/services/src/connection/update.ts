import { z } from "zod";
import { notify } from "../notice/notice.ts";
import { Refusal } from "../refusal.ts";
import { audit } from "../verb/audit.ts";
import { RowId } from "../verb/ids.ts";
import { verb } from "../verb/verb.ts";
import { findConnection } from "./access/find.ts";
import { changedFields, demandForChange, movesSite } from "./form/changes.ts";
import { checkForm, demandScope } from "./form/check.ts";
import { ConnectionForm } from "./form/form.ts";
import { columnsOf, lockNames, writeSecrets } from "./record/store.ts";

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

function changedMeanwhile(): Refusal {
  return new Refusal(
    "CONFLICT",
    "Somebody else has saved this connection meanwhile. Load it again and repeat your change.",
  );
}
