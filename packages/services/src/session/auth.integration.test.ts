import { createTestDatabase, type TestDatabase } from "@callbook/db/testing";
import { getAuthTables } from "better-auth/db";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createPasswords } from "../secret/password.ts";
import { authOptions } from "./auth.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

describe("the session library", () => {
  it("finds every table and column that it asks for, with a type that fits", async () => {
    const tables = getAuthTables(
      authOptions({
        db: database.prisma,
        passwords: createPasswords(),
        secret: "a secret of the test",
        publicUrl: "http://localhost",
      }),
    );
    const columns = await database.pool.query<{ table: string; column: string; type: string }>(
      `SELECT table_name AS table, column_name AS column, data_type AS type
         FROM information_schema.columns WHERE table_schema = 'public'`,
    );
    const snake = (name: string): string =>
      name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
    const types: Record<string, RegExp> = {
      string: /^(text|character varying)$/,
      boolean: /^boolean$/,
      date: /^timestamp with time zone$/,
      number: /^(integer|bigint)$/,
    };
    const asked = Object.values(tables).flatMap(({ modelName, fields }) =>
      Object.entries(fields).map(([name, { type }]) => ({ modelName, name, type: String(type) })),
    );
    expect(asked.length).toBeGreaterThan(20);
    for (const { modelName, name, type } of asked) {
      const column = columns.rows.find(
        (row) => row.table === snake(modelName) && row.column === snake(name),
      );
      expect(column?.type, `${modelName}.${name}`).toMatch(types[type] ?? /^$/);
    }
  });
});

describe("a password", () => {
  const passwords = createPasswords();

  it("is compared by a salted scrypt hash", async () => {
    const [one, two] = await Promise.all([
      passwords.hash("S3CR3T word"),
      passwords.hash("S3CR3T word"),
    ]);
    expect(one).toMatch(/^scrypt\$32768\$8\$3\$/);
    expect(one).not.toBe(two);
    expect(await passwords.verify(one, "S3CR3T word")).toBe(true);
    expect(await passwords.verify(one, "S3CR3T w0rd")).toBe(false);
    expect(await passwords.verify("plain", "plain")).toBe(false);
  });

  it("70: is the same however its accents are written", async () => {
    const hash = await passwords.hash("Zürich\u00e9");
    expect(await passwords.verify(hash, "Zu\u0308riche\u0301")).toBe(true);
  });

  it("70: is hashed beside the loop, which goes on serving meanwhile", async () => {
    let turns = 0;
    let next = setImmediate(turn);
    function turn() {
      turns += 1;
      next = setImmediate(turn);
    }
    await Promise.all(Array.from({ length: 6 }, () => passwords.hash("x")));
    clearImmediate(next);
    // Six hashes on this thread would leave the loop about as many turns.
    expect(turns).toBeGreaterThan(100);
  });
});
