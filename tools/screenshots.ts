import { run, tool } from "./stages/run.ts";
import { buildWeb } from "./stages/web-build.ts";

// `pnpm screenshots [name]`: takes the pictures of docs/screenshots, all or those of a name.
const ready = (await buildWeb()) === 0 && (await run(process.execPath, ["tools/browser.ts"])) === 0;
if (!ready) process.exit(1);
const only = process.argv[2];
const code = await run(tool("playwright"), [
  "test",
  "--config=playwright.screenshots.config.ts",
  ...(only === undefined ? [] : ["--grep", only]),
]);
process.exit(code);
