import { isLoopbackHost, isLoopbackUrl } from "../process/settings.ts";

/** Which pages may use this server with the session cookie. */
export interface Origins {
  readonly publicUrl: string;
  /** Whether a request with this Origin and Host comes from one of our own pages. */
  allows(origin: string, host: string | null): boolean;
}

export interface OriginSettings {
  readonly host: string;
  readonly port: number;
  readonly publicUrl: string | null;
}

/**
 * The addresses of this server. Callback URLs and cookies follow from `publicUrl` alone,
 * never from a header of a request.
 */
export function createOrigins(settings: OriginSettings): Origins {
  const loopback = isLoopbackHost(settings.host);
  const shown = settings.host === "::1" ? "[::1]" : loopback ? settings.host : "127.0.0.1";
  const publicUrl = settings.publicUrl ?? `http://${shown}:${settings.port}`;
  const allowed = new Set([publicUrl]);
  const { protocol, port } = new URL(publicUrl);
  if (isLoopbackUrl(publicUrl)) {
    // One machine has several names for itself, and people type any of them.
    for (const name of ["localhost", "127.0.0.1", "[::1]"])
      allowed.add(new URL(`${protocol}//${name}:${port}`).origin);
  }
  return {
    publicUrl,
    allows: (origin, host) =>
      allowed.has(origin) ||
      // Without PUBLIC_URL a server for others does not know its names. A page of another site has
      // another host than ours here, unless its name was pointed at us, and then it has no cookie of ours.
      (settings.publicUrl === null && !loopback && host !== null && origin === `http://${host}`),
  };
}
