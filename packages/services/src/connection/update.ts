import { z } from "zod";
import { notify } from "../notice/notice.ts";
import { Refusal } from "../refusal.ts";
import { ofSubject } from "../verb/audit.ts";
import { Ordinal, RowId } from "../verb/ids.ts";
import { changing } from "../verb/verb.ts";
import { changedFields } from "./form/changes.ts";
import { checkForm } from "./form/check.ts";
import { ConnectionForm } from "./form/form.ts";
import { changedByForm } from "./form/subject.ts";
import { columnsOf, lockNames, writeSecrets } from "./record/store.ts";

/** Changes a connection of which nobody else has saved another version meanwhile. */
export const connectionUpdate = changing({
  name: "connection.update",
  input: z.strictObject({ id: RowId, version: Ordinal.min(1), form: ConnectionForm }),
  subject: changedByForm,
  audit: ofSubject,
  run: async ({ context, db, subject, input: { id, version, form }, tell }) => {
    const { integrationId } = subject.before;
    await lockNames(db, integrationId);
    const before = await db.connection.findFirst({
      where: { id, version, deletedAt: null },
      include: { permissions: true },
    });
    if (before === null) throw changedMeanwhile();
    const checked = await checkForm(db, {
      actor: context.actor,
      integrationId,
      form,
      before,
      sites: subject.sites,
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
    await notify(db, { kind: "connection", id });
    tell({
      siteId: checked.form.siteId,
      detail: {
        changed,
        secretsSet: secrets.set,
        secretsCleared: secrets.cleared,
        ...(changed.includes("allowedAddress")
          ? { allowedAddress: { from: before.allowedAddress, to: checked.form.allowedAddress } }
          : {}),
        ...(changed.includes("secretOrigins")
          ? { secretOrigins: { from: before.secretOrigins, to: columns.secretOrigins } }
          : {}),
      },
    });
    return { version: version + 1 };
  },
});

function changedMeanwhile(): Refusal {
  return new Refusal(
    "CONFLICT",
    "Somebody else has saved this connection meanwhile. Load it again and repeat your change.",
  );
}
