import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";

const root = fileURLToPath(new URL("..", import.meta.url));

function run(...args: string[]): { status: number | null; lines: string[] } {
  const done = spawnSync(process.execPath, ["tools/test.ts", ...args], {
    cwd: root,
    encoding: "utf8",
  });
  return { status: done.status, lines: `${done.stdout}${done.stderr}`.trim().split("\n") };
}

it("the test command names each stage with its duration and ends in one line of sums", () => {
  const { lines } = run("--only", "boundaries");
  expect(lines.some((line) => /^(ok {4}|FAILED) boundaries +\d+\.\d s$/.test(line))).toBe(true);
  expect(lines.at(-1)).toMatch(/^\d+ passed, \d+ failed$/);
});

it("a stage that does not exist is refused with the list of those that do", () => {
  const { status, lines } = run("--only", "nonsense");
  expect(status).toBe(2);
  expect(lines.join("\n")).toMatch(/No such stage: nonsense.*unit.*e2e/);
});
