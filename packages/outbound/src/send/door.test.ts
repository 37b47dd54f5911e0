import {
  brotliCompressSync,
  constants,
  deflateRawSync,
  deflateSync,
  gzipSync,
  zstdCompressSync,
} from "node:zlib";
import { describe, expect, test } from "vitest";
import { makeCertificate } from "../testing/certificates.ts";
import { allow, sendTo, testDoor } from "../testing/door.ts";
import { closedPort, serveBytes, serveHttp, serveTcp } from "../testing/servers.ts";

const post = { method: "POST", body: Buffer.from("{}") };

describe("an answer", () => {
  test("comes with status, headers and body, and a trace of the steps", async () => {
    const server = await serveHttp((_request, response) => {
      response.setHeader("X-Thing", ["a", "b"]);
      response.writeHead(201).end("made");
    });
    const result = await sendTo(testDoor(), `http://127.0.0.1:${server.port}/x`);
    if (!result.ok) throw new Error(result.fault.message);
    expect(result.response.status).toBe(201);
    expect(result.response.headers).toMatchObject({ "x-thing": "a, b" });
    expect(Buffer.from(result.response.body).toString()).toBe("made");
    expect(result.trace.map(({ step, state }) => `${step} ${state}`)).toEqual([
      "dns passed",
      "tls passed",
      "request passed",
    ]);
    for (const { durationMs } of result.trace) expect(durationMs).toBeGreaterThanOrEqual(0);
  });

  test("over TLS needs a certificate of a known authority for this host", async () => {
    const authority = makeCertificate({ name: "Test Authority", isAuthority: true });
    const issuer = { name: "Test Authority", certificate: authority };
    const good = makeCertificate({ name: "api.example.test", hosts: ["api.example.test"], issuer });
    const server = await serveHttp((_request, response) => response.end("over TLS"), good);
    const door = testDoor({
      lookup: async () => ["127.0.0.1"],
      extraAuthorities: [authority.cert],
    });
    const result = await sendTo(door, `https://api.example.test:${server.port}/`);
    if (!result.ok) throw new Error(result.fault.message);
    expect(Buffer.from(result.response.body).toString()).toBe("over TLS");
    expect(result.trace[1]?.detail).toContain("TLSv1.3");
  });

  test("HEAD and 204 have no body, whatever their headers say", async () => {
    const server = await serveHttp((request, response) => {
      response.writeHead(request.method === "HEAD" ? 200 : 204, {
        "content-encoding": "gzip",
        "content-length": request.method === "HEAD" ? "50" : "0",
      });
      response.end();
    });
    for (const method of ["HEAD", "GET"]) {
      const result = await sendTo(testDoor(), `http://127.0.0.1:${server.port}/`, { method });
      if (!result.ok) throw new Error(result.fault.message);
      expect(result.response.body.length).toBe(0);
    }
  });
});

