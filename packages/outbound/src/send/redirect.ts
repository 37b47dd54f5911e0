import type { Hop, RawResponse } from "./exchange.ts";
import { type Fault, fault } from "./fault.ts";

export const maxRedirects = 5;

const redirectStatuses: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);
const credentialHeaders: ReadonlySet<string> = new Set([
  "authorization",
  "cookie",
  "proxy-authorization",
]);

/** What was followed already, and where it may not go from here. */
export interface SoFar {
  readonly followed: number;
  readonly seen: ReadonlySet<string>;
  /** Asked of an address at another origin. */
  readonly mayLeadTo: (url: URL) => boolean;
}

export type NextHop =
  | { readonly kind: "final" }
  | { readonly kind: "follow"; readonly hop: Hop }
  | { readonly kind: "refused"; readonly fault: Fault };

/**
 * Decides what a response asks for next: nothing, another request, or one that is refused. On a
 * change of origin credentials and templated headers are dropped; a body never goes to another
 * origin, nor does an address that spells a secret. Source: RFC 9110 section 15.4, with the method
 * changes that browsers make. Pure.
 */
export function nextHop(
  hop: Hop,
  response: RawResponse,
  { followed, seen, mayLeadTo }: SoFar,
): NextHop {
  const location = response.headers["location"];
  if (!redirectStatuses.has(response.status) || location === undefined) return { kind: "final" };
  const refuse = (message: string): NextHop => ({
    kind: "refused",
    fault: fault("F-REDIRECT", "request", message),
  });
  if (followed >= maxRedirects) return refuse(`More than ${maxRedirects} redirects`);
  const url = parseLocation(location, hop.url);
  if (url === null) return refuse("The redirect leads to an address that is not valid");
  if (url.protocol !== "https:" && url.protocol !== "http:") {
    return refuse(`The redirect leads to ${url.protocol}, which is neither http nor https`);
  }
  if (url.username !== "" || url.password !== "")
    return refuse("The redirect carries a user name or password");
  if (hop.url.protocol === "https:" && url.protocol === "http:") {
    return refuse(`The redirect leads from https to http (${url.host})`);
  }
  const { method, body } = methodAfter(hop, response.status);
  const isOtherOrigin = url.origin !== hop.url.origin;
  if (isOtherOrigin && body !== null) {
    return refuse(`The redirect would send the body to another origin (${url.origin})`);
  }
  if (isOtherOrigin && !mayLeadTo(url)) {
    const message = `The redirect would send a secret of the connection to ${url.origin}`;
    return { kind: "refused", fault: fault("F-SECRET", "request", message) };
  }
  if (seen.has(hopKey(method, url))) return refuse("The redirects go round in a loop");
  const headers = hop.headers.filter(({ name, isBound }) => {
    const lower = name.toLowerCase();
    if (isOtherOrigin && (isBound || credentialHeaders.has(lower))) return false;
    return body !== null || !lower.startsWith("content-");
  });
  const safeToRepeat = hop.safeToRepeat || method !== hop.method;
  return { kind: "follow", hop: { method, url, shownUrl: url.href, body, headers, safeToRepeat } };
}

/** Names a hop for finding loops. Pure. */
export function hopKey(method: string, url: URL): string {
  return `${method} ${url.href}`;
}

function methodAfter(hop: Hop, status: number): { method: string; body: Uint8Array | null } {
  const isGet = hop.method === "GET" || hop.method === "HEAD";
  const becomesGet =
    (status === 303 && !isGet) || ((status === 301 || status === 302) && hop.method === "POST");
  return becomesGet ? { method: "GET", body: null } : { method: hop.method, body: hop.body };
}

function parseLocation(location: string, base: URL): URL | null {
  try {
    const url = new URL(location, base);
    url.hash = "";
    return url;
  } catch {
    return null;
  }
}
