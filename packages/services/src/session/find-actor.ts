import { createHash } from "node:crypto";
import type { PrismaClient } from "@callbook/db";
import { type Actor, toMemberships } from "../permissions/actor.ts";

/** The person with his rights as they are now; null when he is gone or deactivated. */
export async function actorOf(
  { db }: { readonly db: PrismaClient },
  userId: string,
  sessionId: string | null = null,
): Promise<Actor | null> {
  const user = await db.user.findUnique({
    where: { id: userId },
    include: { memberships: { select: { siteId: true, role: true } } },
  });
  if (user === null || user.deactivatedAt !== null) return null;
  return {
    userId: user.id,
    name: user.name,
    email: user.email,
    memberships: toMemberships(user.memberships),
    sessionId,
  };
}

/** Whom an API token speaks for; null when it is unknown, revoked, or its person is deactivated. */
export async function actorOfToken(
  installation: { readonly db: PrismaClient; now(): Date },
  token: string,
): Promise<Actor | null> {
  const { db } = installation;
  const row = await db.apiToken.findUnique({ where: { tokenHash: hashToken(token) } });
  if (row === null || row.revokedAt !== null) return null;
  const now = installation.now();
  // One write a minute is enough to tell tokens in use from forgotten ones.
  if (row.lastUsedAt === null || now.getTime() - row.lastUsedAt.getTime() > 60_000)
    await db.apiToken.updateMany({ where: { id: row.id }, data: { lastUsedAt: now } });
  return actorOf(installation, row.userId);
}

/** What is kept of a token that is shown once. */
export function hashToken(token: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(createHash("sha256").update(token).digest());
}
