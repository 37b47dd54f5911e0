import { z } from "zod";
import { notify } from "../notice/notice.ts";
import { ofSubject } from "../verb/audit.ts";
import { UserId } from "../verb/ids.ts";
import { changing } from "../verb/verb.ts";
import { endAccess } from "./end-access.ts";
import { ruledPerson } from "./subject.ts";

/** Lets a deactivated person sign in again with the roles he had; his old tokens stay revoked. */
export const userReactivate = changing({
  name: "user.reactivate",
  input: z.strictObject({ id: UserId }),
  subject: ruledPerson,
  audit: ofSubject,
  run: async ({ context, db, subject: { id, deactivatedAt } }) => {
    // Also what began while he was being deactivated, or was left by versions that revoked no tokens.
    if (deactivatedAt !== null) await endAccess(db, context, id);
    await db.user.update({ where: { id }, data: { deactivatedAt: null } });
    await notify(db, { kind: "person", userId: id });
    return { id };
  },
});
