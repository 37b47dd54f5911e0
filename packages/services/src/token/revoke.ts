import { z } from "zod";
import { roleEverywhere } from "../actor.ts";
import { audit } from "../audit.ts";
import { RowId } from "../ids.ts";
import { notify } from "../notice/notice.ts";
import { includesRole } from "../permissions.ts";
import { notFound } from "../refusal.ts";
import { verb } from "../verb.ts";

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
