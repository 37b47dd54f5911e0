import { z } from "zod";
import { withinSites } from "../permissions/actor.ts";
import { none } from "../verb/subject.ts";
import { reading } from "../verb/verb.ts";
import type { SiteKind, SiteRow } from "./views.ts";

/** The sites of the asker. */
export const siteList = reading({
  name: "site.list",
  input: z.void(),
  subject: none,
  run: async ({ context }): Promise<SiteRow[]> => {
    const { siteId } = withinSites(context.actor);
    const sites = await context.db.site.findMany({
      ...(siteId === undefined ? {} : { where: { id: siteId } }),
      orderBy: { name: "asc" },
    });
    return sites.map(toSiteRow);
  },
});

/** A site as the API gives it. */
export function toSiteRow(site: {
  id: number;
  name: string;
  kind: string;
  isSample: boolean;
}): SiteRow {
  const { id, name, kind, isSample } = site;
  return { id, name, kind: asSiteKind(kind), isSample };
}

/** Kinds are written by this program alone; whatever is not internal is treated as a client's. */
export function asSiteKind(text: string): SiteKind {
  return text === "internal" ? "internal" : "client";
}
