import { buildWeb } from "./stages/web-build.ts";

// `pnpm start`: what pnpm has not done already (it installs before a script runs)
// is to build the browser's files; then this process becomes the server.
const code = await buildWeb();
if (code !== 0) {
  console.error("The web application could not be built; the server was not started.");
  process.exit(code);
}
await import("../apps/server/src/main.ts");
