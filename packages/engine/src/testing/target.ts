/** A third party for tests: a real HTTP server that remembers every call. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export interface Call {
  readonly method: string;
  readonly path: string;
  readonly idempotencyKey: string;
  readonly callbackUrl: string | null;
  readonly body: string;
}

export type Answer = (call: Call, response: ServerResponse) => void | Promise<void>;

export class Target {
  readonly calls: Call[] = [];
  private readonly answers = new Map<string, Answer>();
  private every: Answer = (call, response) => reply(response, 200, { path: call.path });
  private readonly server: Server;
  private readonly waiting = new Set<() => void>();

  constructor() {
    this.server = createServer((request, response) => void this.receive(request, response));
  }

  async listen(): Promise<this> {
    await new Promise<void>((resolve) => this.server.listen(0, "127.0.0.1", resolve));
    return this;
  }

  get url(): string {
    const address: AddressInfo | string | null = this.server.address();
    if (address === null || typeof address === "string") throw new Error("the target is closed");
    return `http://127.0.0.1:${address.port}`;
  }

  /** How calls of a path are answered; without it, 200 with `{"path": ...}`. */
  on(path: string, answer: Answer): void {
    this.answers.set(path, answer);
  }

  callsOf(path: string): readonly Call[] {
    return this.calls.filter((call) => call.path === path);
  }

  /** How calls of all other paths are answered. */
  onEvery(answer: Answer): void {
    this.every = answer;
  }

  /** Resolves once `count` calls of the path have come in. */
  async called(path: string, count = 1): Promise<readonly Call[]> {
    while (this.callsOf(path).length < count)
      await new Promise<void>((resolve) => this.waiting.add(resolve));
    return this.callsOf(path);
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise<void>((resolve) => this.server.close(() => resolve()));
  }

  private async receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(chunk));
    const path = (request.url ?? "/").split("?")[0] ?? "/";
    const call: Call = {
      method: request.method ?? "",
      path,
      idempotencyKey: headerOf(request, "idempotency-key"),
      callbackUrl: headerOf(request, "callback-url") || null,
      body: Buffer.concat(chunks).toString("utf8"),
    };
    this.calls.push(call);
    const answer = this.answers.get(path) ?? this.every;
    await answer(call, response);
    for (const resolve of this.waiting) resolve();
    this.waiting.clear();
  }
}

export function reply(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { "content-type": "application/json" });
  response.end(JSON.stringify(body));
}

function headerOf(request: IncomingMessage, name: string): string {
  const value = request.headers[name];
  return typeof value === "string" ? value : "";
}
