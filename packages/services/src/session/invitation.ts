import type { Installation } from "../context.ts";
import type { Db } from "../notice/notice.ts";
import { isWished, shownAddress } from "../person/address.ts";
import { Refusal } from "../refusal.ts";
import { audit } from "../verb/audit.ts";
import { credentials } from "./create-owner.ts";
import { hashToken } from "./find-actor.ts";

const OVER = "This link has been used, has expired, or was replaced. Ask for a new one.";

/** Whom a one-time link is for. Refuses NOT_FOUND for a link that does not work any more. */
export async function readInvitation(
  installation: Pick<Installation, "db" | "now">,
  token: string,
): Promise<{ userId: string; name: string; email: string }> {
  const row = await installation.db.invitation.findUnique({
    where: { tokenHash: hashToken(token) },
    include: { user: true },
  });
  if (row === null || row.usedAt !== null || row.expiresAt <= installation.now())
    throw new Refusal("NOT_FOUND", OVER);
  if (row.user.deactivatedAt !== null) throw new Refusal("NOT_FOUND", OVER);
  return { userId: row.userId, name: row.user.name, email: shownAddress(row.user.email) };
}

/** Sets the password by a one-time link and uses it up; of two at once, one wins. */
export async function joinByInvitation(
  installation: Pick<Installation, "db" | "now" | "passwords">,
  input: { token: string; password: string },
): Promise<{ email: string }> {
  const invited = await readInvitation(installation, input.token);
  const hash = await installation.passwords.hash(input.password);
  await installation.db.$transaction(async (db) => {
    const used = await db.invitation.updateMany({
      where: {
        tokenHash: hashToken(input.token),
        usedAt: null,
        expiresAt: { gt: installation.now() },
      },
      data: { usedAt: installation.now() },
    });
    if (used.count !== 1) throw new Refusal("NOT_FOUND", OVER);
    await claimAddress(db, invited.userId);
    await db.account.deleteMany({ where: { userId: invited.userId, providerId: "credential" } });
    await db.account.create({
      data: { ...credentials(invited.userId, hash), userId: invited.userId },
    });
    await db.session.deleteMany({ where: { userId: invited.userId } });
    await audit(db, invited, {
      action: "session.join",
      subjectKind: "person",
      subjectId: invited.userId,
    });
  });
  return { email: invited.email };
}

/** Who has the link says that the address is his: if it is another account's, he has that one. */
async function claimAddress(db: Db, userId: string): Promise<void> {
  const { email } = await db.user.findUniqueOrThrow({
    where: { id: userId },
    select: { email: true },
  });
  if (!isWished(email)) return;
  const wished = shownAddress(email);
  if ((await db.user.count({ where: { email: wished } })) > 0)
    throw new Refusal(
      "CONFLICT",
      "This e-mail address has an account already. Sign in with it, and ask an admin of all sites to give it these roles.",
    );
  await db.user.update({ where: { id: userId }, data: { email: wished } });
}
