import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, it } from "vitest";
import { at, scriptOf } from "../testing/rest-client.ts";

/** Starts of the real program with its embedded database, one after another. */
const STORY_MS = 180_000;
const program = (name: string) => fileURLToPath(new URL(`../${name}`, import.meta.url));
let directory = "";
let environment: NodeJS.ProcessEnv = {};
const running = new Set<ChildProcess>();

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), "callbook-first-start-"));
  environment = {
    PATH: process.env["PATH"],
    PORT: "0",
    CALLBOOK_DATA: directory,
    CALLBOOK_OWNER_EMAIL: "olga@example.org",
    CALLBOOK_OWNER_PASSWORD: "correct horse battery",
  };
});
afterAll(async () => {
  for (const child of running) await stop(child);
  rmSync(directory, { recursive: true, force: true });
});

/** Resolves with the address that the program prints when it serves. */
async function start(): Promise<{ child: ChildProcess; url: string }> {
  const child = spawn(process.execPath, [program("main.ts")], { env: environment });
  running.add(child);
  const address = Promise.withResolvers<string>();
  let text = "";
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (part: string) => {
      text += part;
      const url = /ready at (http:\S+)/.exec(text)?.[1];
      if (url !== undefined) address.resolve(url);
    });
  child.once("exit", () => address.reject(new Error(`it ended:\n${text}`)));
  return { child, url: await address.promise };
}

async function stop(child: ChildProcess, signal: NodeJS.Signals = "SIGTERM"): Promise<void> {
  running.delete(child);
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, "exit");
  child.kill(signal);
  await ended;
}

/** What `callbook token create` prints. */
async function createToken(): Promise<string> {
  const child = spawn(process.execPath, [program("cli.ts"), "token", "create", "--name", "ci"], {
    env: environment,
    stdio: ["ignore", "pipe", "inherit"],
  });
  let out = "";
  child.stdout.setEncoding("utf8").on("data", (part: string) => {
    out += part;
  });
  const [code] = await once(child, "close");
  expect(code).toBe(0);
  return out.trim();
}

it("the first start brings the sample, and tokens are made while the server runs and while it does not", {
  timeout: STORY_MS,
}, async () => {
  const first = await start();
  const token = await createToken();
  expect(token).toMatch(/^cbk_[A-Za-z0-9_-]{43}$/);
  const script = scriptOf(first.url, token);
  const runs = await script.call("GET", "/api/runs");
  expect(at(runs.body, "rows", 0)).toMatchObject({ state: "succeeded", handledFailures: 1 });
  expect(at(runs.body, "rows", 0, "playbookName")).toBe("Triage a suspicious IP");
  const connection = at((await script.call("GET", "/api/connections")).body, 0);
  const details = await script.call("GET", `/api/connections/${String(at(connection, "id"))}`);
  const service = String(at(details.body, "form", "requestUrl"));
  expect((await fetch(`${service}/health`)).status).toBe(200);

  // A server that is killed takes the sample's service with it.
  await stop(first.child, "SIGKILL");
  await expect
    .poll(() => fetch(`${service}/health`).catch(() => null), { timeout: 10_000 })
    .toBeNull();

  const offline = await createToken();
  const second = await start();
  const again = scriptOf(second.url, offline);
  const playbooks = await again.call("GET", "/api/playbooks");
  expect(playbooks.body).toEqual([expect.objectContaining({ isSample: true })]);
  const id = String(at(playbooks.body, 0, "id"));
  await expect
    .poll(async () => (await fetch(`${service}/health`).catch(() => null))?.status, {
      timeout: 15_000,
    })
    .toBe(200);
  const run = await again.call("POST", `/api/playbooks/${id}/runs?wait=30`, {});
  expect(run.body).toMatchObject({ state: "succeeded", outputs: { score: [97] } });

  const online = await createToken();
  expect((await scriptOf(second.url, online).call("GET", "/api/sites")).status).toBe(200);
  expect(readFileSync(join(directory, "server.pid"), "utf8").trim()).toBe(String(second.child.pid));
  await stop(second.child);
  expect(second.child.exitCode).toBe(0);
});
