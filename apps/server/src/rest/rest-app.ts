import { randomUUID } from "node:crypto";
import type { Outages } from "@callbook/db";
import type { Installation } from "@callbook/services/context";
import { demand } from "@callbook/services/permissions";
import { Hono, type Context as HttpContext } from "hono";
import type { Logger } from "pino";
import type { App } from "../http/app-type.ts";
import type { ServerParts } from "../process/server-parts.ts";
import { CALLBACK_PATH, receiveCallback } from "./callback-route.ts";
import type { Endpoint, RestAnswer } from "./endpoint.ts";
import { restEndpoints } from "./endpoints/index.ts";
import { failureAnswer, HttpFault } from "./failure.ts";
import { openApiDocument } from "./openapi/document.ts";
import { readJsonBody } from "./read-body.ts";
import { createTokenActors, type TokenActors } from "./token-actors.ts";

type RestParts = Pick<ServerParts, "installation" | "outages" | "clientAddresses">;

export const OPENAPI_PATH = "/api/openapi.json";

/** What scripts and third parties are answered with: everything under /api. */
export function createRestApp(
  { installation, outages, clientAddresses }: RestParts,
  log: Logger,
): { readonly app: App; close(): void } {
  const app: App = new Hono();
  const actors = createTokenActors(installation);
  const document = JSON.stringify(openApiDocument(restEndpoints, installation.publicUrl));
  app.all(CALLBACK_PATH, receiveCallback(installation, clientAddresses, outages));
  const respondFailure = failureResponder(log, outages);
  app.onError((error) => respondFailure(error, "Request"));
  app.get(OPENAPI_PATH, (context) =>
    context.body(document, 200, { "Content-Type": "application/json" }),
  );
  const byPath = Map.groupBy(restEndpoints, ({ path }) => path);
  for (const [path, endpoints] of byPath) {
    const pattern = path.replace(/\{(\w+)\}/g, ":$1");
    for (const endpoint of endpoints)
      app.on(
        endpoint.method.toUpperCase(),
        pattern,
        answering({ installation, outages, actors, respondFailure }, endpoint),
      );
  }
  for (const [path, endpoints] of byPath) {
    const allowed = endpoints.map(({ method }) => method.toUpperCase()).join(", ");
    app.all(path.replace(/\{(\w+)\}/g, ":$1"), () => {
      const message = `This address takes ${allowed}.`;
      const fault = new HttpFault(405, "METHOD_NOT_ALLOWED", message, { Allow: allowed });
      return respondFailure(fault, "Request");
    });
  }
  app.all("/api/*", () => {
    const message = `There is no such address. ${OPENAPI_PATH} lists them.`;
    return respondFailure(new HttpFault(404, "NOT_FOUND", message), "Request");
  });
  return { app, close: actors.close };
}

interface Answering {
  readonly installation: Installation;
  readonly outages: Outages;
  readonly actors: TokenActors;
  readonly respondFailure: (error: unknown, title: string) => Response;
}

function answering(
  { installation, outages, actors, respondFailure }: Answering,
  endpoint: Endpoint,
) {
  return async (context: HttpContext): Promise<Response> => {
    const authorization = context.req.header("authorization");
    const gone = new AbortController();
    try {
      const actor = await outages.within(() => actors.demand(authorization));
      // Who may do this nowhere has no body read, and is not told what is wrong with it.
      demand(actor, endpoint.verb);
      const body =
        endpoint.bodyShape === null ? await noBody(context) : await readJsonBody(context.req.raw);
      const call = {
        context: { ...installation, actor },
        path: context.req.param(),
        query: queryOf(context),
        headers: (name: string) => context.req.header(name),
        body,
        actorNow: () => actors.demand(authorization),
        signal: gone.signal,
      };
      return respond(context, await outages.within(() => endpoint.perform(call)), gone);
    } catch (error) {
      return respondFailure(error, endpoint.title);
    }
  };
}

/** A parameter that is given twice is none. */
function queryOf(context: HttpContext): Record<string, string> {
  const entries = Object.entries(context.req.queries());
  for (const [name, values] of entries)
    if (values.length > 1)
      throw new HttpFault(400, "F-INPUT", `The parameter ${name} is given ${values.length} times.`);
  return Object.fromEntries(entries.map(([name, values]) => [name, values[0] ?? ""]));
}

/** Of an operation without body nothing is read but an empty object, which some clients send. */
async function noBody(context: HttpContext): Promise<unknown> {
  return context.req.method === "GET" ? undefined : readJsonBody(context.req.raw);
}

function respond(context: HttpContext, answer: RestAnswer, gone: AbortController): Response {
  if ("events" in answer) {
    const headers = { "Content-Type": "text/event-stream", "X-Accel-Buffering": "no" };
    return context.body(streamOf(answer.events, gone), 200, headers);
  }
  if (answer.status === 204) return context.body(null, 204);
  if (answer.location !== undefined) context.header("Location", answer.location);
  return context.body(JSON.stringify(answer.body), answer.status, {
    "Content-Type": "application/json",
  });
}

function streamOf(
  messages: AsyncGenerator<string, void, void>,
  gone: AbortController,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream({
    pull: async (controller) => {
      const next = await messages.next();
      if (next.done === true) controller.close();
      else controller.enqueue(encoder.encode(next.value));
    },
    cancel: async () => {
      gone.abort();
      await messages.return();
    },
  });
}

function failureResponder(log: Logger, outages: Outages): Answering["respondFailure"] {
  return (error, title) => {
    const reference = randomUUID().slice(0, 8);
    const { body, headers, bug } = failureAnswer(error, title, reference);
    if (bug) log.error({ err: error, operation: title, reference }, "an operation failed by a bug");
    else outages.report(error);
    return new Response(JSON.stringify(body), {
      status: body.statusCode,
      headers: { "Content-Type": "application/json", ...headers },
    });
  };
}