describe("a connection that does not come about", () => {
  test("a host name that does not exist is F-DNS", async () => {
    const result = await sendTo(testDoor(), "http://no-such-host.invalid/");
    expect(result).toMatchObject({
      ok: false,
      sent: false,
      fault: { class: "F-DNS", statusCode: 503, step: "dns" },
    });
    if (!result.ok) {
      expect(result.fault.message).toContain(
        "Host name no-such-host.invalid could not be resolved",
      );
    }
  });

  test("A31: a closed port is F-REFUSED with host and port", async () => {
    const port = await closedPort();
    const result = await sendTo(testDoor(), `http://127.0.0.1:${port}/`, post);
    expect(result).toMatchObject({
      ok: false,
      sent: false,
      fault: {
        class: "F-REFUSED",
        statusCode: 503,
        message: `Connection refused by 127.0.0.1:${port}`,
      },
    });
  });

  const past = new Date("2020-02-03T00:00:00Z");
  const older = new Date("2019-01-01T00:00:00Z");
  const authority = makeCertificate({ name: "Private Authority", isAuthority: true });
  const issuer = { name: "Private Authority", certificate: authority };
  test.each([
    [
      "expired",
      makeCertificate({ name: "x", hosts: ["127.0.0.1"], issuer, validFrom: older, validTo: past }),
      true,
      "TLS: certificate expired on 2020-02-03",
    ],
    [
      "not yet valid",
      makeCertificate({
        name: "x",
        hosts: ["127.0.0.1"],
        issuer,
        validFrom: new Date("2090-05-06T00:00:00Z"),
        validTo: new Date("2091-01-01T00:00:00Z"),
      }),
      true,
      "TLS: certificate is not valid before 2090-05-06",
    ],
    [
      "for another host",
      makeCertificate({ name: "x", hosts: ["other.example.test"], issuer }),
      true,
      "TLS: certificate is for other.example.test, not for 127.0.0.1",
    ],
    [
      "self-signed",
      makeCertificate({ name: "x", hosts: ["127.0.0.1"] }),
      true,
      "TLS: certificate is self-signed",
    ],
    [
      "of an unknown authority",
      makeCertificate({ name: "x", hosts: ["127.0.0.1"], issuer }),
      false,
      "TLS: certificate is signed by an unknown authority (Private Authority)",
    ],
  ])(
    "a certificate that is %s is F-TLS, and no byte of the request leaves",
    async (_name, certificate, trusts, message) => {
      let requests = 0;
      const server = await serveHttp(() => {
        requests += 1;
      }, certificate);
      const door = testDoor(trusts ? { extraAuthorities: [authority.cert] } : {});
      const result = await sendTo(door, `https://127.0.0.1:${server.port}/`, post);
      expect(result).toMatchObject({
        ok: false,
        sent: false,
        fault: { class: "F-TLS", statusCode: 502, step: "tls", message },
      });
      expect(requests).toBe(0);
    },
  );

  test("https to a port that speaks plain HTTP is F-TLS", async () => {
    const server = await serveHttp((_request, response) => response.end("plain"));
    const result = await sendTo(testDoor(), `https://127.0.0.1:${server.port}/`);
    expect(result).toMatchObject({ ok: false, fault: { class: "F-TLS", step: "tls" } });
  });

  test("a TLS handshake that is cut off is F-TLS", async () => {
    const server = await serveTcp((socket) => socket.once("data", () => socket.end()));
    const result = await sendTo(testDoor(), `https://127.0.0.1:${server.port}/`);
    expect(result).toMatchObject({ ok: false, fault: { class: "F-TLS" } });
    if (!result.ok)
      expect(result.fault.message).toContain("closed the connection during the handshake");
  });
});

describe("an answer that does not come in time", () => {
  test("a TLS handshake that stalls is F-TIMEOUT", async () => {
    const server = await serveTcp(() => {});
    const result = await sendTo(testDoor(), `https://127.0.0.1:${server.port}/`, {
      timeoutMs: 100,
    });
    expect(result).toMatchObject({
      ok: false,
      sent: false,
      fault: { class: "F-TIMEOUT", statusCode: 504, message: "No response within 0.1 s (connect)" },
    });
  });

  test("silence after the request is F-TIMEOUT for GET and F-UNKNOWN for POST", async () => {
    const server = await serveTcp(() => {});
    const url = `http://127.0.0.1:${server.port}/`;
    expect(await sendTo(testDoor(), url, { timeoutMs: 100 })).toMatchObject({
      sent: true,
      fault: { class: "F-TIMEOUT", message: "No response within 0.1 s (headers)" },
    });
    expect(await sendTo(testDoor(), url, { ...post, timeoutMs: 100 })).toMatchObject({
      sent: true,
      fault: {
        class: "F-UNKNOWN",
        statusCode: 504,
        message: "The request was sent, the answer was lost; it may have taken effect",
      },
    });
  });

  test.each([
    ["headers", "HTTP/1.1 200 OK\r\nx-a: "],
    ["body", "HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n"],
  ])(
    "%s that drip one byte at a time end at the total deadline, and the socket is closed",
    async (phase, head) => {
      let closed = false;
      const server = await serveTcp((socket) => {
        socket.once("data", () => {
          socket.write(head);
          const drip = setInterval(() => socket.write("a"), 10);
          socket.once("close", () => {
            clearInterval(drip);
            closed = true;
          });
        });
      });
      const result = await sendTo(testDoor(), `http://127.0.0.1:${server.port}/`, {
        timeoutMs: 300,
      });
      expect(result).toMatchObject({
        ok: false,
        fault: { class: "F-TIMEOUT", message: `No response within 0.3 s (${phase})` },
      });
      await expect.poll(() => closed).toBe(true);
    },
  );

  test("a body that falls silent ends at the idle time-out, before the total deadline", async () => {
    const server = await serveBytes("HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nabc", false);
    const door = testDoor({ idleTimeoutMs: 200 });
    const result = await sendTo(door, `http://127.0.0.1:${server.port}/`, { timeoutMs: 60_000 });
    expect(result).toMatchObject({ ok: false, fault: { class: "F-TIMEOUT" } });
  });

  test("cancelling ends the send at once with F-CANCEL", async () => {
    const controller = new AbortController();
    const server = await serveTcp((socket) => socket.once("data", () => controller.abort()));
    const result = await sendTo(testDoor(), `http://127.0.0.1:${server.port}/`, {
      ...post,
      options: { signal: controller.signal },
    });
    expect(result).toMatchObject({
      ok: false,
      sent: true,
      fault: { class: "F-CANCEL", statusCode: 409 },
    });
  });

  test("a send that is cancelled before it begins connects to nothing", async () => {
    const server = await serveTcp(() => {});
    const result = await sendTo(testDoor(), `http://127.0.0.1:${server.port}/`, {
      options: { signal: AbortSignal.abort() },
    });
    expect(result).toMatchObject({ ok: false, sent: false, fault: { class: "F-CANCEL" } });
  });
});

