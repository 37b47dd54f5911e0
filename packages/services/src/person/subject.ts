import type { Membership, User } from "@callbook/db";
import type { Context } from "../context.ts";
import type { Db } from "../notice/notice.ts";
import { may, roleEverywhere } from "../permissions/actor.ts";
import { includesRole } from "../permissions/permissions.ts";
import { notFound, Refusal } from "../refusal.ts";
import { inNoSite, type Search, type Subject } from "../verb/subject.ts";
import { demandMayGive, type Held, rules } from "./guard.ts";

export type Member = User & { memberships: Membership[] };

interface ById {
  readonly id: string;
}

interface Roles {
  readonly memberships: readonly Held[];
}

/** Changes of rights come one after the other: of two who take each other's, one is too late. */
const RIGHTS_LOCK = 814_530_002;

/**
 * The person with his memberships. Looks absent to who shares no site with him; refuses
 * who is not an admin wherever the person is a member, since his account is one for all sites.
 */
export const ruledPerson: Subject<Context, ById, Member, null> = {
  kind: "person",
  what: "person",
  turns: RIGHTS_LOCK,
  find: async (search) => {
    const person = await findMember(search.db, search.input.id);
    if (person === null) return null;
    demandRuleOver(search, person);
    return inNoSite(person, person.id);
  },
};

/** Roles that the actor may give, for a person who is still to be added. */
export const rolesToGive: Subject<Context, Roles, null, null> = {
  kind: "person",
  what: "person",
  turns: RIGHTS_LOCK,
  find: async ({ context, db, verb, input }) => {
    await demandMayGive(db, context.actor, verb, input.memberships);
    return inNoSite(null, "");
  },
};

/** A person of whom the actor rules at least one membership, and roles that he may give him. */
export const personToGiveRoles: Subject<Context, ById & Roles, Member, null> = {
  kind: "person",
  what: "person",
  turns: RIGHTS_LOCK,
  find: async ({ context, db, verb, input }) => {
    await demandMayGive(db, context.actor, verb, input.memberships);
    const person = await findMember(db, input.id);
    if (person === null) return null;
    const { memberships } = person;
    const isRuled = memberships.some(({ siteId }) => rules(context.actor, siteId));
    return isRuled || memberships.length === 0 ? inNoSite(person, person.id) : null;
  },
};

function findMember(db: Db, id: string): Promise<Member | null> {
  return db.user.findUnique({ where: { id }, include: { memberships: true } });
}

function demandRuleOver({ context: { actor }, verb }: Search<Context, ById>, person: Member): void {
  const everywhere = roleEverywhere(actor);
  if (everywhere !== null && includesRole(everywhere, "admin")) {
    const isOwner = person.memberships.some(({ role }) => role === "owner");
    if (isOwner && everywhere !== "owner")
      throw new Refusal("FORBIDDEN", "Only an owner may change an owner's account.");
    return;
  }
  const sites = person.memberships.map(({ siteId }) => siteId);
  const shared = sites.filter((id) => id !== null && may(actor, verb, id));
  if (shared.length === 0) throw notFound("person");
  if (shared.length !== sites.length)
    throw new Refusal(
      "FORBIDDEN",
      "This person is in other sites too: an admin of all of them may do this.",
    );
}
