import { z } from "zod";
import { notify } from "../notice/notice.ts";
import { roleEverywhere, roleIn, toMemberships } from "../permissions/actor.ts";
import { includesRole } from "../permissions/permissions.ts";
import { notFound, Refusal } from "../refusal.ts";
import { audit } from "../verb/audit.ts";
import { UserId } from "../verb/ids.ts";
import { verb } from "../verb/verb.ts";
import { demandMayGive, demandOwnerLeft } from "./guard.ts";
import { MembershipsInput } from "./views.ts";

/** Sets a person's roles. Roles in sites that the actor does not administer stay as they are. */
export const userSetMemberships = verb(
  "user.setMemberships",
  z.strictObject({ id: UserId, memberships: MembershipsInput }),
  async (context, input): Promise<{ id: string }> => {
    const { actor } = context;
    await demandMayGive(context.db, actor, "user.setMemberships", input.memberships);
    await context.db.$transaction(async (db) => {
      const person = await db.user.findUnique({
        where: { id: input.id },
        include: { memberships: true },
      });
      if (person === null) throw notFound("person");
      const held = person.memberships;
      const rules = (siteId: number | null): boolean => {
        const mine = siteId === null ? roleEverywhere(actor) : roleIn(actor, siteId);
        return mine !== null && includesRole(mine, "admin");
      };
      const known = toMemberships(held);
      if (!known.some(({ siteId }) => rules(siteId)) && known.length > 0) throw notFound("person");
      const replaced = held.filter(({ siteId }) => rules(siteId));
      if (replaced.some(({ role }) => role === "owner") && roleEverywhere(actor) !== "owner")
        throw new Refusal("FORBIDDEN", "Only an owner may change an owner's account.");
      await db.membership.deleteMany({ where: { id: { in: replaced.map(({ id }) => id) } } });
      await db.membership.createMany({
        data: input.memberships.map(({ siteId, role }) => ({ userId: input.id, siteId, role })),
      });
      await demandOwnerLeft(db);
      await audit(db, actor, {
        action: "user.setMemberships",
        subjectKind: "person",
        subjectId: input.id,
        detail: { memberships: input.memberships },
      });
      await notify(db, { kind: "person", userId: input.id });
    });
    return { id: input.id };
  },
);