describe("a connection that breaks", () => {
  test("a reset after the request is F-REFUSED for GET and F-UNKNOWN for POST", async () => {
    const server = await serveTcp((socket) => socket.once("data", () => socket.resetAndDestroy()));
    const url = `http://127.0.0.1:${server.port}/`;
    expect(await sendTo(testDoor(), url)).toMatchObject({
      sent: true,
      fault: { class: "F-REFUSED" },
    });
    expect(await sendTo(testDoor(), url, post)).toMatchObject({
      sent: true,
      fault: { class: "F-UNKNOWN" },
    });
  });

  test("a reset in the middle of the answer to a POST is F-UNKNOWN", async () => {
    const server = await serveTcp((socket) =>
      socket.once("data", () => {
        socket.write("HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nabc", () =>
          socket.resetAndDestroy(),
        );
      }),
    );
    const result = await sendTo(testDoor(), `http://127.0.0.1:${server.port}/`, post);
    expect(result).toMatchObject({ ok: false, sent: true, fault: { class: "F-UNKNOWN" } });
  });
});

describe("a reply that is not valid HTTP is F-PARSE and says which rule", () => {
  const long = "a".repeat(64 * 1024);
  const cookies = Array.from({ length: 10_000 }, (_, n) => `Set-Cookie: c${n}=1\r\n`).join("");
  test.each([
    [
      "64 KB headers",
      `HTTP/1.1 200 OK\r\nx-long: ${long}\r\n\r\n`,
      "headers are larger than 32 KiB",
    ],
    ["10,000 cookies", `HTTP/1.1 200 OK\r\n${cookies}\r\n`, "headers are larger than 32 KiB"],
    ["HTTP/0.9", "<html>hello</html>", "does not begin with an HTTP/1 status line"],
    [
      "a body shorter than its Content-Length",
      "HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\nabc",
      "ended before its declared length",
    ],
    [
      "a Content-Length that is no number",
      "HTTP/1.1 200 OK\r\ncontent-length: x\r\n\r\n",
      "Content-Length is not a number",
    ],
    [
      "a chunk size that overflows",
      "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFFFF\r\na",
      "chunk size is not valid",
    ],
    [
      "a last chunk that is missing",
      "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n",
      "ended",
    ],
  ])("%s", async (_name, answer, rule) => {
    const server = await serveBytes(answer);
    const door = testDoor();
    const result = await sendTo(door, `http://127.0.0.1:${server.port}/`);
    expect(result).toMatchObject({
      ok: false,
      fault: { class: "F-PARSE", statusCode: 502, step: "request" },
    });
    if (!result.ok) expect(result.fault.message).toContain(rule);
  });

  test("a change of protocol that was not asked for is F-1xx", async () => {
    const server = await serveBytes(
      "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n",
    );
    const result = await sendTo(testDoor(), `http://127.0.0.1:${server.port}/`);
    expect(result).toMatchObject({ ok: false, fault: { class: "F-1xx", statusCode: 101 } });
  });

  test("a body longer than its Content-Length is cut there, and the rest reaches nobody", async () => {
    let asked = 0;
    const server = await serveTcp((socket) =>
      socket.on("data", () => {
        asked += 1;
        socket.write(
          `HTTP/1.1 200 OK\r\ncontent-length: 3\r\n\r\nabcHTTP/1.1 200 OK\r\ncontent-length: 6\r\n\r\nsecret`,
        );
      }),
    );
    const door = testDoor();
    for (let count = 1; count <= 3; count += 1) {
      const result = await sendTo(door, `http://127.0.0.1:${server.port}/`);
      if (!result.ok) throw new Error(result.fault.message);
      expect(Buffer.from(result.response.body).toString()).toBe("abc");
      expect(asked).toBe(count);
    }
  });
});

