import { z } from "zod";
import { notify } from "../notice/notice.ts";
import { audit } from "../verb/audit.ts";
import { UserId } from "../verb/ids.ts";
import { verb } from "../verb/verb.ts";
import { demandRuleOver } from "./guard.ts";

/** Lets a deactivated person sign in again with the roles he had. */
export const userReactivate = verb(
  "user.reactivate",
  z.strictObject({ id: UserId }),
  async (context, { id }): Promise<{ id: string }> => {
    await context.db.$transaction(async (db) => {
      await demandRuleOver(db, context.actor, "user.reactivate", id);
      await db.user.update({ where: { id }, data: { deactivatedAt: null } });
      await audit(db, context.actor, {
        action: "user.reactivate",
        subjectKind: "person",
        subjectId: id,
      });
      await notify(db, { kind: "person", userId: id });
    });
    return { id };
  },
);
