import { createConnection } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { scriptOf } from "../testing/rest-client.ts";
import { FailureBody } from "./failure.ts";
import { REST_BODY_LIMIT_BYTES } from "./read-body.ts";
import { makeRestWorld, type RestWorld } from "./testing/rest-world.ts";

let world: RestWorld;
beforeAll(async () => {
  world = await makeRestWorld();
});
afterAll(() => world.close());

interface Wrong {
  readonly name: string;
  readonly method: string;
  readonly path: string;
  readonly body?: string | Uint8Array<ArrayBuffer>;
  readonly type?: string;
  readonly token?: string | null;
  readonly status: number;
  readonly class: string;
  readonly message: string;
  readonly indicator?: string;
  readonly header?: readonly [string, string];
}

const long = `cbk_${"x".repeat(43)}`;
const wrongs: readonly Wrong[] = [
  {
    name: "no token",
    method: "GET",
    path: "/api/sites",
    token: null,
    status: 401,
    class: "UNAUTHENTICATED",
    message: "needs an API token",
    indicator: "List sites failed.",
    header: ["www-authenticate", 'Bearer realm="Callbook"'],
  },
  {
    name: "a token that nobody has",
    method: "GET",
    path: "/api/sites",
    token: long,
    status: 401,
    class: "UNAUTHENTICATED",
    message: "not known",
  },
  {
    name: "another scheme's credentials",
    method: "GET",
    path: "/api/sites",
    token: "x y",
    status: 401,
    class: "UNAUTHENTICATED",
    message: "not known",
  },
  {
    name: "an address that is none",
    method: "GET",
    path: "/api/nothing",
    status: 404,
    class: "NOT_FOUND",
    message: "no such address",
    indicator: "Request failed.",
  },
  {
    name: "a method that is not taken",
    method: "DELETE",
    path: "/api/playbooks",
    status: 405,
    class: "METHOD_NOT_ALLOWED",
    message: "GET, POST",
    header: ["allow", "GET, POST"],
  },
  {
    name: "a body that is no JSON",
    method: "POST",
    path: "/api/playbooks",
    body: '{"a":}',
    status: 400,
    class: "F-BODY",
    message: "(1:6)",
  },
  {
    name: "a body that is not UTF-8",
    method: "POST",
    path: "/api/playbooks",
    body: Uint8Array.of(0x22, 0xff, 0x22),
    status: 400,
    class: "F-BODY",
    message: "UTF-8",
  },
  {
    name: "a body of another media type",
    method: "POST",
    path: "/api/playbooks",
    body: "a=1",
    type: "application/x-www-form-urlencoded",
    status: 415,
    class: "F-BODY",
    message: "Content-Type",
  },
  {
    name: "a body that is too large",
    method: "POST",
    path: "/api/playbooks",
    body: new Uint8Array(REST_BODY_LIMIT_BYTES + 1).fill(32),
    status: 413,
    class: "TOO_LARGE",
    message: "larger than 5 MiB",
  },
  {
    name: "a body that is nested without end",
    method: "POST",
    path: "/api/playbooks",
    body: `{"name":"x","siteId":1,"document":${"[".repeat(100_000)}${"]".repeat(100_000)}}`,
    status: 400,
    class: "F-BODY",
    message: "nested deeper than 256 levels",
  },
  {
    name: "a key that is not known",
    method: "POST",
    path: "/api/playbooks",
    body: '{"name":"x","siteId":1,"owner":2}',
    status: 400,
    class: "F-INPUT",
    message: "owner",
  },
  {
    name: "a __proto__ key",
    method: "POST",
    path: "/api/playbooks",
    body: '{"name":"x","siteId":1,"__proto__":{"admin":true}}',
    status: 400,
    class: "F-INPUT",
    message: "__proto__",
  },
  {
    name: "a field that is missing",
    method: "POST",
    path: "/api/playbooks",
    body: "{}",
    status: 400,
    class: "F-INPUT",
    message: "name: ",
    indicator: "Create playbook failed. Input: name.",
  },
  {
    name: "a body where none is taken",
    method: "POST",
    path: "/api/runs/1/cancel",
    body: '{"force":true}',
    status: 400,
    class: "F-INPUT",
    message: "force",
  },
  {
    name: "a parameter that is given twice",
    method: "GET",
    path: "/api/runs?limit=1&limit=2",
    status: 400,
    class: "F-INPUT",
    message: "2 times",
  },
  {
    name: "an id that no row can have",
    method: "GET",
    path: "/api/runs/9999999999999999",
    status: 400,
    class: "F-INPUT",
    message: "id",
    indicator: "Get run failed. Input: id.",
  },
];

