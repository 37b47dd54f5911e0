import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** Somebody else's API on this machine: /hang never answers, everything else says that all is well. */
export interface ThirdParty {
  readonly url: string;
  /** Its host and port, as a connection's Allowed address names it. */
  readonly address: string;
  close(): Promise<void>;
}

export async function startThirdParty(): Promise<ThirdParty> {
  const server = createServer((request, response) => {
    request.resume();
    if (request.url?.startsWith("/hang") === true) return;
    response.writeHead(200, { "content-type": "application/json" });
    response.end('{"status":"ok"}');
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url: `http://${address}`,
    address,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
