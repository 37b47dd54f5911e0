import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { Logger } from "pino";

/** The small third-party service as a process of its own. It is started again when it ends by itself. */
export interface SampleService {
  readonly port: number;
  readonly url: string;
  /** Of its process; null while another process of the installation runs it, or it starts again. */
  pid(): number | null;
  stop(): Promise<void>;
}

export interface SampleServiceOptions {
  readonly token: string;
  /** 0: any free one. */
  readonly port: number;
  readonly log: Logger;
}

/** The port belongs to another program. */
export class SamplePortTaken extends Error {
  override name = "SamplePortTaken";
}

const program = fileURLToPath(import.meta.resolve("@callbook/sample/main"));
const FIRST_PAUSE_MS = 200;
const LONGEST_PAUSE_MS = 30_000;
/** Who lived so long did not die of how it was started. */
const SETTLED_MS = 60_000;
/** The service of a server that was just killed needs a moment to end. */
const TRIES = 6;
const STOP_MS = 3000;

export function sampleUrl(port: number): string {
  return `http://127.0.0.1:${port}`;
}

/**
 * Resolves when the service listens. Where another process of the same installation runs it
 * already, that one is used, and its place is taken when it goes. Rejects with SamplePortTaken,
 * or with why it did not start.
 */
export async function startSampleService(options: SampleServiceOptions): Promise<SampleService> {
  const first = await launchOrJoin(options);
  const { port } = first;
  let { child } = first;
  let stopped = false;
  let pause = FIRST_PAUSE_MS;
  let timer: NodeJS.Timeout | null = null;

  const later = () => {
    timer = setTimeout(again, pause);
    timer.unref();
    pause = Math.min(pause * 2, LONGEST_PAUSE_MS);
  };
  const watch = (watched: ChildProcess) => {
    const began = performance.now();
    watched.once("exit", (code) => {
      if (stopped) return;
      if (performance.now() - began > SETTLED_MS) pause = FIRST_PAUSE_MS;
      options.log.warn({ code, pause }, "the sample service ended; it is started again");
      later();
    });
  };
  const again = () => {
    launch({ ...options, port }).then(
      (next) => {
        child = next.child;
        if (stopped) next.child.kill();
        else watch(next.child);
      },
      (error: unknown) => {
        if (stopped) return;
        if (!(error instanceof SamplePortTaken))
          options.log.warn({ err: error }, "the sample service did not start again");
        later();
      },
    );
  };
  if (child === null) later();
  else watch(child);
  return {
    port,
    url: sampleUrl(port),
    pid: () => (child?.exitCode === null && child.signalCode === null ? (child.pid ?? null) : null),
    stop: async () => {
      stopped = true;
      if (timer !== null) clearTimeout(timer);
      if (child !== null) await end(child);
    },
  };
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, "exit");
  child.kill("SIGTERM");
  const timer = setTimeout(() => child.kill("SIGKILL"), STOP_MS);
  await ended;
  clearTimeout(timer);
}

async function launchOrJoin(
  options: SampleServiceOptions,
): Promise<{ child: ChildProcess | null; port: number }> {
  for (let tries = 1; ; tries++) {
    try {
      return await launch(options);
    } catch (error) {
      if (!(error instanceof SamplePortTaken)) throw error;
      if (await isOurs(options)) return { child: null, port: options.port };
      if (tries === TRIES) throw error;
      await delay(FIRST_PAUSE_MS);
    }
  }
}

/** Whether what listens there takes our token, which no other installation has. */
async function isOurs({ port, token }: SampleServiceOptions): Promise<boolean> {
  try {
    const answer = await fetch(`${sampleUrl(port)}/v1/status`, {
      headers: { authorization: `Bearer ${token}` },
      redirect: "error",
      signal: AbortSignal.timeout(1000),
    });
    return answer.status === 200 && (await answer.text()).includes("Sample Intel");
  } catch {
    return false;
  }
}

interface Launched {
  readonly child: ChildProcess;
  readonly port: number;
}

async function launch(options: SampleServiceOptions): Promise<Launched> {
  const child = spawn(process.execPath, [program], {
    // It ends when this pipe does, hence also when this process is killed.
    stdio: ["pipe", "pipe", "pipe"],
    env: { SAMPLE_TOKEN: options.token, SAMPLE_PORT: String(options.port) },
  });
  const lines = { out: "", err: "" };
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    lines.err = (lines.err + text).slice(-2000);
  });
  const listening = Promise.withResolvers<number>();
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    lines.out = (lines.out + text).slice(-2000);
    const line = lines.out.split("\n").find((one) => one.includes('"listening"'));
    if (line !== undefined) listening.resolve(readPort(line));
  });
  child.once("error", (error) => listening.reject(error));
  child.once("exit", () => {
    const taken = lines.err.includes("EADDRINUSE");
    listening.reject(
      taken
        ? new SamplePortTaken(`port ${options.port} is taken`)
        : new Error(`the sample service did not start: ${lines.err.trim().slice(-500)}`),
    );
  });
  return { child, port: await listening.promise };
}

function readPort(line: string): number {
  const read: unknown = JSON.parse(line);
  if (typeof read === "object" && read !== null && "port" in read && typeof read.port === "number")
    return read.port;
  throw new Error("the sample service says no port");
}
