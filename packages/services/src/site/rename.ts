import { comparedName } from "@callbook/core/text";
import { z } from "zod";
import { notify } from "../notice/notice.ts";
import { ofSubject } from "../verb/audit.ts";
import { RowId } from "../verb/ids.ts";
import { changing } from "../verb/verb.ts";
import { refuseTaken } from "./create.ts";
import { SiteNameInput } from "./input.ts";
import { toSiteRow } from "./list.ts";
import { anySite } from "./subject.ts";

export const siteRename = changing({
  name: "site.rename",
  input: z.strictObject({ id: RowId, name: SiteNameInput }),
  subject: anySite,
  audit: ofSubject,
  run: async ({ db, subject: before, input: { id, name }, tell }) => {
    const site = await db.site
      .update({ where: { id }, data: { name, nameKey: comparedName(name) } })
      .catch(refuseTaken);
    await notify(db, { kind: "sites" });
    tell({ detail: { from: before.name, to: name } });
    return toSiteRow(site);
  },
});
