import { describe, expect, it, vi } from "vitest";
import { refusalOf, setUpOwner, startTestServer } from "../testing/index.ts";

// One after the other: the engine's shell is one for each process.
describe("the first start", () => {
  it("asks for the code that was printed when others can reach the server, and takes no other", async () => {
    const open = await startTestServer({ settings: { host: "0.0.0.0" } });
    try {
      expect(open.setupCode).toMatch(/^[A-Z0-9]{4}-[A-Z0-9]{4}-[A-Z0-9]{4}$/);
      const { api } = open.browser();
      expect((await api.session.state.query()).setupCodeRequired).toBe(true);
      expect((await refusalOf(setUpOwner(open, "AAAA-AAAA-AAAA"))).code).toBe("FORBIDDEN");
      expect((await refusalOf(setUpOwner(open))).code).toBe("FORBIDDEN");
      await setUpOwner(open, (open.setupCode ?? "").toLowerCase());
    } finally {
      await open.close();
    }
  });

  it("109: behind a proxy the code is asked too, and wrong ones cost neither hashes nor sign-ins of others", async () => {
    const address = "https://callbook.example.test";
    const behind = await startTestServer({
      settings: { host: "127.0.0.1", publicUrl: address, trustedProxies: ["127.0.0.1"] },
    });
    const post = async (procedure: string, from: string, input: object) => {
      const answer = await fetch(`http://127.0.0.1:${behind.port}/trpc/session.${procedure}`, {
        method: "POST",
        headers: { "content-type": "application/json", origin: address, "x-forwarded-for": from },
        body: JSON.stringify({ json: input }),
      });
      return { status: answer.status, retryAfter: (await answer.text()).includes("retryAfter") };
    };
    try {
      expect(behind.setupCode).not.toBeNull();
      const hash = vi.spyOn(behind.installation.passwords, "hash");
      const owner = { name: "O", email: "o@example.org", password: "long enough 1" };
      const wrong = { ...owner, code: "AAAA-AAAA-AAAA" };
      const tried = await Promise.all(
        Array.from({ length: 200 }, () => post("setup", "203.0.113.9", wrong)),
      );
      const statuses = tried.map(({ status }) => status);
      expect(statuses.filter((status) => status === 403)).toHaveLength(20);
      expect(statuses.filter((status) => status === 429)).toHaveLength(180);
      expect(hash).not.toHaveBeenCalled();
      const right = { ...owner, code: behind.setupCode ?? "" };
      expect((await post("setup", "203.0.113.9", right)).status).toBe(429);
      expect((await post("setup", "203.0.113.10", right)).status).toBe(200);
      expect(
        (await post("signIn", "203.0.113.9", { email: owner.email, password: owner.password }))
          .status,
      ).toBe(200);

      // Whoever comes afterwards is told so, before anything is hashed.
      const hashed = hash.mock.calls.length;
      expect((await post("setup", "203.0.113.11", right)).status).toBe(409);
      expect(hash.mock.calls).toHaveLength(hashed);
    } finally {
      await behind.close();
    }
  });

  it("110: without TRUSTED_PROXIES nobody picks the address that his tries are counted under", async () => {
    const open = await startTestServer();
    try {
      await setUpOwner(open);
      const tries = Array.from({ length: 60 }, async (_, index) => {
        const answer = await fetch(`${open.url}/trpc/session.signIn`, {
          method: "POST",
          headers: {
            "content-type": "application/json",
            origin: open.url,
            "x-forwarded-for": `203.0.113.${index}`,
          },
          body: JSON.stringify({ json: { email: `n${index}@example.org`, password: "x" } }),
        });
        return answer.status;
      });
      const statuses = await Promise.all(tries);
      expect(statuses.filter((status) => status === 429)).toHaveLength(10);
    } finally {
      await open.close();
    }
  });

  it("takes the owner from the environment", async () => {
    const unattended = await startTestServer({
      settings: { owner: { email: "eva@example.org", password: "long enough 1" } },
    });
    try {
      const { api } = unattended.browser();
      await api.session.signIn.mutate({ email: "Eva@Example.org ", password: "long enough 1" });
      expect((await api.session.state.query()).user?.roles[0]?.role).toBe("owner");
    } finally {
      await unattended.close();
    }
  });
  it("66: behind https the cookie is __Host- and Secure", async () => {
    const secure = await startTestServer({
      settings: { publicUrl: "https://callbook.example.test" },
    });
    try {
      const answer = await fetch(`http://127.0.0.1:${secure.port}/trpc/session.setup`, {
        method: "POST",
        headers: { "content-type": "application/json", origin: "https://callbook.example.test" },
        body: JSON.stringify({
          json: {
            name: "O",
            email: "o@example.org",
            password: "long enough 1",
            code: secure.setupCode,
          },
        }),
      });
      expect(answer.headers.getSetCookie()[0]).toMatch(
        /^__Host-callbook=[^;]+; Max-Age=604800; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
      );
      expect(answer.headers.get("strict-transport-security")).toContain("max-age=");
    } finally {
      await secure.close();
    }
  });
});
