import { answerError, answerJson } from "./exchange.ts";
import type { Route } from "./route.ts";

const anyMethod = "*";
const maxSlowMs = 600_000;

const texts: Readonly<Record<number, string>> = {
  400: "The request is not understood",
  401: "The token is not accepted",
  403: "This token may not do that",
  404: "There is nothing here",
  418: "This service is a teapot",
  429: "Too many requests",
  500: "Internal Server Error",
  502: "A service behind this one failed",
  503: "Down for maintenance",
};

/** Endpoints that fail, wait or repeat what they were sent: for trying how errors look. */
export const failureRoutes: Route[] = [
  {
    name: "ANY /v1/fail/:status",
    method: anyMethod,
    pattern: /^\/v1\/fail\/([45]\d\d)$/,
    access: "open",
    handle: ({ response, params }) => {
      const status = Number(params[0]);
      const retry: Record<string, string> =
        status === 429 || status === 503 ? { "retry-after": "2" } : {};
      answerError(
        response,
        status,
        `status_${status}`,
        texts[status] ?? `Failed with ${status}`,
        retry,
      );
    },
  },
  {
    name: "ANY /v1/fail/malformed",
    method: anyMethod,
    pattern: /^\/v1\/fail\/malformed$/,
    access: "open",
    handle: ({ response }) => {
      response.writeHead(200, { "content-type": "application/json" });
      response.end('{"status": "ok", "items": [1, 2,');
    },
  },
  {
    name: "ANY /v1/fail/reset",
    method: anyMethod,
    pattern: /^\/v1\/fail\/reset$/,
    access: "open",
    handle: ({ request }) => {
      request.socket.resetAndDestroy();
    },
  },
  {
    name: "ANY /v1/slow",
    method: anyMethod,
    pattern: /^\/v1\/slow\/(\d{1,6})$/,
    access: "open",
    handle: async ({ response, params }) => {
      const waitMs = Math.min(Number(params[0]), maxSlowMs);
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, waitMs);
        response.once("close", () => {
          clearTimeout(timer);
          resolve();
        });
      });
      if (!response.destroyed) answerJson(response, 200, { waited_ms: waitMs });
    },
  },
  {
    name: "ANY /v1/echo",
    method: anyMethod,
    pattern: /^\/v1\/echo(?:\/.*)?$/,
    access: "open",
    handle: ({ request, response, url, body }) => {
      const text = body.toString("utf8");
      let json: unknown = null;
      try {
        json = text === "" ? null : JSON.parse(text);
      } catch {
        // Not JSON: the text alone is repeated.
      }
      answerJson(response, 200, {
        method: request.method,
        path: url.pathname,
        query: url.search,
        headers: request.headers,
        body: text,
        json,
      });
    },
  },
];
