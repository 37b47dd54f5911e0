import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const folder = fileURLToPath(new URL(".", import.meta.url));

/** Installs the Prisma CLI into this folder unless it is there. Throws when that fails. */
export function installPrisma(): void {
  if (existsSync(`${folder}node_modules/prisma/package.json`)) return;
  const installed = spawnSync("npx", ["--yes", "pnpm@12", "install", "--frozen-lockfile"], {
    cwd: folder,
    stdio: "inherit",
  });
  if (installed.status !== 0) throw new Error("The Prisma CLI could not be installed.");
}

/** Runs the Prisma CLI on prisma/schema.prisma. Throws when it fails. */
export function runPrisma(args: string[]): void {
  installPrisma();
  const done = spawnSync(process.execPath, ["node_modules/prisma/build/index.js", ...args], {
    cwd: folder,
    stdio: "inherit",
    env: {
      ...process.env,
      // Any executable will do for `generate` and `format`; without this, the
      // CLI downloads an engine from outside the registry at each command.
      PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
      PRISMA_HIDE_UPDATE_MESSAGE: "1",
      CHECKPOINT_DISABLE: "1",
    },
  });
  if (done.status !== 0) throw new Error(`prisma ${args[0] ?? ""} did not succeed.`);
}
