import { defineConfig } from "vitest/config";

const everywhere = ["apps/*/src", "packages/*/src", "bench/src", "tools"];
const integration = everywhere.map((folder) => `${folder}/**/*.integration.test.ts`);

export default defineConfig({
  test: {
    // Kinds of tests by file name. Unit tests touch neither database nor child process.
    projects: [
      {
        test: {
          name: "unit",
          include: everywhere.map((folder) => `${folder}/**/*.test.{ts,tsx}`),
          exclude: [...integration, "**/*.long.test.ts", "**/node_modules/**"],
          // Properties take as long as the machine is busy; the limit is for what hangs.
          testTimeout: 60_000,
        },
      },
      {
        test: {
          name: "integration",
          include: integration,
          exclude: ["**/node_modules/**"],
          globalSetup: ["packages/db/src/testing/cluster.ts"],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: "long",
          include: everywhere.map((folder) => `${folder}/**/*.long.test.ts`),
          exclude: ["**/node_modules/**"],
          globalSetup: ["packages/db/src/testing/cluster.ts"],
          testTimeout: 600_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
