import type { MiddlewareHandler } from "hono";
import type { Origins } from "./origins.ts";

const SAFE = new Set(["GET", "HEAD", "OPTIONS"]);

/**
 * Refuses what another site's page makes a browser send. What changes something needs an
 * Origin of ours and a JSON body, which no form can send; reading must not come from another
 * site either (Fetch Metadata, W3C).
 */
export function sameOrigin(origins: Origins): MiddlewareHandler {
  return async (context, next) => {
    const header = (name: string): string | null => context.req.header(name) ?? null;
    const [origin, site] = [header("origin"), header("sec-fetch-site")];
    const foreign =
      (origin !== null && !origins.allows(origin, header("host"))) ||
      (site !== null && site !== "same-origin" && site !== "none");
    if (foreign) return context.text("This request comes from another site.", 403);
    if (!SAFE.has(context.req.method)) {
      if (origin === null)
        return context.text("A request that changes something needs an Origin.", 403);
      const type = header("content-type")?.split(";")[0]?.trim().toLowerCase();
      if (type !== "application/json") return context.text("Only JSON is taken here.", 403);
    }
    return next();
  };
}
