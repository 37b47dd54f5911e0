import { z } from "zod";
import { Refusal } from "../refusal.ts";
import { audit } from "../verb/audit.ts";
import { UserId } from "../verb/ids.ts";
import { verb } from "../verb/verb.ts";
import { demandRuleOver } from "./guard.ts";
import { makeLink } from "./link.ts";
import type { InvitationLink } from "./views.ts";

/** A new one-time link, for who lost the first or forgot the password. */
export const userRenewLink = verb(
  "user.renewLink",
  z.strictObject({ id: UserId }),
  async (context, { id }): Promise<InvitationLink> =>
    context.db.$transaction(async (db) => {
      const person = await demandRuleOver(db, context.actor, "user.renewLink", id);
      if (person.deactivatedAt !== null)
        throw new Refusal("CONFLICT", "This person is deactivated. Reactivate the account first.");
      await audit(db, context.actor, {
        action: "user.renewLink",
        subjectKind: "person",
        subjectId: id,
      });
      return makeLink(db, context, id);
    }),
);
