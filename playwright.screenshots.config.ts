import { defineConfig } from "@playwright/test";
import everywhere from "./playwright.config.ts";

// Not a test of the product: it takes the pictures of docs/screenshots (`pnpm screenshots`).
export default defineConfig({
  ...everywhere,
  testDir: "e2e/screenshots",
  testMatch: "*.shots.ts",
  timeout: 300_000,
  workers: 1,
  use: { ...everywhere.use, screenshot: "off", trace: "off", reducedMotion: "reduce" },
});
