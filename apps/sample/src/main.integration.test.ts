import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";

const program = fileURLToPath(new URL("./main.ts", import.meta.url));

function start(environment: Record<string, string>): ChildProcess {
  return spawn(process.execPath, [program], { env: environment, stdio: ["pipe", "pipe", "pipe"] });
}

async function firstLine(child: ChildProcess, stream: "stdout" | "stderr"): Promise<unknown> {
  const input = child[stream];
  if (input === null) throw new Error(`no ${stream}`);
  const [line] = (await once(createInterface({ input }), "line")) as [string];
  return JSON.parse(line);
}

it("the process prints its port as one line of JSON and ends with its parent", async () => {
  const child = start({ SAMPLE_TOKEN: "t0k" });
  const line = (await firstLine(child, "stdout")) as { event: string; port: number; url: string };
  expect(line.event).toBe("listening");
  expect((await fetch(`http://127.0.0.1:${line.port}/health`)).status).toBe(200);
  expect(JSON.stringify(line)).not.toContain("t0k");
  child.stdin?.end();
  expect(await once(child, "exit")).toEqual([0, null]);
});

it("without a token the process says so and ends", async () => {
  const child = start({});
  expect(await firstLine(child, "stderr")).toMatchObject({ message: "SAMPLE_TOKEN is not set" });
  expect(await once(child, "exit")).toEqual([1, null]);
});
