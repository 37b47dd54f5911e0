import {
  brotliCompressSync,
  constants,
  deflateRawSync,
  deflateSync,
  gzipSync,
  zstdCompressSync,
} from "node:zlib";
import { describe, expect, it } from "vitest";
import { sendTo, testDoor } from "../testing/door.ts";
import { serveBytes, serveHttp, serveTcp } from "../testing/servers.ts";

describe("a reply that is not valid HTTP is F-PARSE and says which rule", () => {
  const long = "a".repeat(64 * 1024);
  const cookies = Array.from({ length: 10_000 }, (_, n) => `Set-Cookie: c${n}=1\r\n`).join("");
  it.each([
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

  it("a change of protocol that was not asked for is F-1xx", async () => {
    const server = await serveBytes(
      "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n",
    );
    const result = await sendTo(testDoor(), `http://127.0.0.1:${server.port}/`);
    expect(result).toMatchObject({ ok: false, fault: { class: "F-1xx", statusCode: 101 } });
  });

  it("a body longer than its Content-Length is cut there, and the rest reaches nobody", async () => {
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

describe("compressed bodies", () => {
  const text = "the same text again ".repeat(1000);
  it.each([
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
  it.each([
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

  it.each([
    [
      "50 stacked codings",
      Array.from({ length: 50 }, () => "gzip").join(", "),
      gzipSync("x"),
      "more than 3 content codings",
    ],
    ["an unknown coding", "exi", Buffer.from("x"), '"exi" is not known'],
    ["bytes that are not gzip", "gzip", Buffer.from("plain text"), "not valid gzip"],
    ["bytes that are not brotli", "br", Buffer.from("plain text, long enough"), "not valid br"],
    ["bytes that are not zstd", "zstd", Buffer.from("plain text"), "not valid zstd"],
    ["bytes that are not deflate", "deflate", Buffer.from("xplain text"), "not valid deflate"],
    ["brotli that is cut short", "br", brotliCompressSync(text).subarray(0, 20), "not valid br"],
    ["zstd that is cut short", "zstd", zstdCompressSync(text).subarray(0, 20), "not valid zstd"],
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

  it("a coding named on an empty body does no harm", async () => {
    const server = await serveHttp((_request, response) =>
      response.writeHead(200, { "content-encoding": "gzip", "content-length": "0" }).end(),
    );
    expect(await sendTo(testDoor(), `http://127.0.0.1:${server.port}/`)).toMatchObject({
      ok: true,
    });
  });

  it("a plain body over the limit is F-TOOBIG, and the door stays usable", async () => {
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
