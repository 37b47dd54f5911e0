import { z } from "zod";
import { Refusal } from "../refusal.ts";
import { ofSubject } from "../verb/audit.ts";
import { UserId } from "../verb/ids.ts";
import { changing } from "../verb/verb.ts";
import { makeLink } from "./link.ts";
import { ruledPerson } from "./subject.ts";

/** A new one-time link, for who lost the first or forgot the password. */
export const userRenewLink = changing({
  name: "user.renewLink",
  input: z.strictObject({ id: UserId }),
  subject: ruledPerson,
  audit: ofSubject,
  run: async ({ context, db, subject: person }) => {
    if (person.deactivatedAt !== null)
      throw new Refusal("CONFLICT", "This person is deactivated. Reactivate the account first.");
    return makeLink(db, context, person.id);
  },
});
