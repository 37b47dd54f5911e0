import { createHash, timingSafeEqual } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { Detonations } from "./detonations.ts";
import { answerError, readBody } from "./exchange.ts";
import { Ledger } from "./ledger.ts";
import type { Memory, Route } from "./route.ts";
import { routes } from "./routes.ts";
import { Tickets } from "./tickets.ts";

/** How the service is started. `port` 0 lets the system choose one. */
export interface SampleOptions {
  token: string;
  port?: number;
  host?: string;
  /** Opens the endpoints under /control, which tests use. */
  control?: boolean;
}

/** A running service. */
export interface Sample {
  url: string;
  port: number;
  memory: Memory;
  close(): Promise<void>;
}

/**
 * Starts the service and resolves when it listens. Rejects with the error of `listen` when the
 * port is taken.
 */
export async function startSample(options: SampleOptions): Promise<Sample> {
  const host = options.host ?? "127.0.0.1";
  const memory: Memory = {
    ledger: new Ledger(),
    tickets: new Tickets(),
    detonations: new Detonations(),
    answer: { mode: "after", delayMs: 1_500 },
  };
  const server = createServer((request, response) => {
    answer(request, response, memory, options).catch((error: unknown) => {
      if (response.headersSent) response.destroy();
      else answerError(response, 500, "internal", error instanceof Error ? error.name : "Error");
    });
  });
  const port = await listen(server, options.port ?? 0, host);
  return {
    url: `http://${host}:${port}`,
    port,
    memory,
    close: async () => {
      memory.detonations.stop();
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

function listen(server: Server, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => resolve((server.address() as AddressInfo).port));
  });
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  memory: Memory,
  options: SampleOptions,
): Promise<void> {
  const url = new URL(request.url ?? "/", "http://sample.invalid");
  const route = findRoute(request.method ?? "GET", url.pathname, options.control === true);
  const key = request.headers["idempotency-key"];
  const entry =
    route?.access === "control"
      ? null
      : memory.ledger.arrive({
          method: request.method ?? "GET",
          path: url.pathname,
          route: route?.name ?? "none",
          idempotencyKey: typeof key === "string" ? key : null,
        });
  response.once("finish", () => {
    if (entry !== null) entry.status = response.statusCode;
  });
  const body = await readBody(request);
  if (body === null) return answerError(response, 413, "too_large", "The body is over 1 MiB");
  if (route === null) return answerError(response, 404, "not_found", "No such endpoint");
  if (route.access === "credentials" && !hasCredentials(request, options.token)) {
    return answerError(response, 401, "unauthorised", "The token is missing or not accepted", {
      "www-authenticate": 'Bearer realm="sample"',
    });
  }
  const params = (route.pattern.exec(url.pathname) ?? []).slice(1).map(decode);
  await route.handle({ request, response, url, params, body }, memory);
}

function findRoute(method: string, path: string, control: boolean): Route | null {
  const asGet = method === "HEAD" ? "GET" : method;
  const route = routes.find(
    (candidate) =>
      (candidate.method === "*" || candidate.method === asGet) && candidate.pattern.test(path),
  );
  if (route === undefined || (route.access === "control" && !control)) return null;
  return route;
}

/** The token as bearer, as the password of Basic, or in X-Api-Key. */
function hasCredentials(request: IncomingMessage, token: string): boolean {
  const apiKey = request.headers["x-api-key"];
  if (typeof apiKey === "string" && isSame(apiKey, token)) return true;
  const [scheme = "", value = ""] = (request.headers.authorization ?? "").split(" ", 2);
  if (scheme.toLowerCase() === "bearer") return isSame(value, token);
  if (scheme.toLowerCase() !== "basic") return false;
  const pair = Buffer.from(value, "base64").toString("utf8");
  return isSame(pair.slice(pair.indexOf(":") + 1), token);
}

function isSame(credential: string, token: string): boolean {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(credential), digest(token));
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
