/**
 * An e-mail address is one person's in the whole installation. Who adds somebody must not learn by
 * that whom other sites have: where the address is taken by a person whom he cannot list, it is kept
 * as wished for, and whether it is free is asked when the link is used.
 */
import type { Prisma } from "@callbook/db";
import type { Db } from "../notice/notice.ts";
import { type Actor, may, sitesOf } from "../permissions/actor.ts";

const WISHED = /^wished:[0-9a-f-]{36}:/;

/** As a column that holds each text once keeps it. */
export function wishedAddress(userId: string, email: string): string {
  return `wished:${userId}:${email}`;
}

/** As people read it. */
export function shownAddress(stored: string): string {
  return stored.replace(WISHED, "");
}

export function isWished(stored: string): boolean {
  return WISHED.test(stored);
}

/** Whether the actor can list a person with this address. */
export async function isListed(db: Db, actor: Actor, email: string): Promise<boolean> {
  const people = await db.user.findMany({
    where: { OR: [{ email }, { email: { startsWith: "wished:" } }], AND: listedFor(actor) },
    select: { email: true },
  });
  return people.some((person) => shownAddress(person.email) === email);
}

/** A `where` that keeps to the people whose addresses the actor may list: those of the sites that he administers. */
export function listedFor(actor: Actor): Prisma.UserWhereInput {
  const sites = sitesOf(actor);
  if (sites === "all") return {};
  const mine = sites.filter((id) => may(actor, "user.list", id));
  return { memberships: { some: { siteId: { in: mine } } } };
}
