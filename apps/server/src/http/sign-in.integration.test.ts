import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  refusalOf,
  setUpOwner,
  signInAs,
  startTestServer,
  type TestServer,
} from "../testing/index.ts";
import type { Person } from "../testing/people.ts";

let server: TestServer;
let owner: Person;

beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

function post(path: string, headers: Record<string, string>, body = '{"json":{}}') {
  return fetch(`${server.url}/trpc/${path}`, { method: "POST", headers, body });
}

describe("the first start", () => {
  it("asks for an owner, without a code when only this machine can reach the server", async () => {
    const state = await server.browser().api.session.state.query();
    expect(state).toMatchObject({
      setup: "needed",
      setupCodeRequired: false,
      user: null,
      compatibility: "V15.3.34.0",
      publicUrl: server.url,
    });
  });

  it("makes one owner of two forms that are sent at once", async () => {
    const tries = await Promise.allSettled([setUpOwner(server), setUpOwner(server)]);
    const owners = tries.filter(({ status }) => status === "fulfilled");
    expect(owners).toHaveLength(1);
    const [first] = owners;
    if (first?.status !== "fulfilled") throw new Error("nobody became owner");
    owner = first.value;
    const { user, setup } = await owner.api.session.state.query();
    expect(setup).toBe("done");
    expect(user?.roles).toEqual([{ siteId: null, role: "owner" }]);
    expect(await server.database.prisma.user.count()).toBe(1);
  });
});

describe("signing in", () => {
  it("70: answers the same to a wrong password, an unknown and a deactivated account", async () => {
    const gone = await signInAs(server, owner, "Gustav Gone", [{ siteId: null, role: "viewer" }]);
    await owner.api.users.deactivate.mutate({ id: gone.id });
    const { api } = server.browser();
    const answers = await Promise.all(
      [
        { email: owner.email, password: "wrong" },
        { email: "nobody@example.org", password: "wrong" },
        { email: gone.email, password: gone.password },
      ].map((typed) => refusalOf(api.session.signIn.mutate(typed))),
    );
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(answers[0]?.code).toBe("UNAUTHENTICATED");
  });

  it("70: refuses an account after ten wrong tries, also with the right password, and no other account", async () => {
    const { api } = server.browser();
    const victim = await signInAs(server, owner, "Vera", [{ siteId: null, role: "viewer" }]);
    for (let count = 0; count < 10; count++)
      await refusalOf(api.session.signIn.mutate({ email: victim.email, password: "wrong" }));
    const right = { email: victim.email, password: victim.password };
    expect(await refusalOf(api.session.signIn.mutate(right))).toMatchObject({
      code: "TOO_MANY",
      retryAfterSeconds: expect.any(Number),
    });
    await api.session.signIn.mutate({ email: owner.email, password: owner.password });
  });

  it("70: refuses a password of a megabyte without hashing it", async () => {
    const typed = { email: owner.email, password: "x".repeat(1024 * 1024) };
    expect((await refusalOf(server.browser().api.session.signIn.mutate(typed))).code).toBe(
      "INVALID",
    );
  });

  it("66: gives a session of its own at each sign-in, and ends it at sign-out", async () => {
    const one = server.browser();
    const two = server.browser();
    const typed = { email: owner.email, password: owner.password };
    await one.api.session.signIn.mutate(typed);
    await two.api.session.signIn.mutate(typed);
    expect(one.cookie()).not.toBe(two.cookie());
    const stolen = one.cookie();
    await one.api.session.signOut.mutate();
    const answer = await fetch(`${server.url}/trpc/sites.list`, { headers: { cookie: stolen } });
    expect(answer.status).toBe(401);
    expect((await two.api.session.state.query()).user?.id).toBe(owner.id);
  });

  it("66: the cookie is HttpOnly, Lax and for the whole host", async () => {
    const body = JSON.stringify({ json: { email: owner.email, password: owner.password } });
    const headers = { "content-type": "application/json", origin: server.url };
    const [plain] = (await post("session.signIn", headers, body)).headers.getSetCookie();
    expect(plain).toMatch(/^callbook=[^;]+; Max-Age=604800; Path=\/; HttpOnly; SameSite=Lax$/);
  });

  it.each([
    ["idle for a week", { expires_at: "now() - interval '1 second'" }],
    [
      "used every day for a month",
      {
        created_at: "now() - interval '30 days 1 second'",
        expires_at: "now() + interval '6 days'",
      },
    ],
  ])("66: a session is over that was %s", async (_what, changes) => {
    const { api, cookie } = server.browser();
    await api.session.signIn.mutate({ email: owner.email, password: owner.password });
    expect((await api.session.state.query()).user?.id).toBe(owner.id);
    const columns = Object.entries(changes).map(([column, value]) => `${column} = ${value}`);
    const token = decodeURIComponent(cookie().split("=").slice(1).join("=")).split(".")[0];
    const changed = await server.database.pool.query(
      `UPDATE session SET ${columns.join(", ")} WHERE token = $1`,
      [token],
    );
    expect(changed.rowCount).toBe(1);
    expect((await api.session.state.query()).user).toBeNull();
    expect((await refusalOf(api.sites.list.query())).code).toBe("UNAUTHENTICATED");
  });

  it("66: a new password by a one-time link ends the sessions of the old one", async () => {
    const person = await signInAs(server, owner, "Paula", [{ siteId: null, role: "viewer" }]);
    const { link } = await owner.api.users.renewLink.mutate({ id: person.id });
    await server.browser().api.session.join.mutate({
      token: link.split("/").at(-1) ?? "",
      password: "another long password",
    });
    expect((await person.api.session.state.query()).user).toBeNull();
  });

  it("66: a lost role acts at the next request", async () => {
    const editor = await signInAs(server, owner, "Edda", [{ siteId: null, role: "admin" }]);
    await editor.api.sites.create.mutate({ name: "Rome", kind: "internal" });
    await owner.api.users.setMemberships.mutate({
      id: editor.id,
      memberships: [{ siteId: null, role: "viewer" }],
    });
    const call = editor.api.sites.create.mutate({ name: "Paris", kind: "internal" });
    expect((await refusalOf(call)).code).toBe("FORBIDDEN");
  });
});

