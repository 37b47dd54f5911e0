import type { Context } from "../context.ts";
import type { Db } from "../notice/notice.ts";

/** Ends everything by which a person gets in without his password: for good, whatever comes later. */
export async function endAccess(db: Db, context: Context, userId: string): Promise<void> {
  await db.session.deleteMany({ where: { userId } });
  await db.invitation.deleteMany({ where: { userId, usedAt: null } });
  await db.apiToken.updateMany({
    where: { userId, revokedAt: null },
    data: { revokedAt: context.now() },
  });
}
