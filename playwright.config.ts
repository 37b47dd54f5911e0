import { defineConfig } from "@playwright/test";
import { findBrowser } from "./tools/browser-path.ts";

const browser = findBrowser();
if (browser === null) {
  throw new Error(
    "There is no browser: run `pnpm exec node tools/browser.ts`, or set CHROMIUM_PATH.",
  );
}

// The product itself is started by the fixtures in e2e/, on ports chosen at run time.
export default defineConfig({
  testDir: "e2e",
  outputDir: "test-results",
  timeout: 60_000,
  expect: { timeout: 10_000 },
  workers: 2,
  retries: 0,
  forbidOnly: process.env["CI"] !== undefined,
  reporter: [["list"]],
  use: {
    browserName: "chromium",
    actionTimeout: 15_000,
    viewport: { width: 1440, height: 900 },
    locale: "en-GB",
    timezoneId: "UTC",
    screenshot: "only-on-failure",
    trace: "retain-on-failure",
    launchOptions: {
      executablePath: browser.path,
      env: { ...definedOf(process.env), ...browser.env },
      chromiumSandbox: process.getuid?.() !== 0 && Object.keys(browser.env).length === 0,
      args: [
        "--disable-quic",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--no-first-run",
        "--disable-dev-shm-usage",
      ],
    },
  },
});

function definedOf(env: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}
