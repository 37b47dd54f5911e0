/** Child processes of the benchmark and the CPU time they use, read from the kernel. */
import { type ChildProcess, spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { createInterface } from "node:readline";

export interface Child {
  readonly process: ChildProcess;
  readonly pid: number;
  readonly ended: Promise<void>;
  /** Resolves with the first line of stdout that `pick` accepts. */
  line<T>(pick: (line: string) => T | null): Promise<T>;
  stop(): Promise<void>;
}

export interface Program {
  readonly file: string;
  readonly args?: readonly string[];
  /** Of Node itself. */
  readonly nodeArgs?: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
}

/** Starts a Node program. Its stderr is passed on when it dies unexpectedly. */
export function startNode({ file, args = [], nodeArgs = [], env = process.env }: Program): Child {
  const child = spawn(process.execPath, [...nodeArgs, file, ...args], {
    env,
    stdio: ["ignore", "pipe", "pipe"],
  });
  if (child.pid === undefined) throw new Error(`${file} did not start`);
  const lines: string[] = [];
  const waiting: {
    readonly hear: (line: string) => void;
    readonly fail: (reason: Error) => void;
  }[] = [];
  const errors: string[] = [];
  createInterface({ input: child.stdout }).on("line", (text) => {
    lines.push(text);
    for (const { hear } of waiting) hear(text);
  });
  createInterface({ input: child.stderr }).on("line", (text) => {
    errors.push(text);
    if (errors.length > 40) errors.shift();
  });
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  void ended.then(() => {
    for (const { fail } of waiting) fail(new Error(`${file} ended early:\n${errors.join("\n")}`));
  });
  return {
    process: child,
    pid: child.pid,
    ended,
    line: (pick) =>
      new Promise((resolve, reject) => {
        const hear = (text: string): void => {
          const found = pick(text);
          if (found !== null) resolve(found);
        };
        for (const text of lines) hear(text);
        waiting.push({ hear, fail: reject });
      }),
    stop: async () => {
      if (child.exitCode === null) child.kill("SIGTERM");
      await ended;
    },
  };
}

/** The port that target and bare program print. */
export function portOf(line: string): number | null {
  const match = /^\{"port":(\d+)\}$/.exec(line);
  return match === null ? null : Number(match[1]);
}

interface Stat {
  readonly parent: number;
  /** user + system, reaped children included, in clock ticks of 10 ms. */
  readonly ticks: number;
}

function stat(pid: number): Stat | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "utf8");
    const rest = text.slice(text.lastIndexOf(")") + 2).split(" ");
    const ticks = [11, 12, 13, 14].reduce((sum, index) => sum + Number(rest[index]), 0);
    return { parent: Number(rest[1]), ticks };
  } catch {
    return null; // ended between the listing and the read
  }
}

/** CPU seconds of a process and everything below it (Linux). */
export function cpuSeconds(root: number): number {
  const all = new Map<number, Stat>();
  for (const name of readdirSync("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    const found = stat(Number(name));
    if (found !== null) all.set(Number(name), found);
  }
  const below = (pid: number): number =>
    [...all]
      .filter(([, s]) => s.parent === pid)
      .reduce((sum, [child]) => sum + below(child), all.get(pid)?.ticks ?? 0);
  return below(root) / 100;
}
