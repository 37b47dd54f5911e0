import { z } from "zod";
import { roleEverywhere } from "../permissions/actor.ts";
import { includesRole } from "../permissions/permissions.ts";
import { verb } from "../verb/verb.ts";
import type { TokenRow } from "./views.ts";

/** The asker's tokens; an admin of all sites sees everybody's. */
export const tokenList = verb("token.list", z.void(), async (context): Promise<TokenRow[]> => {
  const everywhere = roleEverywhere(context.actor);
  const all = everywhere !== null && includesRole(everywhere, "admin");
  const rows = await context.db.apiToken.findMany({
    where: all ? {} : { userId: context.actor.userId },
    include: { user: { select: { name: true } } },
    orderBy: { id: "desc" },
  });
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    prefix: row.prefix,
    createdAt: row.createdAt.toISOString(),
    lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
    revokedAt: row.revokedAt?.toISOString() ?? null,
    userName: row.user.name,
  }));
});
