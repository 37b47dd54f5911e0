import { expect, it } from "vitest";
import { createTestDatabase } from "./index.ts";

it("every test file gets a migrated database of its own", async () => {
  const [one, other] = await Promise.all([createTestDatabase(), createTestDatabase()]);
  await one.prisma.setting.create({ data: { key: "greeting", value: "hello" } });
  expect(await one.prisma.setting.count()).toBe(1);
  expect(await other.prisma.setting.count()).toBe(0);
  await Promise.all([one.drop(), other.drop()]);
});

it("a prepared template is made once and copied for all who ask for it", async () => {
  let times = 0;
  const prepared = {
    name: "for_the_test",
    run: async (url: string) => {
      times += 1;
      const pg = (await import("pg")).default;
      const client = new pg.Client({ connectionString: url });
      await client.connect();
      await client.query("CREATE TABLE of_others (id int)");
      await client.end();
    },
  };
  const databases = await Promise.all([1, 2, 3].map(() => createTestDatabase({ prepared })));
  for (const database of databases) {
    expect((await database.pool.query("SELECT * FROM of_others")).rowCount).toBe(0);
    await database.drop();
  }
  expect(times).toBe(1);
});

it("a time written by Prisma is the same instant when it is read by SQL", async () => {
  const database = await createTestDatabase();
  const at = new Date("2026-03-29T01:30:00.123Z");
  await database.prisma.setting.create({ data: { key: "a", value: 1, updatedAt: at } });
  const found = await database.pool.query("SELECT updated_at FROM setting WHERE key = 'a'");
  expect(found.rows[0].updated_at).toEqual(at);
  await database.drop();
});
