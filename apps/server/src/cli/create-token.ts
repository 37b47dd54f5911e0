import { existsSync } from "node:fs";
import { join } from "node:path";
import { type Database, openDatabase } from "@callbook/db";
import type { Actor } from "@callbook/services/permissions";
import { actorOf } from "@callbook/services/session";
import { tokenCreate } from "@callbook/services/token";
import { readSettings } from "../process/settings.ts";
import { CommandRefusal } from "./command-refusal.ts";

export interface TokenWish {
  readonly name: string;
  /** null: the owner. */
  readonly email: string | null;
}

/**
 * Makes an API token on the database of the server, whether it runs or not. Throws CommandRefusal
 * when there is no installation or no such person.
 */
export async function createToken(
  environment: NodeJS.ProcessEnv,
  wish: TokenWish,
): Promise<{ token: string; email: string }> {
  const { databaseUrl, dataDirectory } = readSettings(environment);
  // Without this a wrong directory would become a new and empty installation.
  if (databaseUrl === null && !existsSync(join(dataDirectory, "postgres")))
    throw new CommandRefusal(
      `There is no installation in ${dataDirectory}. Start the server once, or set CALLBOOK_DATA or DATABASE_URL as for the server.`,
    );
  const database = await openDatabase({
    databaseUrl,
    dataDirectory,
    access: "command",
    maxConnections: 2,
  });
  try {
    const { prisma: db } = database;
    await demandTables(database);
    const actor = await personOf(database, wish.email);
    const input = tokenCreate.input.parse({ name: wish.name });
    const { token } = await tokenCreate.run({ context: { db, actor }, input });
    return { token, email: actor.email };
  } finally {
    await database.close();
  }
}

async function demandTables({ pool }: Database): Promise<void> {
  const answer = await pool.query<{ present: boolean }>(
    "select to_regclass('api_token') is not null as present",
  );
  if (answer.rows[0]?.present !== true)
    throw new CommandRefusal("This database has not been set up. Start the server once.");
}

async function personOf({ prisma: db }: Database, email: string | null): Promise<Actor> {
  const user = await db.user.findFirst({
    where: {
      deactivatedAt: null,
      ...(email === null
        ? { memberships: { some: { role: "owner" } } }
        : { email: email.trim().toLowerCase() }),
    },
    orderBy: { createdAt: "asc" },
  });
  const actor = user === null ? null : await actorOf({ db }, user.id);
  if (actor !== null) return actor;
  throw new CommandRefusal(
    email === null
      ? "There is no owner yet. Open the server's page and make the first account, or set CALLBOOK_OWNER_EMAIL and CALLBOOK_OWNER_PASSWORD."
      : `There is nobody with the e-mail address ${email}, or he is deactivated.`,
  );
}
