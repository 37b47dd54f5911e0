import { z } from "zod";
import { notify } from "../notice/notice.ts";
import { ofSubject } from "../verb/audit.ts";
import { RowId } from "../verb/ids.ts";
import { changing } from "../verb/verb.ts";
import { tokenOf } from "./subject.ts";

/** Ends a token at once: one's own, or anybody's for an admin of all sites. */
export const tokenRevoke = changing({
  name: "token.revoke",
  input: z.strictObject({ id: RowId }),
  subject: tokenOf,
  audit: ofSubject,
  run: async ({ context, db, subject: { id, userId } }) => {
    await db.apiToken.update({ where: { id }, data: { revokedAt: context.now() } });
    await notify(db, { kind: "person", userId });
    return { id };
  },
});
