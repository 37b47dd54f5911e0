import type { IncomingMessage, ServerResponse } from "node:http";
import { describe, expect, it } from "vitest";
import { makeCertificate } from "../testing/certificates.ts";
import { sendTo, testDoor } from "../testing/door.ts";
import { serveHttp, type TestServer } from "../testing/servers.ts";
import type { Hop } from "./exchange.ts";
import { nextHop } from "./redirect.ts";

interface Seen {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
}

/** A server that redirects as its table says, and writes down what it is asked. */
async function redirecting(
  table: (port: number) => Record<string, [number, string]>,
): Promise<{ server: TestServer; seen: Seen[]; url: string }> {
  const seen: Seen[] = [];
  const server = await serveHttp((request: IncomingMessage, response: ServerResponse) => {
    let body = "";
    request.on("data", (chunk: Buffer) => {
      body += chunk.toString();
    });
    request.on("end", () => {
      const { method = "", url = "", headers } = request;
      seen.push({ method, url, headers, body });
      const [status, location] = table(server.port)[url] ?? [200, ""];
      response.writeHead(status, location === "" ? {} : { location }).end("done");
    });
  });
  return { server, seen, url: `http://127.0.0.1:${server.port}` };
}

const bound = (name: string, value: string) => ({ name, value, isBound: true });
const plain = (name: string, value: string) => ({ name, value, isBound: false });

describe("a redirect at the same origin", () => {
  it("is followed with its credentials", async () => {
    const { seen, url } = await redirecting(() => ({ "/a": [302, "/b?x=1#part"] }));
    const result = await sendTo(testDoor(), `${url}/a`, {
      headers: [bound("Authorization", "Bearer t")],
    });
    if (!result.ok) throw new Error(result.fault.message);
    expect(result.response.url.href).toBe(`${url}/b?x=1`);
    expect(seen.map(({ url: path }) => path)).toEqual(["/a", "/b?x=1"]);
    expect(seen[1]?.headers.authorization).toBe("Bearer t");
    expect(result.trace.find(({ step }) => step === "request")?.detail).toMatch(
      /answered 302; .*answered 200/,
    );
  });

  it.each([
    [301, "POST", "GET", ""],
    [302, "POST", "GET", ""],
    [303, "POST", "GET", ""],
    [303, "DELETE", "GET", ""],
    [307, "POST", "POST", '{"a":1}'],
    [308, "PUT", "PUT", '{"a":1}'],
    [302, "PUT", "PUT", '{"a":1}'],
  ])("%s on %s goes on as %s with body %j", async (status, method, next, body) => {
    const { seen, url } = await redirecting(() => ({ "/a": [status, "/b"] }));
    await sendTo(testDoor(), `${url}/a`, {
      method,
      body: Buffer.from('{"a":1}'),
      headers: [plain("Content-Type", "application/json")],
    });
    expect(seen[1]).toMatchObject({ method: next, body });
    expect(seen[1]?.headers["content-type"]).toBe(body === "" ? undefined : "application/json");
  });

  it("without a Location it is the answer", async () => {
    const { url } = await redirecting(() => ({ "/a": [304, ""] }));
    const result = await sendTo(testDoor(), `${url}/a`);
    expect(result).toMatchObject({ ok: true, response: { status: 304 } });
  });
});

