/** Real local servers for tests: HTTP, TLS and raw TCP. */
import { createServer as createHttpServer, type RequestListener } from "node:http";
import { createServer as createHttpsServer } from "node:https";
import { type AddressInfo, createServer as createTcpServer, type Socket } from "node:net";
import { afterEach } from "vitest";
import type { TestCertificate } from "./certificates.ts";

/** A listening server on 127.0.0.1 and what it has seen. */
export interface TestServer {
  readonly port: number;
  /** Connections accepted so far. */
  connections(): number;
  /** Resolves when the next connection is closed on the server's side. */
  nextClose(): Promise<void>;
  close(): Promise<void>;
}

const open = new Set<TestServer>();

afterEach(async () => {
  await Promise.all([...open].map((server) => server.close()));
});

/** A server that answers each request by a listener. */
export function serveHttp(listener: RequestListener, tls?: TestCertificate): Promise<TestServer> {
  return start(tls === undefined ? createHttpServer(listener) : createHttpsServer(tls, listener));
}

/** A server that hands each connection to `onConnection`; for answers that are not valid HTTP. */
export function serveTcp(onConnection: (socket: Socket) => void): Promise<TestServer> {
  return start(createTcpServer(onConnection));
}

/** A server that waits for a request's head and then writes these bytes and, unless told otherwise, ends. */
export function serveBytes(answer: string | Buffer, ends = true): Promise<TestServer> {
  return serveTcp((socket) => {
    socket.once("data", () => {
      if (ends) socket.end(answer);
      else socket.write(answer);
    });
  });
}

/** A port of 127.0.0.1 on which nothing listens. */
export async function closedPort(): Promise<number> {
  const server = await serveTcp(() => {});
  await server.close();
  return server.port;
}

async function start(server: ReturnType<typeof createTcpServer>): Promise<TestServer> {
  let accepted = 0;
  const sockets = new Set<Socket>();
  server.on("connection", (socket: Socket) => {
    accepted += 1;
    sockets.add(socket);
    socket.on("error", () => {});
    socket.once("close", () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const running: TestServer = {
    port: (server.address() as AddressInfo).port,
    connections: () => accepted,
    nextClose: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.once("close", () => resolve());
      }),
    close: async () => {
      open.delete(running);
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
  open.add(running);
  return running;
}
