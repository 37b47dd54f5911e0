import { z } from "zod";
import { notify } from "../notice/notice.ts";
import { ofSubject } from "../verb/audit.ts";
import { UserId } from "../verb/ids.ts";
import { changing } from "../verb/verb.ts";
import { ruledPerson } from "./subject.ts";

/** Lets a deactivated person sign in again with the roles he had. */
export const userReactivate = changing({
  name: "user.reactivate",
  input: z.strictObject({ id: UserId }),
  subject: ruledPerson,
  audit: ofSubject,
  run: async ({ db, subject: { id } }) => {
    await db.user.update({ where: { id }, data: { deactivatedAt: null } });
    await notify(db, { kind: "person", userId: id });
    return { id };
  },
});