describe("connections are kept open", () => {
  test("for the same connection record and version of its credentials, and for nothing else", async () => {
    const server = await serveHttp((_request, response) => response.end("ok"));
    const door = testDoor();
    const url = `http://127.0.0.1:${server.port}/`;
    await sendTo(door, url);
    await sendTo(door, url);
    expect(server.connections()).toBe(1);
    await sendTo(door, url, { options: { poolKey: "connection 1 version 2" } });
    await sendTo(door, url, { options: { poolKey: "connection 2 version 1" } });
    expect(server.connections()).toBe(3);
  });

  test("one that the server has closed meanwhile is replaced without a failure", async () => {
    const server = await serveTcp((socket) =>
      socket.once("data", () => {
        socket.write("HTTP/1.1 200 OK\r\ncontent-length: 2\r\nconnection: keep-alive\r\n\r\nok");
        socket.once("data", () => socket.destroy());
      }),
    );
    const door = testDoor();
    const url = `http://127.0.0.1:${server.port}/`;
    for (let count = 0; count < 3; count += 1) expect((await sendTo(door, url)).ok).toBe(true);
  });

  test("but a POST on one that breaks is F-UNKNOWN, never silently sent twice", async () => {
    let posts = 0;
    const server = await serveTcp((socket) =>
      socket.on("data", (chunk) => {
        if (chunk.toString().startsWith("POST")) {
          posts += 1;
          socket.destroy();
          return;
        }
        socket.write("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok");
      }),
    );
    const door = testDoor();
    const url = `http://127.0.0.1:${server.port}/`;
    await sendTo(door, url);
    expect(await sendTo(door, url, post)).toMatchObject({
      ok: false,
      fault: { class: "F-UNKNOWN" },
    });
    expect(posts).toBe(1);
  });

  test("are judged again by the policy of the next send", async () => {
    const server = await serveHttp((_request, response) => response.end("ok"));
    const door = testDoor();
    const url = `http://127.0.0.1:${server.port}/`;
    await sendTo(door, url);
    const result = await sendTo(door, url, { options: { policy: allow("") } });
    expect(result).toMatchObject({ ok: false, fault: { class: "F-SSRF" } });
  });
});

