import { once } from "node:events";
import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";

export interface EchoedRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/**
 * A third party that repeats what it was sent: /status/401 with that status, /mirror the body alone,
 * letter by letter, /hang never.
 */
export interface Echo {
  readonly url: string;
  last(): EchoedRequest;
  all(): readonly EchoedRequest[];
  count(): number;
  /** Requests that wait for ever at this moment. */
  hanging(): number;
  /** What /served answers from now on. */
  serve(body: string): void;
  close(): Promise<void>;
}

export async function startEcho(): Promise<Echo> {
  const seen: EchoedRequest[] = [];
  let hanging = 0;
  let served = "null";
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const echoed: EchoedRequest = {
        method: request.method ?? "",
        url: request.url ?? "",
        headers: request.headers,
        body: Buffer.concat(chunks).toString(),
      };
      seen.push(echoed);
      if (echoed.url.startsWith("/hang")) {
        hanging += 1;
        response.once("close", () => {
          hanging -= 1;
        });
        return;
      }
      const status = Number(/^\/status\/(\d{3})/.exec(echoed.url)?.[1] ?? 200);
      response.writeHead(status, { "content-type": "application/json" });
      if (echoed.url.startsWith("/served")) return void response.end(served);
      const repeated = JSON.stringify({ ...echoed, raw: request.rawHeaders });
      response.end(echoed.url.startsWith("/mirror") ? echoed.body : repeated);
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    last: () => {
      const last = seen.at(-1);
      if (last === undefined) throw new Error("nothing has arrived");
      return last;
    },
    all: () => seen,
    count: () => seen.length,
    hanging: () => hanging,
    serve: (body) => {
      served = body;
    },
    close: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, "close");
    },
  };
}