describe("F-REDIRECT", () => {
  it.each<[string, [number, string], string]>([
    ["a loop", [302, "/a"], "go round in a loop"],
    ["file:", [302, "file:///etc/passwd"], "file:"],
    ["gopher:", [302, "gopher://127.0.0.1/"], "gopher:"],
    ["a user name", [302, "http://u:p@127.0.0.1/"], "user name"],
    ["an address that is not valid", [302, "http://["], "not valid"],
  ])("%s is refused", async (_name, row, said) => {
    const { url } = await redirecting(() => ({ "/a": row }));
    const result = await sendTo(testDoor(), `${url}/a`);
    expect(result).toMatchObject({
      ok: false,
      fault: { class: "F-REDIRECT", statusCode: 508, step: "request" },
    });
    if (!result.ok) expect(result.fault.message).toContain(said);
  });

  it("the sixth redirect is refused, the fifth followed", async () => {
    const steps = Object.fromEntries(
      Array.from({ length: 6 }, (_, n) => [`/${n}`, [302, `/${n + 1}`]]),
    );
    const { url, seen } = await redirecting(() => steps as Record<string, [number, string]>);
    expect(await sendTo(testDoor(), `${url}/1`)).toMatchObject({ ok: true });
    seen.length = 0;
    expect(await sendTo(testDoor(), `${url}/0`)).toMatchObject({
      ok: false,
      fault: { class: "F-REDIRECT", message: "More than 5 redirects" },
    });
    expect(seen).toHaveLength(6);
  });

  it("from https to http is refused", async () => {
    const authority = makeCertificate({ name: "A", isAuthority: true });
    const certificate = makeCertificate({
      name: "s",
      hosts: ["127.0.0.1"],
      issuer: { name: "A", certificate: authority },
    });
    const server = await serveHttp((_request, response) => {
      response.writeHead(302, { location: `http://127.0.0.1:${server.port}/` }).end();
    }, certificate);
    const door = testDoor({ extraAuthorities: [authority.cert] });
    const result = await sendTo(door, `https://127.0.0.1:${server.port}/`);
    expect(result).toMatchObject({
      ok: false,
      fault: { class: "F-REDIRECT", message: expect.stringContaining("https to http") },
    });
  });
});

describe("a redirect to another origin", () => {
  const lookup = async (): Promise<string[]> => ["127.0.0.1"];

  it("is judged by the address policy again: an allowed host cannot lead into the network", async () => {
    const inside = await serveHttp((_request, response) => response.end("internal"));
    const { url } = await redirecting(() => ({ "/a": [302, `http://127.0.0.1:${inside.port}/`] }));
    const result = await sendTo(testDoor(), `${url}/a`);
    expect(result).toMatchObject({
      ok: false,
      sent: true,
      fault: { class: "F-SSRF", blocked: { class: "loopback", entry: `127.0.0.1:${inside.port}` } },
    });
    expect(inside.connections()).toBe(0);
  });

  it("drops credentials, cookies and templated headers, and they stay dropped on the way back", () => {
    const answer = (url: string, location: string) => ({
      status: 302,
      headers: { location },
      body: new Uint8Array(0),
      url: new URL(url),
      shownUrl: url,
    });
    const first: Hop = {
      method: "GET",
      url: new URL("https://a.test/"),
      shownUrl: "https://a.test/",
      headers: [
        bound("Authorization", "Bearer t"),
        plain("authorization", "written by the author"),
        bound("X-Key", "k"),
        plain("Cookie", "c=1"),
        plain("X-Plain", "p"),
      ],
      body: null,
      safeToRepeat: true,
    };
    const away = nextHop(first, answer("https://a.test/", "https://b.test/"), {
      followed: 0,
      seen: new Set(),
      mayLeadTo: () => true,
    });
    if (away.kind !== "follow") throw new Error(away.kind);
    expect(away.hop.headers).toEqual([plain("X-Plain", "p")]);
    const back = nextHop(away.hop, answer("https://b.test/", "https://a.test/"), {
      followed: 1,
      seen: new Set(),
      mayLeadTo: () => true,
    });
    if (back.kind !== "follow") throw new Error(back.kind);
    expect(back.hop.headers).toEqual([plain("X-Plain", "p")]);
  });

  it.each([307, 308])("%s with a body is not followed", async (status) => {
    const { url, seen } = await redirecting((port) => ({
      "/a": [status, `http://other.test:${port}/b`],
    }));
    const result = await sendTo(testDoor({ lookup }), `${url}/a`, {
      method: "POST",
      body: Buffer.from("secret"),
    });
    expect(result).toMatchObject({
      ok: false,
      fault: {
        class: "F-REDIRECT",
        message: expect.stringContaining("send the body to another origin"),
      },
    });
    expect(seen).toHaveLength(1);
  });
});
