import { describe, expect, it } from "vitest";
import type { EgressPolicy } from "../egress/index.ts";
import { allow, sendTo, testDoor } from "../testing/door.ts";
import { closedPort, serveHttp, serveTcp } from "../testing/servers.ts";
import { spellingsOf } from "../testing/spellings.ts";

const blockedAs = (result: Awaited<ReturnType<typeof sendTo>>): string =>
  result.ok ? "passed" : `${result.fault.class} ${result.fault.blocked?.class}`;

describe("by default nothing on this machine or in a private network can be reached", () => {
  it.each([
    ["127.0.0.1", "loopback"],
    ["localhost", "loopback"],
    ["[::1]", "loopback"],
    ["2130706433", "loopback"],
    ["0x7f.1", "loopback"],
    ["0177.1", "loopback"],
    ["127.1", "loopback"],
    ["①②⑦.0.0.1", "loopback"],
    ["[::ffff:127.0.0.1]", "loopback"],
    ["[::7f00:1]", "ipv4-compatible"],
    ["0", "unspecified"],
    ["0.0.0.0", "unspecified"],
    ["[::]", "unspecified"],
    ["[64:ff9b::7f00:1]", "nat64"],
    ["[2002:7f00:1::]", "6to4"],
  ])("http://%s is F-SSRF (%s), and no connection is made", async (host, expected) => {
    const server = await serveTcp(() => {});
    const options = { policy: allow("") };
    const result = await sendTo(testDoor(), `http://${host}:${server.port}/`, { options });
    expect(blockedAs(result)).toBe(`F-SSRF ${expected}`);
    expect(server.connections()).toBe(0);
  });

  it("the refusal is a 403 at the step of names and addresses, with the entry that opens it", async () => {
    const port = await closedPort();
    const options = { policy: allow("") };
    const result = await sendTo(testDoor(), `http://localhost:${port}/`, { options });
    expect(result).toMatchObject({
      ok: false,
      sent: false,
      fault: {
        class: "F-SSRF",
        statusCode: 403,
        step: "dns",
        message: expect.stringMatching(/^Address (127\.0\.0\.1|::1) is not allowed \(loopback\)$/),
        blocked: { entry: `localhost:${port}` },
      },
    });
  });

  it.each(["169.254.169.254", "[fd00:ec2::254]", "100.100.100.200", "metadata.google.internal"])(
    "http://%s is blocked even when it is the Allowed address",
    async (host) => {
      const result = await sendTo(testDoor(), `http://${host}:80/`, {
        options: { policy: allow(`${host}:80`) },
      });
      expect(blockedAs(result)).toBe("F-SSRF metadata");
    },
  );

  it("an own listener is refused although its address is allowed", async () => {
    const server = await serveTcp(() => {});
    const host = `127.0.0.1:${server.port}`;
    const policy: EgressPolicy = {
      allowedAddress: host,
      ownEndpoints: [{ host: "127.0.0.1", port: server.port }],
      localAddresses: () => [],
    };
    const result = await sendTo(testDoor(), `http://${host}/`, { options: { policy } });
    expect(blockedAs(result)).toBe("F-SSRF own-endpoint");
    expect(server.connections()).toBe(0);
  });
});

describe("every spelling of a loopback, private or metadata address", () => {
  const spellings = [
    "127.0.0.1",
    "127.8.9.10",
    "10.0.0.5",
    "192.168.1.1",
    "169.254.169.254",
  ].flatMap(spellingsOf);

  it("is refused when it is called directly, and nothing is connected", async () => {
    expect(spellings.length).toBeGreaterThan(200);
    const server = await serveTcp(() => {});
    const door = testDoor();
    for (const spelling of spellings) {
      const url = `http://${spelling}:${server.port}/`;
      const result = await sendTo(door, url, { options: { policy: allow("") } });
      expect(result, spelling).toMatchObject({
        ok: false,
        sent: false,
        fault: { class: "F-SSRF" },
      });
    }
    expect(server.connections()).toBe(0);
  });

  it("is refused as the goal of a redirect, and nothing is connected", async () => {
    const inside = await serveTcp(() => {});
    const outside = await serveHttp((request, response) => {
      const spelling = spellings[Number(request.url?.slice(1))] ?? "";
      // Header values are bytes: a Location beyond ASCII arrives percent-encoded.
      response.writeHead(302, { location: encodeURI(`http://${spelling}:${inside.port}/`) }).end();
    });
    const door = testDoor();
    for (const [index, spelling] of spellings.entries()) {
      const result = await sendTo(door, `http://127.0.0.1:${outside.port}/${index}`);
      expect(result, spelling).toMatchObject({ ok: false });
      if (!result.ok) expect(["F-SSRF", "F-REDIRECT"]).toContain(result.fault.class);
    }
    expect(inside.connections()).toBe(0);
  });
});

describe("names", () => {
  it("a public name with a private record is blocked, also beside a public one", async () => {
    for (const answers of [["10.0.0.5"], ["8.8.8.8", "10.0.0.5"], ["10.0.0.5", "8.8.8.8"]]) {
      const door = testDoor({ lookup: async () => answers });
      const result = await sendTo(door, "http://api.example.test/", {
        options: { policy: allow("") },
      });
      expect(blockedAs(result)).toBe("F-SSRF private");
    }
  });

  it("a name is looked up once for a connection, and the checked address is the one that is connected", async () => {
    const asked: string[] = [];
    const server = await serveHttp((_request, response) => response.end("checked"));
    // Rebinding: harmless when it is checked, something else for whoever asks again.
    const door = testDoor({
      lookup: async (name) => {
        asked.push(name);
        return asked.length === 1 ? ["127.0.0.1"] : ["169.254.169.254"];
      },
    });
    const url = `http://rebind.example.test:${server.port}/`;
    expect((await sendTo(door, url)).ok).toBe(true);
    expect(asked).toEqual(["rebind.example.test"]);
    // A connection of another record is made anew, and its answer is judged anew.
    const second = await sendTo(door, url, { options: { poolKey: "connection 2 version 1" } });
    expect(blockedAs(second)).toBe("F-SSRF metadata");
    expect(server.connections()).toBe(1);
  });

  it("the Allowed address opens a name for every private answer it has", async () => {
    const server = await serveHttp((_request, response) => response.end("inside"));
    const door = testDoor({ lookup: async () => ["127.0.0.1"] });
    const result = await sendTo(door, `http://siem.corp.test:${server.port}/`);
    expect(result.ok).toBe(true);
  });

  it("a second address is tried when the first refuses", async () => {
    const server = await serveHttp((_request, response) => response.end("second"));
    const door = testDoor({ lookup: async () => ["127.0.0.2", "127.0.0.1"] });
    const result = await sendTo(door, `http://two.example.test:${server.port}/`);
    expect(result.ok).toBe(true);
  });

  it("a resolver that does not answer ends at the deadline", async () => {
    const door = testDoor({ lookup: () => new Promise(() => {}) });
    const result = await sendTo(door, "http://slow.example.test/", { timeoutMs: 100 });
    expect(result).toMatchObject({ ok: false, sent: false, fault: { class: "F-TIMEOUT" } });
  });

  it.each([
    ["EAI_AGAIN", "does not answer"],
    ["ENOTFOUND", "could not be resolved"],
  ])("a resolver that says %s is F-DNS", async (code, text) => {
    const door = testDoor({
      lookup: () => Promise.reject(Object.assign(new Error("x"), { code })),
    });
    const result = await sendTo(door, "http://no.example.test/");
    expect(result).toMatchObject({
      ok: false,
      fault: { class: "F-DNS", message: expect.stringContaining(text) },
    });
  });
});
