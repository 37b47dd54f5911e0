import { existsSync, readFileSync } from "node:fs";

/** How many tests of a stage passed, failed, and were skipped (with the reasons given). */
export type Counts = { passed: number; failed: number; skipped: string[] };

/** Reads vitest's JSON report; null when there is none (it did not get so far). */
export function readVitest(file: string): Counts | null {
  if (!existsSync(file)) return null;
  const report: VitestReport = JSON.parse(readFileSync(file, "utf8"));
  const skipped = report.testResults
    .flatMap((result) => result.assertionResults)
    .filter((test) => ["skipped", "pending", "todo"].includes(test.status))
    .map((test) => test.fullName);
  // A file that could not be loaded has no tests of its own to count.
  const unloaded = report.testResults.filter(
    (result) => result.status === "failed" && result.assertionResults.length === 0,
  ).length;
  return { passed: report.numPassedTests, failed: report.numFailedTests + unloaded, skipped };
}

type VitestReport = {
  numPassedTests: number;
  numFailedTests: number;
  testResults: {
    status: string;
    assertionResults: { fullName: string; status: string }[];
  }[];
};

/** Reads Playwright's JSON report; null when there is none. */
export function readPlaywright(file: string): Counts | null {
  if (!existsSync(file)) return null;
  const report: PlaywrightReport = JSON.parse(readFileSync(file, "utf8"));
  const { expected, unexpected, flaky } = report.stats;
  const skipped = report.suites
    .flatMap(specsOf)
    .filter((spec) => spec.tests.some((test) => test.status === "skipped"));
  return {
    passed: expected,
    failed: unexpected + flaky + report.errors.length,
    skipped: skipped.map((spec) => {
      const reasons = spec.tests.flatMap((test) =>
        test.annotations.map((note) => note.description),
      );
      return `${spec.title} (${reasons.filter(Boolean).join("; ") || "no reason given"})`;
    }),
  };
}

type Spec = {
  title: string;
  tests: { status: string; annotations: { description?: string }[] }[];
};
type Suite = { specs: Spec[]; suites?: Suite[] };
type PlaywrightReport = {
  stats: { expected: number; unexpected: number; flaky: number };
  errors: unknown[];
  suites: Suite[];
};

function specsOf(suite: Suite): Spec[] {
  return [...suite.specs, ...(suite.suites ?? []).flatMap(specsOf)];
}
