import { randomBytes } from "node:crypto";
import type { Context } from "../context.ts";
import type { Db } from "../notice/notice.ts";
import { hashToken } from "../session/find-actor.ts";
import type { InvitationLink } from "./views.ts";

const LIFE_MS = 7 * 24 * 60 * 60 * 1000;

/** Makes a one-time link for a person; links made before stop working. */
export async function makeLink(db: Db, context: Context, userId: string): Promise<InvitationLink> {
  const token = randomBytes(32).toString("base64url");
  const expiresAt = new Date(context.now().getTime() + LIFE_MS);
  await db.invitation.deleteMany({ where: { userId, usedAt: null } });
  await db.invitation.create({
    data: { userId, tokenHash: hashToken(token), expiresAt, createdBy: context.actor.userId },
  });
  return { link: `${context.publicUrl}/join/${token}`, expiresAt: expiresAt.toISOString() };
}
