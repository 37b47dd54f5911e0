import { controlRoutes } from "./control.ts";
import { fileReputation } from "./data/file-intelligence.ts";
import { geolocate, ipReputation } from "./data/ip-intelligence.ts";
import { answerModes } from "./detonations.ts";
import { answerError, answerJson, type Exchange, jsonObject, textField } from "./exchange.ts";
import { failureRoutes } from "./failures.ts";
import type { Memory, Route } from "./route.ts";

const lookups: Route[] = [
  {
    name: "GET /v1/status",
    method: "GET",
    pattern: /^\/v1\/status$/,
    access: "credentials",
    handle: ({ response }) => answerJson(response, 200, { status: "ok", service: "Sample Intel" }),
  },
  {
    name: "GET /v1/geolocation",
    method: "GET",
    pattern: /^\/v1\/geolocation\/([^/]+)$/,
    access: "credentials",
    handle: ({ response, params }) =>
      answerLookup(response, geolocate(params[0] ?? ""), "an IP address"),
  },
  {
    name: "GET /v1/ip-reputation",
    method: "GET",
    pattern: /^\/v1\/ip-reputation\/([^/]+)$/,
    access: "credentials",
    handle: ({ response, params }) =>
      answerLookup(response, ipReputation(params[0] ?? ""), "an IP address"),
  },
  {
    name: "GET /v1/file-reputation",
    method: "GET",
    pattern: /^\/v1\/file-reputation\/([^/]+)$/,
    access: "credentials",
    handle: ({ response, params }) =>
      answerLookup(response, fileReputation(params[0] ?? ""), "an MD5, SHA-1 or SHA-256 hash"),
  },
  {
    name: "GET /sandbox/v1/file-reputation",
    method: "GET",
    pattern: /^\/sandbox\/v1\/file-reputation\/([^/]+)$/,
    access: "credentials",
    handle: ({ response, params }) => {
      const file = fileReputation(params[0] ?? "");
      // The second small service: the same files, judged by opening them, in words of its own.
      const score = file === null ? 0 : Math.min(100, file.detections * 2);
      answerLookup(
        response,
        file && { hash: file.hash, risk: score, verdict: file.verdict },
        "a hash",
      );
    },
  },
  {
    name: "GET /sandbox/v1/status",
    method: "GET",
    pattern: /^\/sandbox\/v1\/status$/,
    access: "credentials",
    handle: ({ response }) =>
      answerJson(response, 200, { status: "ok", service: "Sample Sandbox" }),
  },
];

const ticketRoutes: Route[] = [
  {
    name: "POST /v1/tickets",
    method: "POST",
    pattern: /^\/v1\/tickets$/,
    access: "credentials",
    handle: ({ request, response, body }, { tickets }) => {
      const input = jsonObject(body);
      const title = input === null ? null : textField(input, "title");
      if (input === null || title === null) {
        answerError(response, 422, "title_missing", "A ticket needs a title");
        return;
      }
      const key = request.headers["idempotency-key"];
      const { ticket, created } = tickets.create(
        {
          title,
          severity: textField(input, "severity") ?? "medium",
          description: textField(input, "description") ?? "",
        },
        typeof key === "string" ? key : null,
      );
      answerJson(response, created ? 201 : 200, ticket, { location: `/v1/tickets/${ticket.id}` });
    },
  },
  {
    name: "GET /v1/tickets",
    method: "GET",
    pattern: /^\/v1\/tickets$/,
    access: "credentials",
    handle: ({ response }, { tickets }) => answerJson(response, 200, { tickets: tickets.list() }),
  },
  {
    name: "GET /v1/tickets/:id",
    method: "GET",
    pattern: /^\/v1\/tickets\/([^/]+)$/,
    access: "credentials",
    handle: ({ response, params }, { tickets }) => {
      const ticket = tickets.get(params[0] ?? "");
      if (ticket === null) answerError(response, 404, "not_found", "No such ticket");
      else answerJson(response, 200, ticket);
    },
  },
];

const detonationRoutes: Route[] = [
  {
    name: "POST /v1/detonations",
    method: "POST",
    pattern: /^\/v1\/detonations$/,
    access: "credentials",
    handle: takeDetonation,
  },
  {
    name: "GET /v1/detonations/:id",
    method: "GET",
    pattern: /^\/v1\/detonations\/([^/]+)$/,
    access: "credentials",
    handle: ({ response, params }, { detonations }) => {
      const job = detonations.get(params[0] ?? "");
      if (job === null) answerError(response, 404, "not_found", "No such detonation");
      else answerJson(response, 200, { id: job.id, hash: job.hash, deliveries: job.deliveries });
    },
  },
];

async function takeDetonation(exchange: Exchange, memory: Memory): Promise<void> {
  const { request, response, body } = exchange;
  const input = jsonObject(body);
  const hash = input === null ? null : textField(input, "hash");
  if (input === null || hash === null) {
    answerError(response, 422, "hash_missing", "Say which file by its hash");
    return;
  }
  const header = request.headers["callback-url"];
  const callbackUrl =
    textField(input, "callback_url") ?? (typeof header === "string" ? header : null);
  if (callbackUrl !== null && !/^https?:\/\//i.test(callbackUrl)) {
    answerError(response, 422, "callback_url", "The callback URL must be http or https");
    return;
  }
  const asked = textField(input, "answer");
  const mode = answerModes.find((name) => name === asked) ?? memory.answer.mode;
  const delay = input.delay_ms;
  const delayMs =
    typeof delay === "number" && delay >= 0 ? Math.min(delay, 600_000) : memory.answer.delayMs;
  const job = await memory.detonations.take(hash, callbackUrl, mode, delayMs);
  if (job === null)
    answerError(response, 422, "hash_invalid", "That is not an MD5, SHA-1 or SHA-256 hash");
  else answerJson(response, 202, { id: job.id, status: "queued" });
}

function answerLookup(response: Exchange["response"], answer: object | null, what: string): void {
  if (answer === null) answerError(response, 400, "invalid_indicator", `That is not ${what}`);
  else answerJson(response, 200, answer);
}

const openRoutes: Route[] = [
  {
    name: "GET /health",
    method: "GET",
    pattern: /^\/health$/,
    access: "open",
    handle: ({ response }) => answerJson(response, 200, { status: "ok" }),
  },
];

/** Every endpoint of the service, in the order in which they are tried. */
export const routes: readonly Route[] = [
  ...openRoutes,
  ...lookups,
  ...ticketRoutes,
  ...detonationRoutes,
  ...failureRoutes,
  ...controlRoutes,
];
