/**
 * Where the database of a connection address listens. A socket in a folder, and no host at all, are
 * on this machine (host ""); the parameters `host` and `port` count before what stands in front, as
 * they do for the client.
 */
export function databaseEndpoint(url: string): { readonly host: string; readonly port: number } {
  const { hostname, port, searchParams } = new URL(url);
  const host = searchParams.get("host") ?? decodeURIComponent(hostname);
  const named = searchParams.get("port") ?? port;
  return { host: host.startsWith("/") ? "" : host, port: named === "" ? 5432 : Number(named) };
}
