import { randomBytes } from "node:crypto";
import { z } from "zod";
import { hashToken } from "../session/find-actor.ts";
import { created } from "../verb/audit.ts";
import { NameInput } from "../verb/names.ts";
import { type Caller, none } from "../verb/subject.ts";
import { type Change, changing } from "../verb/verb.ts";

const Input = z.strictObject({ name: NameInput });

/**
 * Makes a token that acts as the asker. It is shown once; its SHA-256 is kept. It asks for no more
 * than a database, so that the command line has it without a server.
 */
export const tokenCreate = changing({
  name: "token.create",
  input: Input,
  subject: none,
  audit: created("token"),
  run: async ({ context, db, input: { name }, tell }: Change<Caller, typeof Input, null>) => {
    const token = `cbk_${randomBytes(32).toString("base64url")}`;
    const { id } = await db.apiToken.create({
      data: {
        name,
        userId: context.actor.userId,
        tokenHash: hashToken(token),
        prefix: token.slice(0, 8),
      },
    });
    tell({ detail: { name } });
    return { id, token };
  },
});
