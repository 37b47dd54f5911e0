import { z } from "zod";
import { notify } from "../notice/notice.ts";
import { notFound } from "../refusal.ts";
import { audit } from "../verb/audit.ts";
import { isUniqueViolation } from "../verb/database-error.ts";
import { RowId } from "../verb/ids.ts";
import { verb } from "../verb/verb.ts";
import { nameTaken } from "./create.ts";
import { SiteNameInput } from "./input.ts";
import { toSiteRow } from "./list.ts";
import type { SiteRow } from "./views.ts";

export const siteRename = verb(
  "site.rename",
  z.strictObject({ id: RowId, name: SiteNameInput }),
  async (context, { id, name }): Promise<SiteRow> => {
    try {
      return await context.db.$transaction(async (db) => {
        const found = await db.site.findUnique({ where: { id } });
        if (found === null) throw notFound("site");
        const site = await db.site.update({
          where: { id },
          data: { name, nameKey: name.toLowerCase() },
        });
        await audit(db, context.actor, {
          action: "site.rename",
          subjectKind: "site",
          subjectId: id,
          siteId: id,
          detail: { from: found.name, to: name },
        });
        await notify(db, { kind: "sites" });
        return toSiteRow(site);
      });
    } catch (error) {
      throw isUniqueViolation(error) ? nameTaken() : error;
    }
  },
);
