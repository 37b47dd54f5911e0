import { randomBytes } from "node:crypto";
import { z } from "zod";
import { audit } from "../audit.ts";
import { hashToken } from "../session/find-actor.ts";
import { verb } from "../verb.ts";

/** Makes a token that acts as the asker. It is shown once; its SHA-256 is kept. */
export const tokenCreate = verb(
  "token.create",
  z.strictObject({ name: z.string().trim().min(1, "a name is required").max(100) }),
  async (context, { name }): Promise<{ id: number; token: string }> => {
    const token = `cbk_${randomBytes(32).toString("base64url")}`;
    return context.db.$transaction(async (db) => {
      const row = await db.apiToken.create({
        data: {
          name,
          userId: context.actor.userId,
          tokenHash: hashToken(token),
          prefix: token.slice(0, 8),
        },
      });
      await audit(db, context.actor, {
        action: "token.create",
        subjectKind: "token",
        subjectId: row.id,
        detail: { name },
      });
      return { id: row.id, token };
    });
  },
);
