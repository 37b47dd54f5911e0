import { z } from "zod";
import { notify } from "../notice/notice.ts";
import { roleEverywhere } from "../permissions/actor.ts";
import { Refusal } from "../refusal.ts";
import { ofSubject } from "../verb/audit.ts";
import { UserId } from "../verb/ids.ts";
import { changing } from "../verb/verb.ts";
import { demandOwnerLeft, rules } from "./guard.ts";
import { personToGiveRoles } from "./subject.ts";
import { MembershipsInput } from "./views.ts";

/** Sets a person's roles. Roles in sites that the actor does not administer stay as they are. */
export const userSetMemberships = changing({
  name: "user.setMemberships",
  input: z.strictObject({ id: UserId, memberships: MembershipsInput }),
  subject: personToGiveRoles,
  audit: ofSubject,
  run: async ({ context: { actor }, db, subject: person, input: { memberships }, tell }) => {
    const { id } = person;
    const replaced = person.memberships.filter(({ siteId }) => rules(actor, siteId));
    if (replaced.some(({ role }) => role === "owner") && roleEverywhere(actor) !== "owner")
      throw new Refusal("FORBIDDEN", "Only an owner may change an owner's account.");
    await db.membership.deleteMany({ where: { id: { in: replaced.map((held) => held.id) } } });
    await db.membership.createMany({
      data: memberships.map(({ siteId, role }) => ({ userId: id, siteId, role })),
    });
    await demandOwnerLeft(db);
    await notify(db, { kind: "person", userId: id });
    tell({ detail: { memberships } });
    return { id };
  },
});
