/** The parent's end of an engine process. */
import { type ChildProcess, fork } from "node:child_process";
import { request as httpRequest } from "node:http";
import { fileURLToPath } from "node:url";
import type { ProcessNews, ProcessOrder } from "./process.ts";

const entry = fileURLToPath(new URL("./process.ts", import.meta.url));

export class EngineProcess {
  readonly process: ChildProcess;
  readonly news: ProcessNews[] = [];
  private readonly listeners = new Set<() => void>();
  /** Resolves with the signal that ended it, or null when it exited by itself. */
  readonly gone: Promise<NodeJS.Signals | null>;

  constructor(order: ProcessOrder) {
    this.process = fork(entry, [], { execArgv: [], stdio: ["ignore", "ignore", "inherit", "ipc"] });
    this.gone = new Promise((resolve) => {
      this.process.once("exit", (_code, signal) => {
        resolve(signal);
        this.wake();
      });
    });
    this.process.on("message", (news: ProcessNews) => {
      this.news.push(news);
      this.wake();
    });
    this.process.send(order);
  }

  get isAlive(): boolean {
    return this.process.exitCode === null && this.process.signalCode === null;
  }

  /** Port at which it takes callbacks; null until it is ready. */
  get callbackPort(): number | null {
    const ready = this.news.find((each) => each.kind === "ready");
    return ready?.callbackPort ?? null;
  }

  get started(): readonly number[] {
    return this.news.flatMap((each) => (each.kind === "started" ? each.runIds : []));
  }

  get logs(): readonly string[] {
    return this.news.flatMap((each) => (each.kind === "log" ? [each.text] : []));
  }

  /** Resolves when the condition holds; rejects when the process ends before. */
  async until(condition: () => boolean): Promise<void> {
    while (!condition()) {
      if (!this.isAlive) throw new Error(`the engine process has ended: ${this.logs.join("\n")}`);
      await new Promise<void>((resolve) => this.listeners.add(resolve));
    }
  }

  signal(signal: NodeJS.Signals): void {
    this.process.kill(signal);
  }

  async end(): Promise<void> {
    if (this.isAlive) this.process.kill("SIGKILL");
    await this.gone;
  }

  private wake(): void {
    for (const resolve of this.listeners) resolve();
    this.listeners.clear();
  }
}

/** Posts JSON to a process, as a third party does. Gives the status. */
export function post(port: number, path: string, body: unknown): Promise<number> {
  return new Promise((resolve, reject) => {
    const headers = { "content-type": "application/json" };
    const asked = httpRequest({ host: "127.0.0.1", port, path, method: "POST", headers });
    asked.on("response", (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    asked.on("error", reject);
    asked.end(JSON.stringify(body));
  });
}
