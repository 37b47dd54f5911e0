import { cpSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeAll, expect, it } from "vitest";
import { createTestDatabase } from "../../packages/db/src/testing/index.ts";
import { installPrisma, runPrisma } from "./install.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const schema = join(root, "prisma", "schema.prisma");

beforeAll(() => installPrisma(), 180_000);

it("the migrations lead to exactly what schema.prisma says", async () => {
  const { diffSchemas } = await import("./engine.ts");
  const database = await createTestDatabase();
  try {
    const text = readFileSync(schema, "utf8");
    const more = `${text}\nmodel Planted {\n  id Int @id\n}\n`;
    const to = (content: string) => ({ kind: "schema" as const, text: content });
    expect(await diffSchemas(database.url, { kind: "database" }, to(text))).toBe("");
    expect(await diffSchemas(database.url, { kind: "database" }, to(more))).toContain(
      'CREATE TABLE "Planted"',
    );
    // Only the tables of the run log may be unknown to the schema.
    await database.pool.query("create table planted (id int primary key)");
    expect(await diffSchemas(database.url, { kind: "database" }, to(text))).toContain(
      'DROP TABLE "planted"',
    );
  } finally {
    await database.drop();
  }
});

it("generating the client again changes nothing that is checked in", () => {
  const copy = mkdtempSync(join(tmpdir(), "callbook-generate-"));
  try {
    mkdirSync(join(copy, "prisma"));
    cpSync(schema, join(copy, "prisma", "schema.prisma"));
    runPrisma(["generate", "--schema", join(copy, "prisma", "schema.prisma")]);
    expect(contents(join(copy, "packages/db/src/generated"))).toEqual(
      contents(join(root, "packages/db/src/generated")),
    );
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
});

function contents(folder: string): Record<string, string> {
  const files = globSync("**/*.ts", { cwd: folder }).sort();
  return Object.fromEntries(files.map((file) => [file, readFileSync(join(folder, file), "utf8")]));
}
