import { z } from "zod";
import { notify } from "../notice/notice.ts";
import { Refusal } from "../refusal.ts";
import { ofSubject } from "../verb/audit.ts";
import { Ordinal, RowId } from "../verb/ids.ts";
import { changing } from "../verb/verb.ts";
import { connectionOf } from "./access/subject.ts";

/** Takes a connection away. Runs that use it fail with F-GONE; its secrets are deleted at once. */
export const connectionRemove = changing({
  name: "connection.remove",
  input: z.strictObject({ id: RowId, version: Ordinal.min(1) }),
  subject: connectionOf("id", "manage"),
  audit: ofSubject,
  run: async ({ context, db, subject: { connection }, input: { id, version }, tell }) => {
    const removed = await db.connection.updateMany({
      where: { id, version, deletedAt: null },
      data: { deletedAt: context.now(), version: version + 1, updatedBy: context.actor.userId },
    });
    if (removed.count !== 1)
      throw new Refusal("CONFLICT", "Somebody else has changed this connection meanwhile.");
    await db.connectionSecret.deleteMany({ where: { connectionId: id } });
    await notify(db, { kind: "connection", id });
    tell({ detail: { name: connection.name } });
    return { id };
  },
});
