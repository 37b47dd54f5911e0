/**
 * The engine as a process of its own, for tests that kill, freeze and replace it.
 * It is told over IPC what to do, and dies by its own hand at a boundary.
 */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { openListener } from "@callbook/db";
import pg from "pg";
import type { Boundary } from "../boundary.ts";
import { Engine, type EngineRole, type EngineTiming } from "../engine.ts";
import type { StartRequest } from "../run/start.ts";
import { testPorts } from "./ports.ts";

export interface ProcessOrder {
  readonly databaseUrl: string;
  readonly targetUrl: string;
  readonly timing: Partial<EngineTiming>;
  /** Started as soon as the engine lives. */
  readonly start: readonly StartRequest[];
  /** SIGKILL of itself when the boundary is passed for the n-th time; null: never. */
  readonly kill: { readonly at: Boundary; readonly nth: number } | null;
  readonly role?: EngineRole;
  /** A type of event that this process does not know, as one of an earlier version would not. */
  readonly unknownEvent?: string;
}

export type ProcessNews =
  | { readonly kind: "ready"; readonly callbackPort: number }
  | { readonly kind: "started"; readonly runIds: readonly number[] }
  | { readonly kind: "log"; readonly text: string };

async function obey(order: ProcessOrder): Promise<void> {
  const pool = new pg.Pool({ connectionString: order.databaseUrl, max: 6 });
  pool.on("error", () => undefined);
  const { targetUrl: url, kill } = order;
  const ports = testPorts(pool, [{ id: 1, integrationKey: "http", url }]);
  let passed = 0;
  const listener = await openListener(order.databaseUrl, () => undefined);
  const engine = new Engine({
    databaseUrl: order.databaseUrl,
    pool,
    listener,
    ports: {
      ...ports,
      log: (_level, message, detail) =>
        tell({ kind: "log", text: `${message} ${JSON.stringify(detail)}` }),
    },
    timing: order.timing,
    role: order.role ?? "all",
    knows: ({ event }) => event.type !== order.unknownEvent,
    boundary: (boundary) => {
      if (boundary !== kill?.at) return;
      passed += 1;
      if (passed === kill.nth) process.kill(process.pid, "SIGKILL");
    },
  });
  const callbackPort = await receiveCallbacks(engine);
  await engine.start();
  process.once("SIGTERM", () => void engine.stop().then(() => process.exit(0)));
  tell({ kind: "ready", callbackPort });
  const started = await engine.startRuns(order.start);
  tell({ kind: "started", runIds: started.map(({ runId }) => runId) });
}

async function receiveCallbacks(engine: Engine): Promise<number> {
  const server = createServer((request, response) => {
    const receive = async (): Promise<void> => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(Buffer.from(chunk));
      const [, , , id = "", token = ""] = (request.url ?? "").split("/");
      const contentType = request.headers["content-type"] ?? null;
      const { method = "" } = request;
      const body = Buffer.concat(chunks);
      const answer = await engine.receiveCallback(id, token, {
        method,
        headers: {},
        contentType,
        body,
      });
      response.writeHead(answer.status, answer.headers);
      response.end(JSON.stringify(answer.body));
    };
    receive().catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address: AddressInfo | string | null = server.address();
  return typeof address === "object" && address !== null ? address.port : 0;
}

function tell(news: ProcessNews): void {
  if (process.connected) process.send?.(news);
}

process.once("message", (order: ProcessOrder) => void obey(order));
// A test that has gone leaves no process behind.
process.once("disconnect", () => process.exit(1));
