import { z } from "zod";
import { declaredIntegration } from "../../integration/subject.ts";
import { may, sitesOf } from "../../permissions/actor.ts";
import { ROLES } from "../../permissions/permissions.ts";
import { seenBy } from "../../person/seen.ts";
import { asSiteKind } from "../../site/list.ts";
import { RowId } from "../../verb/ids.ts";
import { reading } from "../../verb/verb.ts";
import type { ConnectionFormOptions } from "../views.ts";

/** What the form's menus offer: the asker's sites, in which of them he may have connections, and the people there. */
export const connectionFormOptions = reading({
  name: "connection.formOptions",
  input: z.strictObject({ integrationId: RowId }),
  subject: declaredIntegration("integrationId"),
  run: async ({ context }): Promise<ConnectionFormOptions> => {
    const { actor, db } = context;
    const mine = sitesOf(actor);
    const mayConnect = (site: { readonly id: number }) => may(actor, "connection.create", site.id);
    const all = await db.site.findMany({ orderBy: { name: "asc" } });
    const sites = all.filter(({ id }) => mine === "all" || mine.includes(id));
    const internal = all.filter(({ kind }) => kind === "internal");
    const people = await db.user.findMany({
      where: { deactivatedAt: null, memberships: { some: {} }, AND: seenBy(actor) },
      select: { id: true, name: true },
      orderBy: { name: "asc" },
    });
    return {
      sites: sites.map((site) => ({
        id: site.id,
        name: site.name,
        kind: asSiteKind(site.kind),
        mayConnect: mayConnect(site),
      })),
      mayShare: internal.length > 0 && internal.every(mayConnect),
      people,
      roles: ROLES,
      agents: [],
      vaults: [],
      mayManage: sites.some(mayConnect),
    };
  },
});