describe("a request that is not done", () => {
  it.each(wrongs)("is answered in the one shape: $name", async (wrong) => {
    const { method, path, body, type = "application/json", token } = wrong;
    const authorization = token === null ? {} : { authorization: `Bearer ${token ?? own()}` };
    const response = await fetch(`${world.server.url}${path}`, {
      method,
      headers: { ...authorization, ...(body === undefined ? {} : { "content-type": type }) },
      body: body ?? null,
    });
    const answer = FailureBody.parse(await response.json());
    expect(answer).toMatchObject({ statusCode: wrong.status, class: wrong.class });
    expect(response.status).toBe(wrong.status);
    expect(answer.message).toContain(wrong.message);
    if (wrong.indicator !== undefined) expect(answer.failureIndicator).toBe(wrong.indicator);
    if (wrong.header !== undefined)
      expect(response.headers.get(wrong.header[0])).toBe(wrong.header[1]);
  });

  it("a body is not looked at for who may not do this anywhere", async () => {
    for (const body of ["{", '{"name":1}']) {
      const answer = await world.viewer.call("POST", "/api/playbooks", body);
      expect([answer.status, answer.text]).toEqual([
        403,
        (await world.viewer.call("POST", "/api/playbooks", "")).text,
      ]);
    }
  });

  it("a body without announced length is cut off at the limit too", async () => {
    const part = new Uint8Array(1024 * 1024).fill(32);
    let sent = 0;
    const body = new ReadableStream({
      pull: (controller) => {
        sent += 1;
        if (sent > 20) controller.close();
        else controller.enqueue(part);
      },
    });
    const headers = { authorization: `Bearer ${own()}`, "content-type": "application/json" };
    const init: RequestInit = { method: "POST", headers, body, duplex: "half" };
    const response = await fetch(`${world.server.url}/api/playbooks`, init).catch(() => null);
    // A server that stops reading may be seen as an answer or as a connection that closes.
    if (response !== null) expect(response.status).toBe(413);
    expect((await world.script.call("GET", "/api/sites")).status).toBe(200);
  });

  it("a bug shows its reference, and the log has the rest under it", async () => {
    const { server, script } = world;
    await server.database.pool.query("ALTER TABLE site RENAME TO site_away");
    const reply = await script.call("GET", "/api/sites");
    await server.database.pool.query("ALTER TABLE site_away RENAME TO site");
    const { message } = FailureBody.parse(reply.body);
    expect(reply.status).toBe(500);
    expect(reply.text).not.toContain("site_away");
    const reference = /^Internal error, reference (\w+)\.$/.exec(message)?.[1] ?? "none";
    expect(server.logged.filter((line) => line.includes(reference))).toHaveLength(1);
  });
});

describe("who asks", () => {
  it("a browser's session is no token", async () => {
    const headers = { cookie: world.owner.cookie(), origin: world.server.url };
    const response = await fetch(`${world.server.url}/api/sites`, { headers });
    expect(response.status).toBe(401);
  });

  it("a token needs no Origin, and a foreign one does not stop it", async () => {
    const reply = await world.script.call("POST", "/api/playbooks/999/validate", undefined, {
      origin: "https://elsewhere.example",
    });
    expect(reply.status).toBe(404);
    expect(reply.headers.get("access-control-allow-origin")).toBeNull();
  });

  it("a token that is revoked is refused within a second, and so is one of somebody deactivated", async () => {
    const { server, owner, viewer } = world;
    const { id, token } = await owner.api.tokens.create.mutate({ name: "for a moment" });
    const script = scriptOf(server.url, token);
    expect((await script.call("GET", "/api/sites")).status).toBe(200);
    await owner.api.tokens.revoke.mutate({ id });
    await expect.poll(async () => (await script.call("GET", "/api/sites")).status).toBe(401);
    expect((await viewer.call("GET", "/api/sites")).status).toBe(200);
    const vera = (await owner.api.users.list.query()).find(({ name }) => name === "Vera Viewer");
    await owner.api.users.deactivate.mutate({ id: vera?.id ?? "" });
    await expect.poll(async () => (await viewer.call("GET", "/api/sites")).status).toBe(401);
  });

  it("a token stands in no log line", async () => {
    const { server, script } = world;
    await script.call("GET", "/api/sites");
    expect(server.logged.some((line) => line.includes("/api/sites"))).toBe(true);
    expect(server.logged.join("\n")).not.toContain(script.token);
  });

  it("the API document is for everybody", async () => {
    const reply = await world.nobody.call("GET", "/api/openapi.json");
    expect(reply.status).toBe(200);
    expect(reply.headers.get("content-type")).toBe("application/json");
  });

  it("requests on one connection do not get into each other after a refused body", async () => {
    const { port } = world.server;
    const socket = createConnection(port, "127.0.0.1");
    const lines = [
      "POST /api/playbooks HTTP/1.1",
      "Host: 127.0.0.1",
      `Authorization: Bearer ${own()}`,
      "Content-Type: application/json",
      "Content-Length: 9999999",
    ];
    socket.write(`${lines.join("\r\n")}\r\n\r\nGET /api/openapi.json HTTP/1.1\r\nHost: x\r\n\r\n`);
    let text = "";
    for await (const part of socket) text += String(part);
    expect(text.match(/HTTP\/1\.1 /g)).toHaveLength(1);
    expect(text).toContain("413");
  });
});

function own(): string {
  return world.script.token;
}
