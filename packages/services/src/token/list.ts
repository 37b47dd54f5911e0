import { z } from "zod";
import { none } from "../verb/subject.ts";
import { reading } from "../verb/verb.ts";
import { mine } from "./subject.ts";
import type { TokenRow } from "./views.ts";

/** The asker's tokens; an admin of all sites sees everybody's. */
export const tokenList = reading({
  name: "token.list",
  input: z.void(),
  subject: none,
  run: async ({ context }): Promise<TokenRow[]> => {
    const tokens = await context.db.apiToken.findMany({
      where: mine(context.actor),
      include: { user: { select: { name: true } } },
      orderBy: { id: "desc" },
    });
    return tokens.map((token) => ({
      id: token.id,
      name: token.name,
      prefix: token.prefix,
      createdAt: token.createdAt.toISOString(),
      lastUsedAt: token.lastUsedAt?.toISOString() ?? null,
      revokedAt: token.revokedAt?.toISOString() ?? null,
      userName: token.user.name,
    }));
  },
});
