import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { createAdaptorServer, type ServerType } from "@hono/node-server";
import { Hono } from "hono";
import type { App } from "../http/app-type.ts";

/** A listener whose routes come later. */
export interface Gate {
  readonly port: number;
  open(app: App): void;
  /** Takes no more requests, gives those under way a moment, and closes. */
  close(): Promise<void>;
}

const GRACE_MS = 1500;

/** Listens before the rest is made, since the port is part of the addresses that the rest knows. */
export async function listen(settings: {
  readonly host: string;
  readonly port: number;
}): Promise<Gate> {
  const waiting: App = new Hono();
  waiting.get("/livez", (context) => context.text("ok"));
  waiting.all("*", (context) => context.text("starting", 503, { "Retry-After": "1" }));
  let app = waiting;
  const server: ServerType = createAdaptorServer({
    fetch: (request, bindings) => app.fetch(request, bindings),
  });
  server.listen(settings.port, settings.host);
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    port,
    open: (opened) => {
      app = opened;
    },
    close: async () => {
      if (!server.listening) return;
      const closed = once(server, "close");
      server.close();
      // Streams never end by themselves.
      const timer = setTimeout(() => closeAll(server), GRACE_MS);
      if ("closeIdleConnections" in server) server.closeIdleConnections();
      await closed;
      clearTimeout(timer);
    },
  };
}

function closeAll(server: ServerType): void {
  if ("closeAllConnections" in server) server.closeAllConnections();
}
