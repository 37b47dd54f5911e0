import type { EngineRole } from "@callbook/engine";
import type { TRPCError } from "@trpc/server";
import { fetchRequestHandler } from "@trpc/server/adapters/fetch";
import { Hono, type MiddlewareHandler } from "hono";
import { bodyLimit } from "hono/body-limit";
import type { Logger } from "pino";
import type { ServerParts } from "../process/server-parts.ts";
import { appRouter } from "../router.ts";
import { callContext } from "../trpc/call-context.ts";
import { countedRequest, demandReadable } from "../trpc/counted-request.ts";
import { shownRefusal } from "../trpc/refusal.ts";
import { reportBug } from "../trpc/report-bug.ts";
import type { App } from "./app-type.ts";
import { healthRoutes } from "./health.ts";
import { requestLog } from "./request-log.ts";
import { sameOrigin } from "./same-origin.ts";
import { securityHeaders } from "./security-headers.ts";
import { clientAddress } from "./trusted-proxies.ts";
import { loadWebFiles } from "./web-files.ts";

/** Documents may have 5 MiB; the rest is what JSON around them needs. */
const BODY_LIMIT = 8 * 1024 * 1024;
/** Calls in one batch; the browser sends at most this many. */
const BATCH_LIMIT = 20;

export interface AppOptions {
  readonly parts: ServerParts;
  readonly log: Logger;
  readonly webFolder: string;
  /** A worker answers operators only. */
  readonly role: EngineRole;
  readonly isStopping: () => boolean;
  /** Everything under /api, for scripts and third parties. */
  readonly rest: App;
}

/** Everything that is answered over HTTP. */
export function createApp({ parts, log, webFolder, role, isStopping, rest }: AppOptions): App {
  const app: App = new Hono();
  if (role === "worker") return app.route("/", healthRoutes(parts, isStopping));
  const web = loadWebFiles(webFolder);
  app.use(requestLog(log));
  app.use(
    securityHeaders({
      https: parts.origins.publicUrl.startsWith("https://"),
      inlineScripts: web.inlineScripts,
    }),
  );
  app.route("/", healthRoutes(parts, isStopping));
  app.use("/trpc/*", sameOrigin(parts.origins), limited(), notTooMany);
  app.all("/trpc/*", (context) =>
    fetchRequestHandler({
      endpoint: "/trpc",
      req: countedRequest(context.req.raw),
      router: appRouter,
      maxBatchSize: BATCH_LIMIT,
      createContext: ({ resHeaders }) => {
        demandReadable(context.req.query("input") ?? "");
        return callContext(parts, {
          headers: context.req.raw.headers,
          address: clientAddress(parts.clientAddresses, context),
          responseHeaders: resHeaders,
        });
      },
      responseMeta: ({ errors }) => ({ headers: retryHeaders(errors) }),
      onError: ({ error, path, ctx }) => {
        if (!parts.outages.report(error)) reportBug(log, error, path ?? "", ctx?.reference ?? "");
      },
    }),
  );
  app.all("/trpc", (context) => context.text("There is no such page.", 404));
  app.route("/", rest);
  app.all("*", web.serve);
  app.onError((error, context) => {
    if (parts.outages.report(error))
      return context.text("The database is away.", 503, { "Retry-After": "2" });
    log.error({ err: error, path: context.req.path }, "a request failed by a bug");
    return context.text("Something went wrong here. The log says more.", 500);
  });
  return app;
}

function retryHeaders(errors: readonly TRPCError[]): Record<string, string> {
  const seconds = errors.flatMap((error) => shownRefusal(error)?.retryAfterSeconds ?? []);
  return seconds.length === 0 ? {} : { "Retry-After": String(Math.max(...seconds)) };
}

/** The names of the calls of a batch stand in the path, with commas. */
const notTooMany: MiddlewareHandler = async (context, next) => {
  if (context.req.path.split(",").length > BATCH_LIMIT)
    return context.text(`At most ${BATCH_LIMIT} calls are taken at once.`, 400);
  return next();
};

function limited() {
  return bodyLimit({
    maxSize: BODY_LIMIT,
    onError: (context) => context.text("The request is larger than 8 MiB.", 413),
  });
}
