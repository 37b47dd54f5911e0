import type { Site } from "@callbook/db";
import { type Caller, inNoSite, inSite, type Subject } from "../verb/subject.ts";

type ByNumber<Key extends string> = { readonly [K in Key]: number };

/** The site that the input's `key` names, as the place where something is done. */
export function siteOf<Key extends string>(
  key: Key,
): Subject<Caller, ByNumber<Key>, Site, readonly number[]> {
  return {
    kind: "site",
    what: "site",
    find: async ({ db, input }) => {
      const site = await db.site.findUnique({ where: { id: input[key] } });
      return site === null ? null : inSite(site, site.id, site.id);
    },
  };
}

/** Any site, for who rules all of them. */
export const anySite: Subject<Caller, ByNumber<"id">, Site, null> = {
  kind: "site",
  what: "site",
  find: async ({ db, input: { id } }) => {
    const site = await db.site.findUnique({ where: { id } });
    return site === null ? null : { ...inNoSite(site, id), siteId: id };
  },
};
