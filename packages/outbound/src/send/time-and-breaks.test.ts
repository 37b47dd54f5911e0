import { describe, expect, it } from "vitest";
import { sendTo, testDoor } from "../testing/door.ts";
import { closedPort, serveBytes, serveHttp, serveTcp } from "../testing/servers.ts";

const post = { method: "POST", body: Buffer.from("{}") };

describe("an answer that does not come in time", () => {
  it("a TLS handshake that stalls is F-TIMEOUT", async () => {
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

  it("silence after the request is F-TIMEOUT for GET and F-UNKNOWN for POST", async () => {
    const server = await serveTcp(() => {});
    const url = `http://127.0.0.1:${server.port}/`;
    expect(await sendTo(testDoor(), url, { timeoutMs: 600 })).toMatchObject({
      sent: true,
      fault: { class: "F-TIMEOUT", message: "No response within 0.6 s (headers)" },
    });
    expect(await sendTo(testDoor(), url, { ...post, timeoutMs: 600 })).toMatchObject({
      sent: true,
      fault: {
        class: "F-UNKNOWN",
        statusCode: 504,
        message: "The request was sent, the answer was lost; it may have taken effect",
      },
    });
  });

  it.each([
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
        timeoutMs: 700,
      });
      expect(result).toMatchObject({
        ok: false,
        fault: { class: "F-TIMEOUT", message: `No response within 0.7 s (${phase})` },
      });
      await expect.poll(() => closed).toBe(true);
    },
  );

  it("a body that falls silent ends at the idle time-out, before the total deadline", async () => {
    const server = await serveBytes("HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nabc", false);
    const door = testDoor({ idleTimeoutMs: 200 });
    const result = await sendTo(door, `http://127.0.0.1:${server.port}/`, { timeoutMs: 60_000 });
    expect(result).toMatchObject({ ok: false, fault: { class: "F-TIMEOUT" } });
  });

  it("cancelling ends the send at once with F-CANCEL", async () => {
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

  it("a send that is cancelled before it begins connects to nothing", async () => {
    const server = await serveTcp(() => {});
    const result = await sendTo(testDoor(), `http://127.0.0.1:${server.port}/`, {
      options: { signal: AbortSignal.abort() },
    });
    expect(result).toMatchObject({ ok: false, sent: false, fault: { class: "F-CANCEL" } });
  });
});

describe("a connection that breaks", () => {
  it("a reset after the request is F-REFUSED for GET and F-UNKNOWN for POST", async () => {
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

  it("a reset in the middle of the answer to a POST is F-UNKNOWN", async () => {
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

describe("what must be on disk before a request leaves", () => {
  it("is awaited once, on an open connection, before the first byte", async () => {
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

  it("and is not asked for when no connection comes about", async () => {
    let asked = 0;
    const beforeSend = async (): Promise<void> => {
      asked += 1;
    };
    await sendTo(testDoor(), `http://127.0.0.1:${await closedPort()}/`, {
      options: { beforeSend },
    });
    expect(asked).toBe(0);
  });

  it("when it is refused, nothing is sent and the refusal is handed on", async () => {
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

  it("a reset while it is awaited is F-REFUSED, nothing was sent, and the process lives", async () => {
    let reset = (): void => {};
    const server = await serveTcp((socket) => {
      reset = () => socket.resetAndDestroy();
    });
    const beforeSend = async (): Promise<void> => {
      await expect.poll(() => server.connections()).toBe(1);
      const gone = server.nextClose();
      reset();
      await gone;
      // The reset needs a turn of the event loop to arrive at the other end of the loopback.
      for (let turn = 0; turn < 20; turn += 1)
        await new Promise((resolve) => setImmediate(resolve));
    };
    const result = await sendTo(testDoor(), `http://127.0.0.1:${server.port}/`, {
      ...post,
      options: { beforeSend },
    });
    expect(result).toMatchObject({ ok: false, sent: false, fault: { class: "F-REFUSED" } });
  });

  it("when it takes longer than the deadline, nothing is sent", async () => {
    let arrived = 0;
    const server = await serveHttp((_request, response) => {
      arrived += 1;
      response.end();
    });
    const result = await sendTo(testDoor(), `http://127.0.0.1:${server.port}/`, {
      ...post,
      timeoutMs: 100,
      options: { beforeSend: () => new Promise(() => {}) },
    });
    expect(result).toMatchObject({ ok: false, sent: false, fault: { class: "F-TIMEOUT" } });
    expect(arrived).toBe(0);
  });
});
