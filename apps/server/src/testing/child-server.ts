import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

const program = fileURLToPath(new URL("../main.ts", import.meta.url));

/** The program as people start it. */
export interface ChildServer {
  readonly child: ChildProcess;
  /** Its end, with everything it printed. */
  readonly ended: Promise<{ code: number | null; out: string; err: string }>;
  /** Its address, once it is ready. */
  url(): Promise<string>;
}

/** Starts a server as a process of its own, with these variables and no others of ours. */
export function startChild(variables: Readonly<Record<string, string>>): ChildServer {
  const child = spawn(process.execPath, [program], {
    env: { PATH: process.env["PATH"], PORT: "0", CALLBOOK_SAMPLE: "0", ...variables },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const output = { out: "", err: "" };
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    output.out += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    output.err += text;
  });
  const ended = once(child, "close").then(([code]) => ({ code, ...output }));
  const ready = Promise.withResolvers<string>();
  child.stdout.on("data", () => {
    const address = /Callbook is ready at (http:\S+)\n/.exec(output.out)?.[1];
    if (address !== undefined) ready.resolve(address);
  });
  void ended.then(({ err }) => ready.reject(new Error(`the server did not become ready: ${err}`)));
  // Whoever does not ask for the address waits for the end.
  ready.promise.catch(() => undefined);
  return { child, ended, url: () => ready.promise };
}
