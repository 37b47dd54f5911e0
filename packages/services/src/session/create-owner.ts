import { randomUUID } from "node:crypto";
import { z } from "zod";
import type { Installation } from "../context.ts";
import { EmailInput, PasswordInput, PersonNameInput } from "../person/views.ts";
import { Refusal } from "../refusal.ts";
import { audit } from "../verb/audit.ts";

export const OwnerInput = z.strictObject({
  name: PersonNameInput,
  email: EmailInput,
  password: PasswordInput,
});
export type OwnerInput = z.infer<typeof OwnerInput>;

/** Advisory lock of the first account: of two forms sent at once, one makes the owner. */
const OWNER_LOCK = 814_530_001;

/** Whether the installation has an owner yet. */
export async function hasOwner(installation: Pick<Installation, "db">): Promise<boolean> {
  return (await installation.db.membership.count({ where: { role: "owner" } })) > 0;
}

/** Refuses with CONFLICT when there is an owner. */
export async function demandNoOwner(installation: {
  readonly db: Pick<Installation["db"], "membership">;
}): Promise<void> {
  if ((await installation.db.membership.count({ where: { role: "owner" } })) > 0)
    throw new Refusal("CONFLICT", "This installation has its owner already. Sign in.");
}

/**
 * Makes the owner of an installation that has none, with its account and, when there
 * is no site yet, a first one, in one transaction. Refuses with CONFLICT when there is an owner.
 */
export async function createOwner(
  installation: Pick<Installation, "db" | "passwords">,
  input: OwnerInput,
): Promise<{ userId: string }> {
  const hash = await installation.passwords.hash(input.password);
  return installation.db.$transaction(async (db) => {
    await db.$executeRaw`SELECT pg_advisory_xact_lock(${OWNER_LOCK}::bigint)`;
    await demandNoOwner({ db });
    const userId = randomUUID();
    await db.user.create({
      data: {
        id: userId,
        name: input.name,
        email: input.email,
        emailVerified: true,
        accounts: { create: credentials(userId, hash) },
        memberships: { create: { role: "owner" } },
      },
    });
    if ((await db.site.count()) === 0) {
      await db.site.create({
        data: { name: "Headquarters", nameKey: "headquarters", kind: "internal" },
      });
    }
    await audit(
      db,
      { userId },
      { action: "session.setup", subjectKind: "person", subjectId: userId },
    );
    return { userId };
  });
}

/** The row that holds a person's password, as the session library asks for it. */
export function credentials(userId: string, hash: string) {
  return { id: randomUUID(), accountId: userId, providerId: "credential", password: hash };
}
