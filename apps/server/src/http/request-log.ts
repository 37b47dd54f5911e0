import type { MiddlewareHandler } from "hono";
import type { Logger } from "pino";
import { withoutCredentials } from "../process/log.ts";

/** One line for each request, without queries and without tokens in paths. */
export function requestLog(log: Logger): MiddlewareHandler {
  return async (context, next) => {
    const began = performance.now();
    await next();
    const { status } = context.res;
    const line = {
      method: context.req.method,
      path: withoutCredentials(context.req.path),
      status,
      ms: Math.round(performance.now() - began),
    };
    // That the database is away is told once, and not for every request that misses it.
    if (status >= 500 && status !== 503) log.warn(line, "request");
    else log.debug(line, "request");
  };
}
