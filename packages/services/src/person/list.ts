import { z } from "zod";
import { may, sitesOf, toMemberships } from "../permissions/actor.ts";
import { none } from "../verb/subject.ts";
import { reading } from "../verb/verb.ts";
import { listedFor, shownAddress } from "./address.ts";
import type { PersonRow } from "./views.ts";

/** People who share a site with the asker, in which the asker is an admin. */
export const userList = reading({
  name: "user.list",
  input: z.void(),
  subject: none,
  run: async ({ context }): Promise<PersonRow[]> => {
    const sites = sitesOf(context.actor);
    const mine =
      sites === "all" ? "all" : sites.filter((id) => may(context.actor, "user.list", id));
    const people = await context.db.user.findMany({
      where: listedFor(context.actor),
      include: {
        memberships: { orderBy: { id: "asc" } },
        accounts: { select: { password: true } },
      },
      orderBy: { name: "asc" },
    });
    return people.map((person) => ({
      id: person.id,
      name: person.name,
      email: shownAddress(person.email),
      deactivatedAt: person.deactivatedAt?.toISOString() ?? null,
      invited: !person.accounts.some((account) => account.password !== null),
      memberships: toMemberships(person.memberships).filter(
        ({ siteId }) => mine === "all" || siteId === null || mine.includes(siteId),
      ),
    }));
  },
});
