import { openDatabase } from "../open.ts";

// A process of its own for the tests: opens the data directory it is told, says
// so, and stays until it is ended. Argument: directory, access.
const [directory, access] = process.argv.slice(2);
if (directory === undefined) throw new Error("Which directory?");
try {
  const database = await openDatabase({
    dataDirectory: directory,
    databaseUrl: null,
    access: access === "command" ? "command" : "server",
    watch: {
      restarted: () => process.send?.({ restarted: true }),
      lost: (message) => process.send?.({ lost: message }),
    },
  });
  const asked = await database.pool.query("SELECT pg_postmaster_start_time()::text AS since");
  process.on("SIGTERM", () => {
    void database.close().then(() => process.exit(0));
  });
  process.on("message", (sql: string) => {
    void database.pool.query(sql).then(
      (result) => process.send?.({ rows: result.rows }),
      (error: unknown) => process.send?.({ refused: String(error) }),
    );
  });
  process.send?.({ opened: true, since: asked.rows[0].since });
} catch (error) {
  process.send?.({ refused: error instanceof Error ? error.message : String(error) });
  process.disconnect();
}
