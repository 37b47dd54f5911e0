import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { launchPostgres, migrate, migrationsFolder } from "../../packages/db/src/index.ts";
import { installPrisma, runPrisma } from "./install.ts";

// `pnpm db:migration <name>`: writes the SQL that leads from the checked-in
// migrations to prisma/schema.prisma, and generates the client anew.
// `pnpm db:migration --first` writes 0001_init anew, from nothing.

const schemaFile = fileURLToPath(new URL("../../prisma/schema.prisma", import.meta.url));
const [asked] = process.argv.slice(2).filter((argument) => argument !== "--");

if (asked === undefined || !/^(--first|[a-z][a-z0-9_]*)$/.test(asked)) {
  console.error("Usage: pnpm db:migration <name_in_snake_case>, or pnpm db:migration --first");
  process.exit(2);
}

installPrisma();
runPrisma(["format"]);
runPrisma(["generate"]);
const { diffSchemas } = await import("./engine.ts");
const directory = mkdtempSync(join(tmpdir(), "callbook-migration-"));
const server = await launchPostgres({ directory, durable: false });
try {
  const first = asked === "--first";
  const text = readFileSync(schemaFile, "utf8");
  if (!first) await migrate(server.adminUrl);
  const from = first ? { kind: "empty" as const } : { kind: "database" as const };
  const sql = await diffSchemas(server.adminUrl, from, { kind: "schema", text });
  if (sql === "") console.log("The migrations already lead to prisma/schema.prisma.");
  else write(first ? "0001_init" : `${nextNumber()}_${asked}`, sql);
} finally {
  await server.stop();
  rmSync(directory, { recursive: true, force: true });
}

function write(name: string, sql: string): void {
  const folder = join(migrationsFolder, name);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "migration.sql"), sql);
  console.log(`Wrote prisma/migrations/${name}/migration.sql. Read it before you commit it.`);
}

function nextNumber(): string {
  const numbers = readdirSync(migrationsFolder).map((name) => Number(name.slice(0, 4)) || 0);
  return String(Math.max(0, ...numbers) + 1).padStart(4, "0");
}
