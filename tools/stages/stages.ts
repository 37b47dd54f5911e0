import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { type Counts, readPlaywright, readVitest } from "./counts.ts";
import { root, run, tool } from "./run.ts";
import { buildWeb } from "./web-build.ts";

/** What a stage came to. `counts` is null where a stage has no tests of its own. */
export type Outcome = { ok: boolean; counts: Counts | null };
/** A stage of the test command. `needs`: not tried when that stage failed. */
export type Stage = { name: string; needs?: string[]; long?: true; perform(): Promise<Outcome> };

const reports = join(root, ".cache", "reports");

/** All stages, in the order in which they run: cheap and telling first. */
export const stages: readonly Stage[] = [
  plain("format", () => run(tool("biome"), ["check", "--error-on-warnings", "."])),
  plain("lint", () => run(tool("oxlint"), ["--type-aware", "--deny-warnings"])),
  plain("types", () => run(tool("tsc"), ["-b", ".", "apps/web"])),
  plain("boundaries", () => run(process.execPath, ["tools/boundaries.ts"])),
  plain("documents", () => run(process.execPath, ["tools/doc-references.ts"])),
  vitest("unit"),
  vitest("integration"),
  { ...vitest("long"), long: true },
  plain("build", buildWeb),
  plain("browser", () => run(process.execPath, ["tools/browser.ts"])),
  { name: "e2e", needs: ["build", "browser"], perform: () => playwright([]) },
];

function plain(name: string, perform: () => Promise<number>): Stage {
  return { name, perform: async () => ({ ok: (await perform()) === 0, counts: null }) };
}

function vitest(project: string): Stage {
  return {
    name: project,
    perform: async () => {
      const file = freshReport(project);
      const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${file}`];
      const code = await run(tool("vitest"), [
        "run",
        "--project",
        project,
        "--passWithNoTests",
        ...reporters,
      ]);
      return { ok: code === 0, counts: readVitest(file) };
    },
  };
}

/** Runs the end-to-end tests; `more` are further arguments of Playwright. */
export async function playwright(more: string[]): Promise<Outcome> {
  const file = freshReport("e2e");
  const code = await run(tool("playwright"), ["test", "--reporter=list,json", ...more], {
    env: { PLAYWRIGHT_JSON_OUTPUT_NAME: file },
  });
  return { ok: code === 0, counts: readPlaywright(file) };
}

function freshReport(name: string): string {
  mkdirSync(reports, { recursive: true });
  const file = join(reports, `${name}.json`);
  rmSync(file, { force: true });
  return file;
}
