import { z } from "zod";
import { notify } from "../notice/notice.ts";
import { Refusal } from "../refusal.ts";
import { audit } from "../verb/audit.ts";
import { RowId } from "../verb/ids.ts";
import { verb } from "../verb/verb.ts";
import { findConnection } from "./access/find.ts";

/** Takes a connection away. Runs that use it fail with F-GONE; its secrets are deleted at once. */
export const connectionRemove = verb(
  "connection.remove",
  z.strictObject({ id: RowId, version: z.int().positive() }),
  async (context, { id, version }): Promise<{ id: number }> => {
    const { connection } = await findConnection(context, "connection.remove", id, "manage");
    await context.db.$transaction(async (db) => {
      const removed = await db.connection.updateMany({
        where: { id, version, deletedAt: null },
        data: { deletedAt: context.now(), version: version + 1, updatedBy: context.actor.userId },
      });
      if (removed.count !== 1)
        throw new Refusal("CONFLICT", "Somebody else has changed this connection meanwhile.");
      await db.connectionSecret.deleteMany({ where: { connectionId: id } });
      await audit(db, context.actor, {
        action: "connection.remove",
        subjectKind: "connection",
        subjectId: id,
        siteId: connection.siteId,
        detail: { name: connection.name },
      });
      await notify(db, { kind: "connection", id });
    });
    return { id };
  },
);
