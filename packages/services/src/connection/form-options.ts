import { z } from "zod";
import { may, sitesOf } from "../actor.ts";
import { RowId } from "../ids.ts";
import { integrationOf } from "../integration/registry.ts";
import { ROLES } from "../permissions.ts";
import { asSiteKind } from "../site/list.ts";
import { verb } from "../verb.ts";
import type { ConnectionFormOptions } from "./views.ts";

/** What the form's menus offer: sites in which the asker may have connections, and the people there. */
export const connectionFormOptions = verb(
  "connection.formOptions",
  z.strictObject({ integrationId: RowId }),
  async (context, { integrationId }): Promise<ConnectionFormOptions> => {
    integrationOf(context.integrations, integrationId);
    const { actor, db } = context;
    const mine = sitesOf(actor);
    const sites = (await db.site.findMany({ orderBy: { name: "asc" } })).filter(
      ({ id }) => mine === "all" || mine.includes(id),
    );
    const people = await db.user.findMany({
      where: {
        deactivatedAt: null,
        memberships: {
          some: { OR: [{ siteId: null }, { siteId: { in: sites.map(({ id }) => id) } }] },
        },
      },
      select: { id: true, name: true, email: true },
      orderBy: { name: "asc" },
    });
    return {
      sites: sites.map(({ id, name, kind }) => ({ id, name, kind: asSiteKind(kind) })),
      people,
      roles: ROLES,
      agents: [],
      vaults: [],
      mayManage: sites.some(({ id }) => may(actor, "connection.create", id)),
    };
  },
);
