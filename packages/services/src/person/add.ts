import { randomUUID } from "node:crypto";
import { z } from "zod";
import { invalid } from "../refusal.ts";
import { audit } from "../verb/audit.ts";
import { isUniqueViolation } from "../verb/database-error.ts";
import { verb } from "../verb/verb.ts";
import { demandMayGive } from "./guard.ts";
import { makeLink } from "./link.ts";
import { EmailInput, type InvitationLink, MembershipsInput, PersonNameInput } from "./views.ts";

/** Adds a person with roles; he sets his password by a one-time link, shown once. */
export const userAdd = verb(
  "user.add",
  z.strictObject({ name: PersonNameInput, email: EmailInput, memberships: MembershipsInput }),
  async (context, input): Promise<InvitationLink & { id: string }> => {
    const { actor } = context;
    if (input.memberships.length === 0)
      throw invalid([{ path: "memberships", message: "give a role in at least one site" }]);
    await demandMayGive(context.db, actor, "user.add", input.memberships);
    const id = randomUUID();
    try {
      return await context.db.$transaction(async (db) => {
        await db.user.create({
          data: {
            id,
            name: input.name,
            email: input.email,
            emailVerified: true,
            memberships: { create: input.memberships },
          },
        });
        await audit(db, actor, {
          action: "user.add",
          subjectKind: "person",
          subjectId: id,
          detail: { memberships: input.memberships },
        });
        return { id, ...(await makeLink(db, context, id)) };
      });
    } catch (error) {
      if (isUniqueViolation(error))
        throw invalid([{ path: "email", message: "somebody has this e-mail address already" }]);
      throw error;
    }
  },
);
