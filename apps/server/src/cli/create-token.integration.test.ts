import { createTestDatabase } from "@callbook/db/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeWorld, personIn, type World } from "../testing/index.ts";
import { scriptOf } from "../testing/rest-client.ts";
import { runCommand } from "./run-command.ts";

let world: World;
beforeAll(async () => {
  world = await makeWorld();
});
afterAll(() => world.server.close());

async function create(DATABASE_URL: string, ...more: readonly string[]) {
  const lines = { out: "", err: "" };
  const code = await runCommand(
    ["token", "create", "--name", "ci", ...more],
    { DATABASE_URL },
    {
      out: (text) => {
        lines.out += text;
      },
      err: (text) => {
        lines.err += text;
      },
    },
  );
  return { code, ...lines };
}

describe("callbook token create, while the server runs", () => {
  it("prints one token that acts as the owner, and nothing else", async () => {
    const { server, owner } = world;
    const { code, out, err } = await create(server.database.url);
    expect(code).toBe(0);
    expect(out).toMatch(/^cbk_[A-Za-z0-9_-]{43}$/);
    expect(err).toContain(owner.email);
    const sites = await scriptOf(server.url, out).call("GET", "/api/sites");
    expect(sites.body).toHaveLength(3);
    const [row] = await owner.api.tokens.list.query();
    expect(row).toMatchObject({ name: "ci", userName: "Olga Owner", prefix: out.slice(0, 8) });
  });

  it("makes one for a person by e-mail, with that person's rights", async () => {
    const { server, sites } = world;
    const vera = await personIn(world, "Vera Viewer", sites.oslo, "viewer");
    const { out } = await create(server.database.url, "--email", vera.email.toUpperCase());
    const listed = await scriptOf(server.url, out).call("GET", "/api/sites");
    expect(listed.body).toEqual([expect.objectContaining({ name: "Oslo" })]);
  });

  it("refuses a person who is not there or was deactivated, and a name that is too long", async () => {
    const { server, owner, sites } = world;
    const { url } = server.database;
    const gone = await personIn(world, "Gone Girl", sites.oslo, "viewer");
    await owner.api.users.deactivate.mutate({ id: gone.id });
    for (const email of ["nobody@example.org", gone.email]) {
      const { code, out, err } = await create(url, "--email", email);
      expect([code, out]).toEqual([1, ""]);
      expect(err).toContain(email);
    }
    const long = await create(url, "--name", "x".repeat(101));
    expect([long.code, long.out]).toEqual([1, ""]);
  });

  it("says that there is no owner yet, or no tables", async () => {
    const migrated = await createTestDatabase();
    expect((await create(migrated.url)).err).toContain("There is no owner yet");
    await migrated.drop();
    const empty = await createTestDatabase({ empty: true });
    expect((await create(empty.url)).err).toContain("has not been set up");
    await empty.drop();
  });
});
