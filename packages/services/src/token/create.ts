import { randomBytes } from "node:crypto";
import type { PrismaClient } from "@callbook/db";
import { z } from "zod";
import { type Actor, demand } from "../permissions/actor.ts";
import { hashToken } from "../session/find-actor.ts";
import { audit } from "../verb/audit.ts";
import { verb } from "../verb/verb.ts";

const TokenNameInput = z.string().trim().min(1, "a name is required").max(100);

/** Makes a token that acts as the asker. It is shown once; its SHA-256 is kept. */
export const tokenCreate = verb(
  "token.create",
  z.strictObject({ name: TokenNameInput }),
  (context, { name }) => makeToken(context.db, context.actor, name),
);

/** The same for a command line, which has no installation around it. */
export async function makeToken(
  client: PrismaClient,
  actor: Actor,
  givenName: string,
): Promise<{ id: number; token: string }> {
  demand(actor, "token.create");
  const name = TokenNameInput.parse(givenName);
  const token = `cbk_${randomBytes(32).toString("base64url")}`;
  return client.$transaction(async (db) => {
    const row = await db.apiToken.create({
      data: {
        name,
        userId: actor.userId,
        tokenHash: hashToken(token),
        prefix: token.slice(0, 8),
      },
    });
    await audit(db, actor, {
      action: "token.create",
      subjectKind: "token",
      subjectId: row.id,
      detail: { name },
    });
    return { id: row.id, token };
  });
}
