import { describe, expect, it } from "vitest";
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
          json: { name: "O", email: "o@example.org", password: "long enough 1" },
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
