import { randomUUID } from "node:crypto";
import { createTestDatabase, type TestDatabase } from "@callbook/db/testing";
import { afterEach, beforeEach, expect, it } from "vitest";
import { checkKeys } from "./check-keys.ts";
import { KeyRefusal, parseKeyring } from "./keyring.ts";

const [first, second] = ["11".repeat(32), "22".repeat(32)];
const keyring = (text: string) => parseKeyring(text, "the test's key");
let database: TestDatabase;

beforeEach(async () => {
  database = await createTestDatabase();
});
afterEach(() => database.drop());

it("37: a server with another master key than the first one's is refused, whatever the database holds", async () => {
  await checkKeys(database.prisma, keyring(first));
  await checkKeys(database.prisma, keyring(first));
  await expect(checkKeys(database.prisma, keyring(second))).rejects.toThrow(KeyRefusal);
  await expect(checkKeys(database.prisma, keyring(second))).rejects.toThrow(
    /set up with the master key k[0-9a-f]{12}/,
  );
});

it("37: a missing key is refused with how many secrets need it, and never shown", async () => {
  const { prisma } = database;
  const integration = await prisma.integration.create({ data: { key: "x", origin: "system" } });
  await prisma.connection.create({
    data: {
      integrationId: integration.id,
      name: "c",
      nameKey: "c",
      scope: "site",
      requestUrl: "https://h",
      authMethod: "bearer",
      parameters: {},
      createdBy: "u",
      updatedBy: "u",
      secrets: {
        create: {
          id: randomUUID(),
          field: "bearer_token",
          keyId: keyring(first).current.id,
          value: "v1",
        },
      },
    },
  });
  const start = checkKeys(prisma, keyring(second));
  await expect(start).rejects.toThrow(
    /holds 1 secrets under the master key k[0-9a-f]{12}.*CALLBOOK_MASTER_KEY/s,
  );
  await expect(start).rejects.not.toThrow(new RegExp(second));
});

it("a new key whose ring still has the old one is taken over", async () => {
  await checkKeys(database.prisma, keyring(first));
  await checkKeys(database.prisma, keyring(`${second},${first}`));
  await checkKeys(database.prisma, keyring(second));
});

it("of two servers that start at once with keys of their own one is refused", async () => {
  const both = await Promise.allSettled([
    checkKeys(database.prisma, keyring(first)),
    checkKeys(database.prisma, keyring(second)),
  ]);
  expect(both.map(({ status }) => status).toSorted((a, b) => a.localeCompare(b))).toEqual([
    "fulfilled",
    "rejected",
  ]);
});
