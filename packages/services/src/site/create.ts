import { z } from "zod";
import { notify } from "../notice/notice.ts";
import { invalid } from "../refusal.ts";
import { audit } from "../verb/audit.ts";
import { isUniqueViolation } from "../verb/database-error.ts";
import { verb } from "../verb/verb.ts";
import { SiteNameInput } from "./input.ts";
import { toSiteRow } from "./list.ts";
import type { SiteRow } from "./views.ts";

export const siteCreate = verb(
  "site.create",
  z.strictObject({ name: SiteNameInput, kind: z.enum(["internal", "client"]) }),
  async (context, { name, kind }): Promise<SiteRow> => {
    try {
      return await context.db.$transaction(async (db) => {
        const site = await db.site.create({ data: { name, nameKey: name.toLowerCase(), kind } });
        await audit(db, context.actor, {
          action: "site.create",
          subjectKind: "site",
          subjectId: site.id,
          siteId: site.id,
          detail: { name, kind },
        });
        await notify(db, { kind: "sites" });
        return toSiteRow(site);
      });
    } catch (error) {
      throw isUniqueViolation(error) ? nameTaken() : error;
    }
  },
);

export function nameTaken() {
  return invalid([{ path: "name", message: "another site has this name" }]);
}
