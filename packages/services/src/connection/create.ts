import { z } from "zod";
import { integrationOf } from "../integration/registry.ts";
import { notify } from "../notice/notice.ts";
import { Refusal } from "../refusal.ts";
import { created } from "../verb/audit.ts";
import { RowId } from "../verb/ids.ts";
import { changing } from "../verb/verb.ts";
import { checkForm } from "./form/check.ts";
import { ConnectionForm } from "./form/form.ts";
import { placeOfForm } from "./form/subject.ts";
import { columnsOf, lockNames, writeSecrets } from "./record/store.ts";

/** Creates a connection; one that was never tested may be saved and says so. */
export const connectionCreate = changing({
  name: "connection.create",
  input: z.strictObject({ integrationId: RowId, form: ConnectionForm }),
  subject: placeOfForm,
  audit: created("connection"),
  run: async ({ context, db, subject: sites, input: { integrationId, form }, tell }) => {
    const { manifest, compatible } = integrationOf(context.integrations, integrationId);
    if (!compatible)
      throw new Refusal("CONFLICT", `${manifest.name} needs ${manifest.minVersion} or later.`);
    const { userId } = context.actor;
    await lockNames(db, integrationId);
    const checked = await checkForm(db, {
      actor: context.actor,
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
    await notify(db, { kind: "connection", id });
    const { name, scope, allowedAddress, secretOrigins = [] } = checked.form;
    tell({ detail: { name, scope, secretsSet: set, allowedAddress, secretOrigins } });
    return { id };
  },
});
