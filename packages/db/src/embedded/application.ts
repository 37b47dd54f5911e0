/**
 * The role with which Callbook works in its own PostgreSQL. It owns the database and nothing else: what
 * a statement of ours could be made to do, it can do to Callbook's rows, not to files, programs or
 * the server.
 */
import pg from "pg";
import { knownPassword, passwordOf } from "./password.ts";

const databaseName = "callbook";
const role = "callbook_app";
const passwordFile = "postgres.app-password";

/** Makes role and database as far as they are missing. Gives the address to work with; never log it. */
export async function prepareApplication(adminUrl: string, directory: string): Promise<string> {
  const password = await passwordOf(directory, passwordFile);
  await onServer(adminUrl, async (admin) => {
    const roles = await admin.query("SELECT 1 FROM pg_roles WHERE rolname = $1", [role]);
    if (roles.rowCount === 0) await admin.query(`CREATE ROLE ${role}`);
    // Each time: the file may have been lost, and a role must not keep what it was given by hand.
    await admin.query(
      `ALTER ROLE ${role} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS
         PASSWORD ${pg.escapeLiteral(password)}`,
    );
    const databases = await admin.query(
      "SELECT pg_get_userbyid(datdba) AS owner FROM pg_database WHERE datname = $1",
      [databaseName],
    );
    if (databases.rowCount === 0)
      await admin.query(`CREATE DATABASE ${databaseName} OWNER ${role}`);
    else if (databases.rows[0].owner !== role)
      await admin.query(`ALTER DATABASE ${databaseName} OWNER TO ${role}`);
  });
  await onServer(addressOf(adminUrl), handOver);
  return addressOf(adminUrl, password);
}

/** The address of the database on a server that runs; null: it is of a version that made no role. */
export function applicationUrl(adminUrl: string, directory: string): string | null {
  const password = knownPassword(directory, passwordFile);
  return password === null ? null : addressOf(adminUrl, password);
}

/** Of the superuser, or with a password of the role. */
function addressOf(adminUrl: string, password: string | null = null): string {
  const url = new URL(adminUrl);
  url.pathname = `/${databaseName}`;
  if (password !== null) {
    url.username = role;
    url.password = password;
  }
  return url.toString();
}

/** Gives the role what the superuser made for Callbook before there was one. */
async function handOver(admin: pg.Client): Promise<void> {
  const statements = await admin.query<{ text: string }>(`
    WITH ours AS (
      SELECT oid, nspname FROM pg_namespace
      WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'
    )
    SELECT format('ALTER SCHEMA %I OWNER TO ${role}', nspname) AS text
      FROM ours JOIN pg_namespace n USING (oid, nspname)
      WHERE n.nspowner = current_user::regrole
    UNION ALL
    SELECT format('ALTER TABLE %I.%I OWNER TO ${role}', nspname, relname)
      FROM pg_class c JOIN ours ON ours.oid = c.relnamespace
      WHERE c.relowner = current_user::regrole AND c.relkind IN ('r', 'p', 'v', 'm', 'S')
        -- A sequence of a column goes with its table.
        AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = c.oid AND c.relkind = 'S'
          AND d.classid = 'pg_class'::regclass AND d.deptype IN ('a', 'i'))
    UNION ALL
    SELECT format('ALTER ROUTINE %s OWNER TO ${role}', p.oid::regprocedure)
      FROM pg_proc p JOIN ours ON ours.oid = p.pronamespace
      WHERE p.proowner = current_user::regrole
    UNION ALL
    SELECT format('ALTER TYPE %I.%I OWNER TO ${role}', nspname, typname)
      FROM pg_type t JOIN ours ON ours.oid = t.typnamespace
      WHERE t.typowner = current_user::regrole AND t.typtype IN ('e', 'd')`);
  if (statements.rows.length === 0) return;
  await admin.query(["BEGIN", ...statements.rows.map(({ text }) => text), "COMMIT"].join(";\n"));
}

async function onServer(url: string, work: (admin: pg.Client) => Promise<void>): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}
