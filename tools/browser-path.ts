import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "@playwright/test";

/** Where `tools/browser.ts` unpacks the browser that comes as an npm package. */
export const browserCache = fileURLToPath(new URL("../.cache/browser/", import.meta.url));

/** A browser that starts on this machine, and what it needs in its environment. */
export type Browser = { path: string; env: Record<string, string> };

const system = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome-stable",
  "/usr/bin/google-chrome",
  "/snap/bin/chromium",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

/**
 * Finds a Chromium: CHROMIUM_PATH, else Playwright's own, else one of the system,
 * else the unpacked npm package. Null when none of them starts.
 */
export function findBrowser(): Browser | null {
  const named = process.env["CHROMIUM_PATH"];
  if (named !== undefined && named !== "") {
    if (starts({ path: named, env: {} })) return { path: named, env: {} };
    throw new Error(`CHROMIUM_PATH (${named}) does not start.`);
  }
  const candidates = [chromium.executablePath(), ...system].map((path) => ({ path, env: {} }));
  return [...candidates, unpacked()].find(starts) ?? null;
}

/** The browser of the npm package brings its libraries in a folder beside it. */
function unpacked(): Browser {
  return {
    path: join(browserCache, "chromium"),
    env: { LD_LIBRARY_PATH: join(browserCache, "al2023", "lib") },
  };
}

/** Present is not enough: a library that is missing shows only at the start. */
function starts({ path, env }: Browser): boolean {
  if (!existsSync(path)) return false;
  const tried = spawnSync(path, ["--version", "--no-sandbox"], {
    env: { ...process.env, ...env },
    stdio: "ignore",
    timeout: 20_000,
  });
  return tried.status === 0;
}
