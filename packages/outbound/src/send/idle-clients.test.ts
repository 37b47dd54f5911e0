import { describe, expect, it } from "vitest";
import { allow, sendTo, testDoor } from "../testing/door.ts";
import { serveHttp, serveTcp } from "../testing/servers.ts";

const post = { method: "POST", body: Buffer.from("{}") };

describe("connections are kept open", () => {
  it("for the same connection record and version of its credentials, and for nothing else", async () => {
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

  it("over and over, without a listener being left behind each time", async () => {
    const warnings: Error[] = [];
    const warn = (warning: Error): unknown => warnings.push(warning);
    process.on("warning", warn);
    const server = await serveHttp((_request, response) => response.end("ok"));
    const door = testDoor();
    for (let count = 0; count < 30; count += 1) {
      await sendTo(door, `http://127.0.0.1:${server.port}/`);
    }
    process.off("warning", warn);
    expect(server.connections()).toBe(1);
    expect(warnings).toEqual([]);
  });

  it("one that the server has closed meanwhile is replaced without a failure", async () => {
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

  it("but a POST on one that breaks is F-UNKNOWN, never silently sent twice", async () => {
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

  it("are judged again by the policy of the next send", async () => {
    const server = await serveHttp((_request, response) => response.end("ok"));
    const door = testDoor();
    const url = `http://127.0.0.1:${server.port}/`;
    await sendTo(door, url);
    const result = await sendTo(door, url, { options: { policy: allow("") } });
    expect(result).toMatchObject({ ok: false, fault: { class: "F-SSRF" } });
  });
});