describe("a one-time link", () => {
  it("works once, and not after a newer one was made", async () => {
    const added = await owner.api.users.add.mutate({
      name: "Lina",
      email: "lina@example.org",
      memberships: [{ siteId: null, role: "analyst" }],
    });
    expect(added.link).toMatch(new RegExp(`^${server.url}/join/[\\w-]{43}$`));
    const [first, second] = [
      added.link,
      (await owner.api.users.renewLink.mutate({ id: added.id })).link,
    ].map((link) => link.split("/").at(-1) ?? "");
    const { api } = server.browser();
    expect((await refusalOf(api.session.invitation.query({ token: first ?? "" }))).code).toBe(
      "NOT_FOUND",
    );
    expect(await api.session.invitation.query({ token: second ?? "" })).toEqual({
      name: "Lina",
      email: "lina@example.org",
    });
    await api.session.join.mutate({ token: second ?? "", password: "long enough 1" });
    const again = server
      .browser()
      .api.session.join.mutate({ token: second ?? "", password: "long enough 2" });
    expect((await refusalOf(again)).code).toBe("NOT_FOUND");
    expect((await api.session.state.query()).user?.name).toBe("Lina");
  });

  it("is kept as a hash only", async () => {
    const { link } = await owner.api.users.add.mutate({
      name: "Hugo",
      email: "hugo@example.org",
      memberships: [{ siteId: null, role: "viewer" }],
    });
    const token = link.split("/").at(-1) ?? "";
    const rows = await server.database.pool.query("SELECT i::text AS text FROM invitation i");
    expect(rows.rows.some(({ text }) => text.includes(token))).toBe(false);
    expect(server.logged.join("\n")).not.toContain(token);
  });
});

describe("the last owner", () => {
  it("can neither be deactivated nor made something else", async () => {
    const admin = await signInAs(server, owner, "Ada", [{ siteId: null, role: "admin" }]);
    expect((await refusalOf(owner.api.users.deactivate.mutate({ id: owner.id }))).code).toBe(
      "CONFLICT",
    );
    expect((await refusalOf(admin.api.users.deactivate.mutate({ id: owner.id }))).code).toBe(
      "FORBIDDEN",
    );
    const demoted = { id: owner.id, memberships: [{ siteId: null, role: "viewer" as const }] };
    expect((await refusalOf(owner.api.users.setMemberships.mutate(demoted))).code).toBe("CONFLICT");
    const raised = { id: admin.id, memberships: [{ siteId: null, role: "owner" as const }] };
    expect((await refusalOf(admin.api.users.setMemberships.mutate(raised))).code).toBe("FORBIDDEN");
  });
});

