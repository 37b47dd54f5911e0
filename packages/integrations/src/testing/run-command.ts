import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type {
  CommandOutcome,
  ConnectionParameterValue,
  ConnectionView,
  ConnectionWithSecrets,
} from "@callbook/core/integration";
import type { JsonObject } from "@callbook/core/json";
import type { CallbackValues } from "@callbook/core/request";
import { createDoor, runCommand as runThroughDoor } from "@callbook/outbound";
import { afterEach } from "vitest";
import { runners } from "../runners.ts";

export interface ConnectionWish extends Partial<ConnectionView> {
  readonly requestUrl: string;
  readonly password?: string;
  readonly bearerToken?: string;
  readonly parameters?: Readonly<Record<string, ConnectionParameterValue>>;
}

/** A connection to a local server, whose address is allowed unless told otherwise. */
export function connectionTo(wish: ConnectionWish): ConnectionWithSecrets {
  const { password = null, bearerToken = null, parameters = {}, ...view } = wish;
  const connection: ConnectionView = {
    id: 5,
    name: "local",
    integrationId: 1,
    integrationKey: "rest-api-callback",
    integrationName: "REST API Callback",
    authMethod: "none",
    username: "",
    testPath: "",
    testMethod: "GET",
    allowedAddress: new URL(wish.requestUrl).host,
    version: 1,
    ...view,
  };
  return { connection, password, bearerToken, parameters: new Map(Object.entries(parameters)) };
}

/** Runs a command over the real door. */
export async function runCommand(
  name: string,
  parameter: JsonObject,
  secrets: ConnectionWithSecrets,
  callback: CallbackValues | null = null,
): Promise<CommandOutcome> {
  const runner = runners[secrets.connection.integrationKey]?.[name];
  if (runner === undefined) throw new Error(`no command ${name}`);
  const door = createDoor();
  try {
    return await runThroughDoor(runner, parameter, {
      door,
      secrets,
      policy: { ownEndpoints: [], localAddresses: () => [] },
      callback,
      idempotencyKey: "attempt-1",
      honoursIdempotencyKey: false,
      signal: null,
    });
  } finally {
    door.close();
  }
}

/** What a local server was asked. */
export interface Asked {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
}

const open = new Set<Server>();

afterEach(async () => {
  for (const server of open) {
    server.closeAllConnections();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  }
  open.clear();
});

/** A server that writes down what it is asked and answers by `reply`; absent: repeats it as JSON. */
export async function echoServer(
  reply?: (asked: Asked, response: ServerResponse) => void,
): Promise<{ readonly url: string; readonly asked: Asked[] }> {
  const asked: Asked[] = [];
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk: Buffer) => {
      body += chunk.toString();
    });
    request.on("end", () => {
      const { method = "", url = "", headers } = request;
      const one = { method, url, headers, body };
      asked.push(one);
      if (reply !== undefined) return reply(one, response);
      response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(one));
    });
  });
  open.add(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}

/** An address of 127.0.0.1 on which nothing listens. */
export async function closedUrl(): Promise<string> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise<void>((resolve) => server.close(() => resolve()));
  return `http://127.0.0.1:${port}`;
}
