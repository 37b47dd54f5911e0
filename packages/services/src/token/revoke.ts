import { z } from "zod";
import { notify } from "../notice/notice.ts";
import { roleEverywhere } from "../permissions/actor.ts";
import { includesRole } from "../permissions/permissions.ts";
import { notFound } from "../refusal.ts";
import { audit } from "../verb/audit.ts";
import { RowId } from "../verb/ids.ts";
import { verb } from "../verb/verb.ts";

/** Ends a token at once: one's own, or anybody's for an admin of all sites. */
export const tokenRevoke = verb(
  "token.revoke",
  z.strictObject({ id: RowId }),
  async (context, { id }): Promise<{ id: number }> => {
    const everywhere = roleEverywhere(context.actor);
    const all = everywhere !== null && includesRole(everywhere, "admin");
    await context.db.$transaction(async (db) => {
      const ended = await db.apiToken.updateMany({
        where: { id, ...(all ? {} : { userId: context.actor.userId }) },
        data: { revokedAt: context.now() },
      });
      if (ended.count === 0) throw notFound("token");
      const { userId } = await db.apiToken.findUniqueOrThrow({ where: { id } });
      await notify(db, { kind: "person", userId });
      await audit(db, context.actor, {
        action: "token.revoke",
        subjectKind: "token",
        subjectId: id,
      });
    });
    return { id };
  },
);
