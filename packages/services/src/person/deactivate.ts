import { z } from "zod";
import { notify } from "../notice/notice.ts";
import { Refusal } from "../refusal.ts";
import { audit } from "../verb/audit.ts";
import { UserId } from "../verb/ids.ts";
import { verb } from "../verb/verb.ts";
import { demandOwnerLeft, demandRuleOver } from "./guard.ts";

/** Ends a person's access at once: sessions are deleted, tokens and links stop working. */
export const userDeactivate = verb(
  "user.deactivate",
  z.strictObject({ id: UserId }),
  async (context, { id }): Promise<{ id: string }> => {
    if (id === context.actor.userId)
      throw new Refusal("CONFLICT", "Nobody can deactivate himself. Ask another admin.");
    await context.db.$transaction(async (db) => {
      await demandRuleOver(db, context.actor, "user.deactivate", id);
      await db.user.update({ where: { id }, data: { deactivatedAt: context.now() } });
      await db.session.deleteMany({ where: { userId: id } });
      await db.invitation.deleteMany({ where: { userId: id, usedAt: null } });
      await demandOwnerLeft(db);
      await audit(db, context.actor, {
        action: "user.deactivate",
        subjectKind: "person",
        subjectId: id,
      });
      await notify(db, { kind: "person", userId: id });
    });
    return { id };
  },
);
