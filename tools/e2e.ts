import { run } from "./stages/run.ts";
import { playwright } from "./stages/stages.ts";
import { buildWeb } from "./stages/web-build.ts";

// `pnpm e2e [file or options of Playwright]`: builds and finds what is needed, then runs.
const ready = (await buildWeb()) === 0 && (await run(process.execPath, ["tools/browser.ts"])) === 0;
if (!ready) process.exit(1);
const outcome = await playwright(process.argv.slice(2));
process.exit(outcome.ok ? 0 : 1);
