import { createHash } from "node:crypto";
import { existsSync, globSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { root, run } from "./run.ts";

/** Everything that the browser's files are made of. */
const sources = [
  "pnpm-lock.yaml",
  "apps/web/{package.json,index.html,vite.config.ts,tsconfig.json}",
  "apps/web/{src,public}/**/*.*",
  "packages/{core,blocks,integrations}/src/**/*.*",
];
const stamp = join(root, ".cache", "web-build");

/**
 * Builds the browser's files into apps/web/dist when their sources have changed since
 * the last build. Answers the exit code of the build; 0 when there was nothing to do.
 */
export async function buildWeb(): Promise<number> {
  const wanted = fingerprint();
  const built = existsSync(stamp) && existsSync(join(root, "apps/web/dist/index.html"));
  if (built && readFileSync(stamp, "utf8") === wanted) return 0;
  const code = await run(
    join(root, "apps/web/node_modules/.bin/vite"),
    ["build", "--logLevel", "warn"],
    {
      cwd: join(root, "apps/web"),
    },
  );
  if (code !== 0) return code;
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, wanted);
  return 0;
}

/** By content: a checkout or a copy gives files new times. */
function fingerprint(): string {
  const hash = createHash("sha256");
  const files = globSync(sources, { cwd: root, exclude: ["**/node_modules/**"] });
  for (const file of files.filter((path) => !/\.test\.tsx?$/.test(path)).sort()) {
    hash
      .update(`${file}\0`)
      .update(readFileSync(join(root, file)))
      .update("\0");
  }
  return hash.digest("hex");
}
