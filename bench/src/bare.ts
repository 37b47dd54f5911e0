/**
 * What the runs are held against: a program for each workload that does the same by undici behind the
 * same kind of HTTP request, and keeps nothing. It shows what the machine can do at all.
 */
import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { Agent, request as send } from "undici";

const target = process.argv[2];
if (target === undefined) throw new Error("usage: bare.ts TARGET_URL");
const pool = new Agent({ connections: 64 });
const waiting = new Map<string, (score: unknown) => void>();

type Outputs = Readonly<Record<string, unknown>>;
type Inputs = Readonly<Record<string, unknown>>;

const programs: Readonly<Record<string, (inputs: Inputs) => Promise<Outputs>>> = {
  "/straight": async () => {
    const score = await scoreOf("/ip");
    return { score, verdict: Number(score) > 50 ? "bad" : "good" };
  },
  "/pure": ({ n }) => {
    const lines = Array.from({ length: 50 }, () => `step ${String(n)}`);
    return Promise.resolve({ n, written: lines.length });
  },
  "/fan-out": async ({ ips }) => {
    const rows = Array.isArray(ips) ? ips : [];
    return { scores: await Promise.all(rows.map((ip) => scoreOf(`/ip?ip=${String(ip)}`))) };
  },
  "/waiting": async () => {
    const id = `/${randomUUID()}`;
    const called = new Promise<unknown>((resolve) => waiting.set(id, resolve));
    const body = JSON.stringify({ callback: `http://127.0.0.1:${port()}${id}` });
    const reply = await send(`${target}/async`, { method: "POST", body, dispatcher: pool });
    await reply.body.dump();
    return { score: await called };
  },
};

async function scoreOf(path: string): Promise<unknown> {
  const reply = await send(target + path, { dispatcher: pool });
  return member(await reply.body.json(), "score");
}

function member(value: unknown, key: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, key) : undefined;
}

const server = createServer((request, response) => {
  const answered = read(request).then((body) => answer(request.url ?? "", body));
  answered.then(
    (body) => response.writeHead(200, { "content-type": "application/json" }).end(body),
    (error: unknown) => response.writeHead(502).end(String(error)),
  );
});
server.keepAliveTimeout = 60_000;

async function read(request: IncomingMessage): Promise<unknown> {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(piece);
  return JSON.parse(Buffer.concat(pieces).toString());
}

async function answer(path: string, body: unknown): Promise<string> {
  const program = programs[path];
  if (program === undefined) {
    waiting.get(path)?.(member(body, "score"));
    waiting.delete(path);
    return "{}";
  }
  const inputs = member(body, "inputs");
  const given = typeof inputs === "object" && inputs !== null ? { ...inputs } : {};
  return JSON.stringify({ state: "succeeded", outputs: await program(given) });
}

function port(): number {
  const address: AddressInfo | string | null = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return address.port;
}

server.listen(0, "127.0.0.1", () => {
  process.stdout.write(`${JSON.stringify({ port: port() })}\n`);
});
