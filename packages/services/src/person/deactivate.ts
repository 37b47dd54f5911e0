import { z } from "zod";
import { notify } from "../notice/notice.ts";
import { Refusal } from "../refusal.ts";
import { ofSubject } from "../verb/audit.ts";
import { UserId } from "../verb/ids.ts";
import { changing } from "../verb/verb.ts";
import { endAccess } from "./end-access.ts";
import { demandOwnerLeft } from "./guard.ts";
import { ruledPerson } from "./subject.ts";

/** Ends a person's access at once: sessions are deleted, tokens are revoked, links stop working. */
export const userDeactivate = changing({
  name: "user.deactivate",
  input: z.strictObject({ id: UserId }),
  subject: ruledPerson,
  audit: ofSubject,
  run: async ({ context, db, subject: { id } }) => {
    if (id === context.actor.userId)
      throw new Refusal("CONFLICT", "Nobody can deactivate himself. Ask another admin.");
    await db.user.update({ where: { id }, data: { deactivatedAt: context.now() } });
    await endAccess(db, context, id);
    await demandOwnerLeft(db);
    await notify(db, { kind: "person", userId: id });
    return { id };
  },
});
