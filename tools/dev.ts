import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { root } from "./stages/run.ts";

// `pnpm dev`: Vite serves the browser's files with hot reload on PORT (default 4600)
// and passes everything else on to the server, which restarts when its sources change.

const port = Number(process.env["PORT"] ?? 4600);
const serverPort = port + 1;
const server = `http://127.0.0.1:${serverPort}`;

const children: ChildProcess[] = [
  spawn(process.execPath, ["--watch", "--watch-preserve-output", "apps/server/src/main.ts"], {
    cwd: root,
    stdio: "inherit",
    env: {
      ...process.env,
      PORT: String(serverPort),
      PUBLIC_URL: process.env["PUBLIC_URL"] ?? `http://127.0.0.1:${port}`,
    },
  }),
  spawn(
    join(root, "apps/web/node_modules/.bin/vite"),
    ["--host", "127.0.0.1", "--port", String(port), "--strictPort"],
    {
      cwd: join(root, "apps/web"),
      stdio: "inherit",
      env: { ...process.env, CALLBOOK_SERVER: server },
    },
  ),
];

console.log(`Open http://127.0.0.1:${port} (the server itself is at ${server})`);

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  process.on(signal, () => {
    for (const child of children) child.kill("SIGTERM");
  });
}
await Promise.race(children.map((child) => once(child, "exit")));
for (const child of children) child.kill("SIGTERM");
