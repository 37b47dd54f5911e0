import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { readPlaywright, readVitest } from "./counts.ts";

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "callbook-counts-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function report(value: object): string {
  const file = join(folder, "report.json");
  writeFileSync(file, JSON.stringify(value));
  return file;
}

it("a test file that cannot be loaded counts as a failure", () => {
  const file = report({
    numPassedTests: 2,
    numFailedTests: 0,
    testResults: [
      { status: "failed", assertionResults: [] },
      {
        status: "passed",
        assertionResults: [
          { fullName: "one", status: "passed" },
          { fullName: "two", status: "passed" },
          { fullName: "three", status: "skipped" },
        ],
      },
    ],
  });
  expect(readVitest(file)).toEqual({ passed: 2, failed: 1, skipped: ["three"] });
});

it("an end-to-end test that passed at the second try counts as failed, a skipped one says why", () => {
  const spec = (title: string, status: string, annotations: object[]) => ({
    title,
    tests: [{ status, annotations }],
  });
  const file = report({
    stats: { expected: 3, unexpected: 1, flaky: 1 },
    errors: [],
    suites: [
      {
        specs: [spec("outer", "expected", [])],
        suites: [{ specs: [spec("inner", "skipped", [{ description: "needs root" }])] }],
      },
    ],
  });
  expect(readPlaywright(file)).toEqual({ passed: 3, failed: 2, skipped: ["inner (needs root)"] });
});

it("a run that left no report has no counts", () => {
  expect(readVitest(join(folder, "missing.json"))).toBeNull();
  expect(readPlaywright(join(folder, "missing.json"))).toBeNull();
});
