import { createHash } from "node:crypto";
import type { Prisma, PrismaClient } from "@callbook/db";
import { type Actor, toMemberships } from "../permissions/actor.ts";

/** Somebody who has asked before; without a session it is a program that asks. */
export type Asker = Pick<Actor, "userId" | "sessionId">;

export function askerName({ userId, sessionId }: Asker): string {
  return `${userId} ${sessionId ?? ""}`;
}

/** By their names those of the askers whose session is not over and who are still there, as they are now. */
export async function askersNow(
  { db, now }: { readonly db: PrismaClient; readonly now: () => Date },
  askers: readonly Asker[],
): Promise<ReadonlyMap<string, Actor>> {
  const sessionIds = askers.flatMap(({ sessionId }) => sessionId ?? []);
  const sessions = await db.session.findMany({
    where: { id: { in: sessionIds }, expiresAt: { gt: now() } },
    select: { id: true },
  });
  const open = new Set(sessions.map(({ id }) => id));
  const users = await db.user.findMany({
    where: { id: { in: [...new Set(askers.map(({ userId }) => userId))] } },
    include: withMemberships,
  });
  const userOf = new Map(users.map((user) => [user.id, user]));
  const found = new Map<string, Actor>();
  for (const asker of askers) {
    const user = userOf.get(asker.userId);
    const isOpen = asker.sessionId === null || open.has(asker.sessionId);
    const actor = isOpen && user !== undefined ? toActor(user, asker.sessionId) : null;
    if (actor !== null) found.set(askerName(asker), actor);
  }
  return found;
}

const withMemberships = { memberships: { select: { siteId: true, role: true } } } as const;

/** The person with his rights as they are now; null when he is gone or deactivated. */
export async function actorOf(
  { db }: { readonly db: Pick<PrismaClient, "user"> },
  userId: string,
  sessionId: string | null = null,
): Promise<Actor | null> {
  const user = await db.user.findUnique({
    where: { id: userId },
    include: withMemberships,
  });
  return user === null ? null : toActor(user, sessionId);
}

function toActor(
  user: Prisma.UserGetPayload<{ include: typeof withMemberships }>,
  sessionId: string | null,
): Actor | null {
  if (user.deactivatedAt !== null) return null;
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