describe("requests of other sites' pages", () => {
  const json = { "content-type": "application/json" };
  it.each([
    ["a foreign Origin", () => ({ ...json, origin: "https://evil.example" })],
    ["no Origin", () => json],
    ["Origin: null", () => ({ ...json, origin: "null" })],
    ["a form", () => ({ "content-type": "application/x-www-form-urlencoded", origin: server.url })],
    ["text/plain", () => ({ "content-type": "text/plain", origin: server.url })],
    [
      "a multipart form",
      () => ({ "content-type": "multipart/form-data; boundary=x", origin: server.url }),
    ],
    [
      "Sec-Fetch-Site: cross-site",
      () => ({ ...json, origin: server.url, "sec-fetch-site": "cross-site" }),
    ],
    [
      "a host that was pointed at us",
      () => ({ ...json, origin: "http://evil.example:80", host: "evil.example" }),
    ],
  ])("67: a POST with %s is refused, with the cookie and at sign-in", async (_what, headers) => {
    for (const path of ["session.signIn", "sites.create"]) {
      const answer = await post(path, { ...headers(), cookie: owner.cookie() });
      expect(answer.status).toBe(403);
    }
  });

  it("67: nothing is changed by GET", async () => {
    const input = encodeURIComponent(
      JSON.stringify({ json: { name: "Sneaky", kind: "internal" } }),
    );
    const answer = await fetch(`${server.url}/trpc/sites.create?input=${input}`, {
      headers: { cookie: owner.cookie() },
    });
    expect(answer.status).toBe(405);
    const names = (await owner.api.sites.list.query()).map(({ name }) => name);
    expect(names).not.toContain("Sneaky");
  });

  it("67: the pages of this machine's other names are ours", async () => {
    for (const name of ["localhost", "127.0.0.1", "[::1]"]) {
      const headers = { ...json, origin: `http://${name}:${server.port}` };
      const answer = await post("session.signIn", headers, '{"json":{"email":"x","password":"y"}}');
      expect(answer.status).toBe(401);
    }
  });

  it("71: addresses of links come from PUBLIC_URL, never from a header", async () => {
    const { link } = await owner.api.users.renewLink.mutate({
      id: (await owner.api.users.list.query())[1]?.id ?? "",
    });
    expect(link.startsWith(`${server.url}/join/`)).toBe(true);
    const state = await fetch(`${server.url}/trpc/session.state`, {
      headers: { "x-forwarded-host": "evil.example", "x-forwarded-proto": "https" },
    });
    expect(await state.text()).not.toContain("evil.example");
  });
});

describe("what a browser is told with every answer", () => {
  it("68: scripts of our own files only, no frames, no sniffing, no referrer", async () => {
    for (const path of ["/", "/livez", "/trpc/session.state", "/api/nothing"]) {
      const { headers } = await fetch(`${server.url}${path}`);
      const policy = headers.get("content-security-policy") ?? "";
      expect(policy).toMatch(/default-src 'none'/);
      expect(policy).toMatch(/script-src 'self'(?: 'sha256-[^']+')*;/);
      expect(policy).not.toMatch(/script-src[^;]*unsafe/);
      expect(policy).toContain("frame-ancestors 'none'");
      expect(headers.get("x-content-type-options")).toBe("nosniff");
      expect(headers.get("referrer-policy")).toBe("no-referrer");
    }
  });

  it("64: a batch of more than twenty calls, extra keys and operator objects are refused", async () => {
    const many = Array.from({ length: 21 }, () => "session.state").join(",");
    const batch = await fetch(`${server.url}/trpc/${many}?batch=1`);
    expect(batch.status).toBe(400);
    const headers = {
      "content-type": "application/json",
      origin: server.url,
      cookie: owner.cookie(),
    };
    for (const input of [
      { id: { not: "" } },
      { id: 1, name: "x", extra: 1 },
      { id: "1", name: "x" },
    ]) {
      const answer = await post("sites.rename", headers, JSON.stringify({ json: input }));
      expect(answer.status).toBe(400);
    }
  });
});

it("answers /livez, /readyz and /metrics", async () => {
  expect(await (await fetch(`${server.url}/livez`)).text()).toBe("ok");
  expect(await (await fetch(`${server.url}/readyz`)).text()).toBe("ok");
  expect(await (await fetch(`${server.url}/metrics`)).text()).toMatch(/callbook_uptime_seconds \d/);
});

it("counts runs once for all who ask /metrics at about the same time", async () => {
  const read = async (): Promise<readonly string[]> =>
    (await (await fetch(`${server.url}/metrics`)).text())
      .split("\n")
      .filter((line) => line.startsWith("callbook_runs{"));
  const before = await read();
  await server.database.pool.query(
    "insert into run_count (executor_id, outcome, runs) values ('elsewhere', 'succeeded', 7)",
  );
  expect(await read()).toEqual(before);
});
