import { z } from "zod";
import { integrationOf } from "../integration/registry.ts";
import { notify } from "../notice/notice.ts";
import { Refusal } from "../refusal.ts";
import { audit } from "../verb/audit.ts";
import { RowId } from "../verb/ids.ts";
import { verb } from "../verb/verb.ts";
import { checkForm, demandScope } from "./form/check.ts";
import { ConnectionForm } from "./form/form.ts";
import { columnsOf, lockNames, writeSecrets } from "./record/store.ts";

/** Creates a connection; one that was never tested may be saved and says so. */
export const connectionCreate = verb(
  "connection.create",
  z.strictObject({ integrationId: RowId, form: ConnectionForm }),
  async (context, { integrationId, form }): Promise<{ id: number }> => {
    const { manifest, compatible } = integrationOf(context.integrations, integrationId);
    if (!compatible)
      throw new Refusal("CONFLICT", `${manifest.name} needs ${manifest.minVersion} or later.`);
    const sites = await context.directory.sites();
    demandScope(context, "connection.create", form, sites);
    const { userId } = context.actor;
    return context.db.$transaction(async (db) => {
      await lockNames(db, integrationId);
      const checked = await checkForm(db, {
        integrationId,
        form,
        before: null,
        sites,
        purpose: "save",
      });
      const { id } = await db.connection.create({
        data: {
          ...columnsOf(checked),
          integrationId,
          createdBy: userId,
          updatedBy: userId,
          permissions: { create: checked.form.permissions },
          ...context.testedForms.verdict(userId, {
            integrationId,
            saved: null,
            form: checked.form,
          }),
        },
      });
      const { set } = await writeSecrets(context, db, id, checked);
      await audit(db, context.actor, {
        action: "connection.create",
        subjectKind: "connection",
        subjectId: id,
        siteId: checked.form.siteId,
        detail: {
          name: checked.form.name,
          scope: checked.form.scope,
          secretsSet: set,
          allowedAddress: checked.form.allowedAddress,
        },
      });
      await notify(db, { kind: "connection", id });
      return { id };
    });
  },
);