describe("compressed bodies", () => {
  const text = "the same text again ".repeat(1000);
  test.each([
    ["gzip", gzipSync(text)],
    ["x-gzip", gzipSync(text)],
    ["deflate", deflateSync(text)],
    ["deflate", deflateRawSync(text)],
    ["br", brotliCompressSync(text)],
    ["zstd", zstdCompressSync(text)],
    ["gzip, br", brotliCompressSync(gzipSync(text))],
    ["identity", Buffer.from(text)],
  ])("%s is undone", async (coding, bytes) => {
    const server = await serveHttp((_request, response) =>
      response.writeHead(200, { "content-encoding": coding }).end(bytes),
    );
    const result = await sendTo(testDoor(), `http://127.0.0.1:${server.port}/`);
    if (!result.ok) throw new Error(result.fault.message);
    expect(Buffer.from(result.response.body).toString()).toBe(text);
  });

  const zeros = Buffer.alloc(200 * 1024 * 1024);
  test.each([
    ["gzip", gzipSync(zeros)],
    ["br", brotliCompressSync(zeros, { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } })],
    ["gzip, gzip", gzipSync(gzipSync(zeros))],
  ])("a bomb of 200 MiB in %s is F-TOOBIG and costs less than 64 MiB", async (coding, bomb) => {
    const server = await serveHttp((_request, response) =>
      response.writeHead(200, { "content-encoding": coding }).end(bomb),
    );
    const before = process.memoryUsage().rss;
    const result = await sendTo(testDoor(), `http://127.0.0.1:${server.port}/`);
    const grown = process.memoryUsage().rss - before;
    expect(result).toMatchObject({
      ok: false,
      fault: { class: "F-TOOBIG", statusCode: 502, message: "The response is larger than 10 MiB" },
    });
    expect(grown).toBeLessThan(64 * 1024 * 1024);
  });

  test.each([
    [
      "50 stacked codings",
      Array.from({ length: 50 }, () => "gzip").join(", "),
      gzipSync("x"),
      "more than 3 content codings",
    ],
    ["an unknown coding", "exi", Buffer.from("x"), '"exi" is not known'],
    ["bytes that are not gzip", "gzip", Buffer.from("plain text"), "not valid gzip"],
    ["gzip that is cut short", "gzip", gzipSync(text).subarray(0, 40), "not valid gzip"],
  ])("%s is F-PARSE", async (_name, coding, bytes, said) => {
    const server = await serveHttp((_request, response) =>
      response.writeHead(200, { "content-encoding": coding }).end(bytes),
    );
    const result = await sendTo(testDoor(), `http://127.0.0.1:${server.port}/`);
    expect(result).toMatchObject({
      ok: false,
      fault: { class: "F-PARSE", message: expect.stringContaining(said) },
    });
  });

  test("a coding named on an empty body does no harm", async () => {
    const server = await serveHttp((_request, response) =>
      response.writeHead(200, { "content-encoding": "gzip", "content-length": "0" }).end(),
    );
    expect(await sendTo(testDoor(), `http://127.0.0.1:${server.port}/`)).toMatchObject({
      ok: true,
    });
  });

  test("a plain body over the limit is F-TOOBIG, and the door stays usable", async () => {
    const server = await serveHttp((request, response) =>
      response.end(request.url === "/ok" ? "ok" : Buffer.alloc(2_000_000)),
    );
    const door = testDoor({ maxBodyBytes: 1_048_576 });
    expect(await sendTo(door, `http://127.0.0.1:${server.port}/`)).toMatchObject({
      ok: false,
      fault: { class: "F-TOOBIG", message: "The response is larger than 1 MiB" },
    });
    expect(await sendTo(door, `http://127.0.0.1:${server.port}/ok`)).toMatchObject({ ok: true });
  });
});

describe("what must be on disk before a request leaves", () => {
  test("is awaited once, on an open connection, before the first byte", async () => {
    const order: string[] = [];
    const server = await serveHttp((request, response) => {
      order.push("arrived");
      if (request.url === "/") response.writeHead(302, { location: "/b" }).end();
      else response.end();
    });
    const beforeSend = async (): Promise<void> => {
      order.push(`before, ${server.connections()} open`);
    };
    const result = await sendTo(testDoor(), `http://127.0.0.1:${server.port}/`, {
      options: { beforeSend },
    });
    expect(result.ok).toBe(true);
    expect(order).toEqual(["before, 1 open", "arrived", "arrived"]);
  });

  test("and is not asked for when no connection comes about", async () => {
    let asked = 0;
    const beforeSend = async (): Promise<void> => {
      asked += 1;
    };
    await sendTo(testDoor(), `http://127.0.0.1:${await closedPort()}/`, {
      options: { beforeSend },
    });
    expect(asked).toBe(0);
  });

  test("when it is refused, nothing is sent and the refusal is handed on", async () => {
    let arrived = 0;
    const server = await serveHttp((_request, response) => {
      arrived += 1;
      response.end();
    });
    const beforeSend = (): Promise<void> => Promise.reject(new Error("fenced off"));
    await expect(
      sendTo(testDoor(), `http://127.0.0.1:${server.port}/`, { options: { beforeSend } }),
    ).rejects.toThrow("fenced off");
    expect(arrived).toBe(0);
  });
});
