import { comparedName } from "@callbook/core/text";
import { z } from "zod";
import { notify } from "../notice/notice.ts";
import { invalid } from "../refusal.ts";
import { created } from "../verb/audit.ts";
import { isUniqueViolation } from "../verb/database-error.ts";
import { none } from "../verb/subject.ts";
import { changing } from "../verb/verb.ts";
import { SiteNameInput } from "./input.ts";
import { toSiteRow } from "./list.ts";

export const siteCreate = changing({
  name: "site.create",
  input: z.strictObject({ name: SiteNameInput, kind: z.enum(["internal", "client"]) }),
  subject: none,
  audit: created("site"),
  run: async ({ db, input: { name, kind }, tell }) => {
    const site = await db.site
      .create({ data: { name, nameKey: comparedName(name), kind } })
      .catch(refuseTaken);
    await notify(db, { kind: "sites" });
    tell({ siteId: site.id, detail: { name, kind } });
    return toSiteRow(site);
  },
});

/** Names are unique, ignoring case. */
export function refuseTaken(error: unknown): never {
  if (isUniqueViolation(error))
    throw invalid([{ path: "name", message: "another site has this name" }]);
  throw error;
}
