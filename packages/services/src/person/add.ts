import { randomUUID } from "node:crypto";
import { z } from "zod";
import { invalid, type Refusal } from "../refusal.ts";
import { created } from "../verb/audit.ts";
import { isUniqueViolation } from "../verb/database-error.ts";
import { changing } from "../verb/verb.ts";
import { isListed, wishedAddress } from "./address.ts";
import { makeLink } from "./link.ts";
import { rolesToGive } from "./subject.ts";
import { EmailInput, MembershipsInput, PersonNameInput } from "./views.ts";

/**
 * Adds a person with roles; he sets his password by a one-time link, shown once. That an address is
 * taken is told to who can list the person that has it.
 */
export const userAdd = changing({
  name: "user.add",
  input: z.strictObject({
    name: PersonNameInput,
    email: EmailInput,
    memberships: MembershipsInput,
  }),
  subject: rolesToGive,
  audit: created("person"),
  run: async ({ context, db, input: { name, email, memberships }, tell }) => {
    if (memberships.length === 0)
      throw invalid([{ path: "memberships", message: "give a role in at least one site" }]);
    const id = randomUUID();
    if (await isListed(db, context.actor, email)) throw taken();
    const isFree = (await db.user.count({ where: { email } })) === 0;
    await db.user
      .create({
        data: {
          id,
          name,
          email: isFree ? email : wishedAddress(id, email),
          emailVerified: true,
          memberships: { create: memberships },
        },
      })
      .catch(refuseTaken);
    tell({ detail: { memberships } });
    return { id, ...(await makeLink(db, context, id)) };
  },
});

function refuseTaken(error: unknown): never {
  if (isUniqueViolation(error)) throw taken();
  throw error;
}

function taken(): Refusal {
  return invalid([{ path: "email", message: "somebody has this e-mail address already" }]);
}
